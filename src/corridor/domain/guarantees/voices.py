"""Who speaks of a guarantee: only the guarantor's own node, the country of the GRN."""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.refusals import Refused


def _is_free(guarantee: Guarantee, command: Any, context: Context) -> Refused | None:
    return None


def _is_ledger(guarantee: Guarantee, fact: Fact[Any]) -> bool:
    return fact.node == guarantee.node


LEDGER: Final = Voice("guarantor's ledger", _is_free, _is_ledger)
ALWAYS: Final = frozenset[str]()
"""Nothing contradicts a ledger that one node alone speaks for, so no state is named."""

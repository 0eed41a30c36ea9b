"""Who speaks of a guarantee: only the guarantor's own node, the country of the GRN."""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.facts import Fact
from corridor.domain.guarantees.state import Guarantee


def _is_ledger(guarantee: Guarantee, fact: Fact[Any]) -> bool:
    return fact.node == guarantee.node


LEDGER: Final = Voice("guarantor's ledger", _is_ledger)
ALWAYS: Final = frozenset[str]()
"""Nothing contradicts a ledger that one node alone speaks for, so no state is named."""

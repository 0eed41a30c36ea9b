"""Who speaks of a state's lists: the operators of its own node, and nobody for another state."""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.contacts.voices import is_operator
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.refusals import Refused, refuse


def _asks(state: ReferenceList, command: Any, context: Context) -> Refused | None:
    return None if state.node == context.node else refuse("refdata_foreign")


def _says(state: ReferenceList, fact: Fact[Any]) -> bool:
    return is_operator(fact, state.node)


OPERATOR: Final = Voice("operator of the node of that state", _says, _asks)

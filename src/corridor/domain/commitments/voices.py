"""Who speaks of a commitment: its own state's registrar, and of what became of it each party."""

from typing import Any, Final

from corridor.domain.acts import Voice
from corridor.domain.commitments.state import Commitment
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.refusals import Refused, refuse


def is_registrar(fact: Fact[Any], state: str) -> bool:
    """Whether the registrar of a state said it on its own node."""
    return fact.node == state and fact.actor.role == "registrar"


def _own(state: Commitment, command: Any, context: Context) -> Refused | None:
    return None if state.home == context.node else refuse("register_other_state")


def _party(state: Commitment, command: Any, context: Context) -> Refused | None:
    return None if context.node in state.speakers else refuse("register_not_party")


REGISTRAR: Final = Voice(
    "registrar of the state in whose register it stands",
    lambda state, fact: is_registrar(fact, state.home),
    _own,
)
PARTY: Final = Voice(
    "registrar of a party",
    lambda state, fact: fact.node in state.speakers and fact.actor.role == "registrar",
    _party,
)

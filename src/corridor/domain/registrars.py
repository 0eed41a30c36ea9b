"""Who speaks of an entry of the register: the registrar of its own state and of its parties."""

from typing import Any, Final, Protocol

from corridor.domain.acts import Voice
from corridor.domain.context import Context
from corridor.domain.facts import Fact
from corridor.domain.refusals import Refused, refuse


class Entry(Protocol):
    """A commitment, an indicator."""

    @property
    def home(self) -> str:
        """The state in whose register it stands."""

    @property
    def speakers(self) -> Any:
        """The states that may say what they think of it."""


def is_registrar(fact: Fact[Any], state: str) -> bool:
    """Whether the registrar of a state said it on its own node."""
    return fact.node == state and fact.actor.role == "registrar"


def _own(state: Entry, command: Any, context: Context) -> Refused | None:
    return None if state.home == context.node else refuse("register_other_state")


def _party(state: Entry, command: Any, context: Context) -> Refused | None:
    return None if context.node in state.speakers else refuse("register_not_party")


REGISTRAR: Final[Voice[Any]] = Voice(
    "registrar of the state in whose register it stands",
    lambda state, fact: is_registrar(fact, state.home),
    _own,
)
PARTY: Final[Voice[Any]] = Voice(
    "registrar of a party",
    lambda state, fact: fact.node in state.speakers and fact.actor.role == "registrar",
    _party,
)

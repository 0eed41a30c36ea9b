"""What the API knows of messages of another system: how they are read, and how answers are made."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Literal, Protocol

from corridor.domain.commands import Command
from corridor.domain.facts import Fact
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import Refused
from corridor.engine.receiving import Received

Side = Literal["departures", "arrivals"]
MOVEMENTS_OF_TRADERS: Final = "/customs/transits/movements"
"""Where their API begins, below that of the node."""


class IncomingMessage(Protocol):
    """A well-built message of a trader. `kept`: its bytes without secrets."""

    @property
    def name(self) -> str: ...

    @property
    def phase(self) -> str: ...

    @property
    def number(self) -> str: ...

    @property
    def sender(self) -> str: ...

    @property
    def mrn(self) -> str: ...

    @property
    def lrn(self) -> str: ...

    @property
    def authorisation(self) -> str: ...

    @property
    def kept(self) -> bytes: ...

    def commands(
        self, movement: Movement | None, role: Literal["carrier", "customs"]
    ) -> tuple[Command, ...] | Refused:
        """What is to be done in the sender's name, or why it cannot be."""


class WrittenMessage(Protocol):
    """A message as bytes. `lost`: what had no place in it; `lacking`: why there is none."""

    @property
    def data(self) -> bytes: ...

    @property
    def lost(self) -> tuple[str, ...]: ...

    @property
    def lacking(self) -> str: ...


class OutgoingMessage(Protocol):
    """An answer, before it is written."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def to(self) -> Side: ...

    @property
    def at(self) -> str: ...

    def written(self, phase: str) -> WrittenMessage: ...


class MessageDesk(Protocol):
    """The gateway, as the API sees it."""

    @property
    def phases(self) -> tuple[str, ...]:
        """Those that are spoken, the one that is spoken to whoever sent nothing first."""

    def read(self, data: bytes) -> IncomingMessage | Refused:
        """A message; or all that is wrong with how it is built."""

    def answers(
        self,
        subject: str,
        facts: Iterable[Fact[Any]],
        received: Sequence[Received],
        text: Callable[[str], bytes],
    ) -> Sequence[OutgoingMessage]:
        """All that the trader was told of a movement, in order. `text`: of a message by its key."""

    def answer_to(self, fact: Fact[Any]) -> tuple[str, str, Side] | None:
        """Number, name and side of the message that this event is, if it is one."""

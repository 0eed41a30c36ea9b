"""Events of peers that have no effect here: which they are, and that their speakers are told."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

from corridor.domain.facts import Payload
from corridor.engine.ports import StoredEvent
from corridor.engine.records import EventRefused

UNHEARD: Final = "not_authorised"
"""Why an event has no effect here: its speaker may not say it about this subject."""


class Noting(Protocol):
    """Who appends records of the node itself."""

    def note(self, subject: str, payload: Payload, to: Iterable[str] = ()) -> StoredEvent: ...


def unheard_of(state: Any, events: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Those of the events that the state names as not heard."""
    names = frozenset(getattr(state, "unheard", ())) if state is not None else frozenset()
    return [event for event in events if f"{event.node}:{event.number}" in names]


def answer_refused(unit: Noting, event: StoredEvent, code: str = UNHEARD) -> None:
    """Tell a peer that its event has no effect here, and why."""
    refusal = EventRefused(event.node, event.number, code)
    unit.note(f"peer-{event.node}", refusal, to=(event.node,))

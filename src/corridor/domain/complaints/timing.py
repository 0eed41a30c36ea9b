"""Timing: how long the vehicle waited, by the events of the state that is complained of.

Of a movement, all its visits at checkpoints of that state, from the queue to the way out; of a
permit, from the application to the decision. What still waits counts up to now. Where that state
has no such event, nothing is measured.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Reaction, Told
from corridor.domain.checkpoints.listings import visits_key
from corridor.domain.checkpoints.state import Visit
from corridor.domain.commands import Command
from corridor.domain.complaints.complaining import ComplaintFiled
from corridor.domain.complaints.evidence import is_own_movement, is_own_permit
from corridor.domain.complaints.state import Complaint, Timing
from corridor.domain.complaints.voices import ANSWERERS_CLOCK
from corridor.domain.context import Context
from corridor.domain.days import is_instant
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.state import Movement
from corridor.domain.needs import Ask, Look, StateOf
from corridor.domain.permits.state import Permit
from corridor.domain.values import Count, Instant


class TimeComplaint(Command, frozen=True, tag="complaint.time"):
    """The node's own: work out how long the vehicle of the evidence waited here."""


class ComplaintTimed(Payload, frozen=True, tag="complaint.timed/1"):
    """So long its vehicle waited, by the events of this state."""

    minutes: Count
    basis: Literal["visit", "permit"]
    first: Instant
    last: Instant
    trip: str = ""
    """The dossier that the evidence belongs to: one vehicle, however many papers it has."""


class VisitsOf:
    """Those of the movement at checkpoints of the state, oldest first; desks write its MRN."""

    def gather(self, look: Look, ask: Ask) -> tuple[Visit, ...]:
        """Under its MRN, and under its id where another system wrote that."""
        movement = look.state(ask.state.movement) if ask.state.movement else None
        names = [ask.state.movement, movement.mrn if isinstance(movement, Movement) else ""]
        keys = (visits_key(name) for name in names if name)
        found = (one for key in keys for one in look.find(key))
        states = (look.state(subject) for subject in dict.fromkeys(found))
        visits = (one for one in states if isinstance(one, Visit))
        return tuple(one for one in visits if one.office[:2] == ask.state.against)


VISITS: Final = VisitsOf()
MOVEMENT: Final = StateOf(Movement, lambda ask: ask.state.movement)
PERMIT: Final = StateOf(Permit, lambda ask: ask.state.permit)
Span = tuple[str, str]


def _time(state: Complaint, command: TimeComplaint, context: Context) -> Decision:
    if context.actor.role != SYSTEM or state.timing is not None:
        return ()
    spans = [*_spans(state, context)]
    minutes = sum(_minutes(*span) for span in spans)
    if not minutes:
        return ()
    basis: Literal["visit", "permit"] = "visit" if state.movement else "permit"
    first, last = min(one for one, _ in spans), max(one for _, one in spans)
    return (ComplaintTimed(minutes, basis, first, last, _trip(state, context)),)


def _spans(state: Complaint, context: Context) -> Iterator[Span]:
    """Only of what is the firm's own, whatever its node says; and only what waited for us."""
    movement, permit = context.of(MOVEMENT), context.of(PERMIT)
    if movement is not None and is_own_movement(movement, state.owner, state.home):
        for visit in context.of(VISITS):
            yield visit.arrived_at, visit.gate_out_at or visit.queue_left_at or context.now
    if permit is not None and _waited_for_us(state, permit):
        yield permit.applied_at, permit.decided_at or context.now


def _waited_for_us(state: Complaint, permit: Permit) -> bool:
    is_ours = is_own_permit(permit, state.owner, state.home) and permit.issuer == state.against
    return is_ours and permit.status != "withdrawn"


def _trip(state: Complaint, context: Context) -> str:
    permit = context.of(PERMIT)
    return (permit.request.dossier if permit is not None else "") or state.evidence


def _minutes(first: str, last: str) -> int:
    """Whole minutes; none of what is in no calendar, or runs backwards."""
    if not (is_instant(first) and is_instant(last)):
        return 0
    gone = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    return max(0, int(gone.total_seconds() // 60))


def _timed(s: Complaint, p: ComplaintTimed, f: Fact[Any]) -> Complaint:
    return replace(s, timing=Timing(p.minutes, p.basis, p.first, p.last, p.trip))


def _then(said: Any, state: Complaint, context: Context) -> tuple[Reaction, ...]:
    """Only that state has the events."""
    return (Reaction(state.id, TimeComplaint()),)


TIMING: Final = Act[Complaint](
    "timing",
    asked=(Asked(TimeComplaint, SYSTEM, _time, needs=(VISITS, MOVEMENT, PERMIT)),),
    told=(Told(ComplaintTimed, ANSWERERS_CLOCK, frozenset(), _timed),),
    follows=(Follow(ComplaintFiled, lambda said, state: state.against, _then),),
)

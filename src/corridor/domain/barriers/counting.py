"""Counting what a measure cost: hours of vehicles, by the evidence of complaints, in steps of five.

Only the state of the measure has all complaints about it, and says the sum. It says a sum of the
first five, ten, fifteen vehicles and never one between, so that no two sums give one vehicle away.
"""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Reaction, Told, Voice
from corridor.domain.barriers.state import COUNT_STEP, Barrier, Cost
from corridor.domain.commands import Command
from corridor.domain.complaints.answering import ComplaintAnswered
from corridor.domain.complaints.state import Complaint, complaints_key
from corridor.domain.complaints.timing import ComplaintTimed
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import StatesUnder
from corridor.domain.values import Count, Date


class CountBarrier(Command, frozen=True, tag="barrier.count"):
    """The node's own: sum up what the complaints about a measure show."""


class BarrierCounted(Payload, frozen=True, tag="barrier.counted/1"):
    """So many vehicles waited so long because of a measure, by the evidence of complaints."""

    vehicles: Count
    minutes: Count
    upto: Date


COMPLAINTS: Final = StatesUnder(
    Complaint,
    lambda ask: complaints_key(ask.subject),
    lambda complaint, ask: complaint.counts,
)
HOME_CLOCK: Final[Voice[Barrier]] = Voice(
    "node of the state in whose register it stands",
    lambda state, fact: fact.node == state.home and fact.actor.role == SYSTEM,
)


def _count(state: Barrier, command: CountBarrier, context: Context) -> Decision:
    vehicles = _vehicles(context.of(COMPLAINTS))
    counted = len(vehicles) // COUNT_STEP * COUNT_STEP
    is_its_own = context.actor.role == SYSTEM and context.node == state.home
    if not is_its_own or counted <= (state.cost.vehicles if state.cost else 0):
        return ()
    first = vehicles[:counted]
    minutes = sum(one.minutes for one in first)
    return (BarrierCounted(counted, minutes, day_at(first[-1].filed_at, state.home)),)


def _vehicles(complaints: Iterable[Complaint]) -> list[Complaint]:
    """The first complaint of each evidence, whatever another node let through, in their order."""
    found: dict[str, Complaint] = {}
    for one in sorted(complaints, key=lambda one: (one.filed_at, one.id)):
        found.setdefault(one.evidence, one)
    return list(found.values())


def _counted(s: Barrier, p: BarrierCounted, f: Fact[Any]) -> Barrier:
    return replace(s, cost=Cost(p.vehicles, p.minutes, p.upto))


def _then(said: Any, state: Complaint, context: Context) -> tuple[Reaction, ...]:
    """The sum changes where a complaint about a measure is timed, or put to it."""
    return (Reaction(state.barrier, CountBarrier()),) if state.barrier and state.counts else ()


COUNTING: Final = Act[Barrier](
    "counting",
    asked=(Asked(CountBarrier, SYSTEM, _count, needs=(COMPLAINTS,)),),
    told=(Told(BarrierCounted, HOME_CLOCK, frozenset(), _counted),),
    follows=(
        Follow(ComplaintTimed, lambda said, state: state.against, _then),
        Follow(ComplaintAnswered, lambda said, state: state.against, _then),
    ),
)

"""Counting what a measure cost: hours of vehicles, by the evidence of complaints, in steps of five.

Only the state of the measure has all complaints about it, and says the sum. It says a sum of the
first five, ten, fifteen vehicles and never one between, so that no two sums give one vehicle away;
nor does one give it away to a firm that takes its own hours off: what is told anew, and all that
is told, is of nobody besides any one firm, or of five vehicles at least.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Follow, Reaction, Told, Voice
from corridor.domain.barrier import COUNT_STEP, Barrier, Cost
from corridor.domain.commands import Command
from corridor.domain.complaints.answering import ComplaintAnswered
from corridor.domain.complaints.state import Complaint, complaints_key
from corridor.domain.complaints.timing import ComplaintTimed
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.needs import Ask, Look
from corridor.domain.values import Count, Date


class CountBarrier(Command, frozen=True, tag="barrier.count"):
    """The node's own: sum up what the complaints about a measure show."""


class BarrierCounted(Payload, frozen=True, tag="barrier.counted/1"):
    """So many vehicles waited so long because of a measure, by the evidence of complaints."""

    vehicles: Count
    minutes: Count
    upto: Date


Firm = tuple[str, str]
COUNTED_MAX: Final = 1_000
"""So many complaints about one measure are counted: what it cost is no less than their sum."""


class _Timed:
    """The first complaints about a measure that show what it cost; none where no further sum can
    be told, so that an answer costs the same however many there are.
    """

    def gather(self, look: Look, ask: Ask) -> tuple[Complaint, ...]:
        """Their states."""
        told = _told_of(ask.state)
        found = () if told >= COUNTED_MAX else look.find(complaints_key(ask.subject))
        if len(found) < told + COUNT_STEP:
            return ()
        states = map(look.state, found[:COUNTED_MAX])
        return tuple(one for one in states if isinstance(one, Complaint) and one.counts)


COMPLAINTS: Final = _Timed()
HOME_CLOCK: Final[Voice[Barrier]] = Voice(
    "node of the state in whose register it stands",
    lambda state, fact: fact.node == state.home and fact.actor.role == SYSTEM,
)


def _count(state: Barrier, command: CountBarrier, context: Context) -> Decision:
    timed, told = _vehicles(context.of(COMPLAINTS)), _told_of(state)
    counted = _counted(timed, told)
    is_its_own = context.actor.role == SYSTEM and context.node == state.home
    if not is_its_own or counted <= told:
        return ()
    first = timed[:counted]
    minutes = sum(one.minutes for one in first)
    return (BarrierCounted(counted, minutes, day_at(first[-1].filed_at, state.home)),)


def _told_of(state: Barrier | None) -> int:
    """So many vehicles are told already."""
    return state.cost.vehicles if state is not None and state.cost is not None else 0


def _vehicles(complaints: Iterable[Complaint]) -> list[Complaint]:
    """In the order of the complaints, each vehicle once."""
    timed = sorted(complaints, key=lambda one: (one.filed_at, one.id))
    first = {one.vehicle: one for one in reversed(timed)}
    return [one for one in timed if first[one.vehicle] is one]


def _counted(timed: list[Complaint], told: int) -> int:
    """The most that may be told, of `told` or more."""
    found, all_firms, new_firms = told, Counter[Firm](), Counter[Firm]()
    for number, one in enumerate(timed, 1):
        all_firms[one.firm] += 1
        new_firms[one.firm] += number > told
        if number > told and number % COUNT_STEP == 0 and _hides(all_firms) and _hides(new_firms):
            found = number
    return found


def _hides(firms: Counter[Firm]) -> bool:
    """Whether each firm that takes its own off is left with nobody, or with five."""
    others = firms.total() - max(firms.values())
    return others == 0 or others >= COUNT_STEP


def _told(s: Barrier, p: BarrierCounted, f: Fact[Any]) -> Barrier:
    return replace(s, cost=Cost(p.vehicles, p.minutes, p.upto))


def _then(said: Any, state: Complaint, context: Context) -> tuple[Reaction, ...]:
    """The sum changes where a complaint about a measure is timed, or put to it."""
    return (Reaction(state.barrier, CountBarrier()),) if state.barrier and state.counts else ()


COUNTING: Final = Act[Barrier](
    "counting",
    asked=(Asked(CountBarrier, SYSTEM, _count, needs=(COMPLAINTS,)),),
    told=(Told(BarrierCounted, HOME_CLOCK, frozenset(), _told),),
    follows=(
        Follow(ComplaintTimed, lambda said, state: state.against, _then),
        Follow(ComplaintAnswered, lambda said, state: state.against, _then),
    ),
)

"""The statement of a guarantee: each movement of its amount, and what was free after it."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from corridor.domain.days import day_at
from corridor.domain.facts import Fact
from corridor.domain.guarantees.changing import TermsChanged
from corridor.domain.guarantees.freeing import ReservationReleased
from corridor.domain.guarantees.registering import GuaranteeRegistered
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused

What = Literal["registered", "changed", "reserved", "refused", "freed", "called"]


class Entry(NamedTuple):
    """One line: what happened, for which movement, the change of what is free, and what is left."""

    at: str
    what: What
    movement: str
    change_minor: int
    free_minor: int
    asked_minor: int = 0
    """What was asked for, where it was refused."""
    code: str = ""


def statement_of(facts: Iterable[Fact[Any]]) -> tuple[Entry, ...]:
    """From the registration on, in the order of the ledger."""
    return tuple(_entries(facts))


class Day(NamedTuple):
    """What was taken of it on one day: the most at any instant, and at its end; and of how much."""

    day: str
    most_minor: int
    last_minor: int
    reference_minor: int


def exposure_of(entries: Iterable[Entry], where: str) -> tuple[Day, ...]:
    """By days of a place on which something changed, the newest first."""
    days, reference, taken = dict[str, Day](), 0, 0
    for entry in entries:
        if entry.what in ("registered", "changed"):
            reference += entry.change_minor
        before, taken = taken, reference - entry.free_minor
        day = day_at(entry.at, where)
        most = max(taken, days[day].most_minor if day in days else before)
        days[day] = Day(day, most, taken, reference)
    return tuple(reversed(days.values()))


def _entries(facts: Iterable[Fact[Any]]) -> Iterator[Entry]:
    free, reference, taken = 0, 0, dict[str, int]()
    for fact in facts:
        said = fact.payload
        if isinstance(said, GuaranteeRegistered):
            free = reference = said.reference_minor
            yield Entry(fact.at, "registered", "", said.reference_minor, free)
        elif isinstance(said, AmountReserved):
            change = taken.get(said.movement, 0) - said.amount_minor
            free, taken[said.movement] = free + change, said.amount_minor
            yield Entry(fact.at, "reserved", said.movement, change, free)
        elif isinstance(said, ReservationRefused):
            asked, code = said.amount_minor, said.code
            free += said.freed_minor
            taken.pop(said.movement, 0)
            yield Entry(fact.at, "refused", said.movement, said.freed_minor, free, asked, code)
        elif isinstance(said, TermsChanged):
            change, reference = said.reference_minor - reference, said.reference_minor
            free += change
            yield Entry(fact.at, "changed", "", change, free)
        elif isinstance(said, ReservationReleased):
            back = taken.pop(said.movement, 0) - said.called_minor
            free += back
            yield Entry(
                fact.at, "called" if said.called_minor else "freed", said.movement, back, free
            )

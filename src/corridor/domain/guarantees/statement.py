"""The statement of a guarantee: each movement of its amount, and what was free after it."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from corridor.domain.facts import Fact
from corridor.domain.guarantees.freeing import ReservationReleased
from corridor.domain.guarantees.registering import GuaranteeRegistered
from corridor.domain.guarantees.reserving import AmountReserved, ReservationRefused

What = Literal["registered", "reserved", "refused", "freed", "called"]


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


def _entries(facts: Iterable[Fact[Any]]) -> Iterator[Entry]:
    free, taken = 0, dict[str, int]()
    for fact in facts:
        said = fact.payload
        if isinstance(said, GuaranteeRegistered):
            free += said.reference_minor
            yield Entry(fact.at, "registered", "", said.reference_minor, free)
        elif isinstance(said, AmountReserved):
            free, taken[said.movement] = free - said.amount_minor, said.amount_minor
            yield Entry(fact.at, "reserved", said.movement, -said.amount_minor, free)
        elif isinstance(said, ReservationRefused):
            asked, code = said.amount_minor, said.code
            yield Entry(fact.at, "refused", said.movement, 0, free, asked, code)
        elif isinstance(said, ReservationReleased):
            back = taken.pop(said.movement, 0) - said.called_minor
            free += back
            yield Entry(
                fact.at, "called" if said.called_minor else "freed", said.movement, back, free
            )

"""Overdue: departure's own clock says that the limit date has passed without an arrival.

The limit date is a day at the office of destination, and over when it is over there.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Timer, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import end_of_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.values import Date


class MarkOverdue(Command, frozen=True, tag="movement.mark_overdue"):
    """The node's own clock says that the limit date has passed."""


class MovementOverdue(Payload, frozen=True, tag="movement.overdue/1"):
    """The limit date has passed without arrival; the enquiry (CC140C) begins with this."""

    limit_date: Date


def _mark(state: Movement, command: MarkOverdue, context: Context) -> Decision:
    if context.actor.role != SYSTEM or not _awaited_until(state):
        return ()
    is_over = context.day_at(destination_office(state.dossier)) > state.limit_date
    return (MovementOverdue(state.limit_date),) if is_over else ()


def _awaited_until(state: Movement) -> str:
    """The last instant of the limit date at destination, while it has not been noticed."""
    is_awaited = state.status == "released" and not state.overdue_at
    return end_of_day(state.limit_date, destination_office(state.dossier)) if is_awaited else ""


def _overdue(s: Movement, p: MovementOverdue, f: Fact[Any]) -> Movement:
    return replace(s, overdue_at=f.at)


LIMIT: Final = Timer[Movement](
    "overdue",
    due=_awaited_until,
    office=lambda movement: departure_office(movement.dossier),
    command=MarkOverdue,
    warn_days=2,
)
OVERDUE: Final = Act[Movement](
    "overdue",
    asked=(Asked(MarkOverdue, SYSTEM, _mark),),
    told=(
        Told(
            MovementOverdue,
            DEPARTURE,
            UNDERWAY,
            _overdue,
            heard=Heard(
                {"carrier": lambda state: state.is_overdue}, urgent=True, offices=at_departure
            ),
        ),
    ),
    timers=(LIMIT,),
)

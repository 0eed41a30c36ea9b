"""Overdue: departure's own clock says that the limit date has passed without an arrival.

The limit date is a day at the office of destination, and over when it is over there.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Timer, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_later, end_of_day, is_day, months_later
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.terms import TermsOf
from corridor.domain.values import Date, Text

PURSUING: Final = TermsOf("enquiry", "recovery")


class MarkOverdue(Command, frozen=True, tag="movement.mark_overdue"):
    """The node's own clock says that the limit date has passed."""


class MovementOverdue(Payload, frozen=True, tag="movement.overdue/1"):
    """The limit date has passed without arrival; the enquiry (CC140C) begins with this."""

    limit_date: Date
    enquiry_from: Text = ""
    """The first day on which departure may enquire after it, by its term in force."""
    recovery_from: Text = ""
    """The first day on which a debt is recovered without an enquiry's result, likewise."""


def _mark(state: Movement, command: MarkOverdue, context: Context) -> Decision:
    if context.actor.role != SYSTEM or not _awaited_until(state):
        return ()
    is_over = context.day_at(destination_office(state.dossier)) > state.limit_date
    return (MovementOverdue(state.limit_date, *pursued_from(state, context)),) if is_over else ()


def pursued_from(state: Movement, context: Context) -> tuple[str, str]:
    """The first days of enquiry and of recovery, counted from the limit date by terms in force."""
    terms, today = context.of(PURSUING), context.day_at(departure_office(state.dossier))
    limit = state.limit_date if is_day(state.limit_date) else today
    enquiry, recovery = terms.on("enquiry", today), terms.on("recovery", today)
    return days_later(limit, enquiry), months_later(limit, recovery)


def _awaited_until(state: Movement) -> str:
    """The last instant of the limit date at destination, while it has not been noticed."""
    is_awaited = state.status == "released" and not state.overdue_at
    return end_of_day(state.limit_date, destination_office(state.dossier)) if is_awaited else ""


def _overdue(s: Movement, p: MovementOverdue, f: Fact[Any]) -> Movement:
    after = replace(s, overdue_at=f.at)
    if not p.enquiry_from:  # said before terms were stated
        return after
    days = replace(s.pursuit, enquiry_from=p.enquiry_from, recovery_from=p.recovery_from)
    return replace(after, pursuit=days)


LIMIT: Final = Timer[Movement](
    "overdue",
    due=_awaited_until,
    office=lambda movement: departure_office(movement.dossier),
    command=MarkOverdue,
)
OVERDUE: Final = Act[Movement](
    "overdue",
    asked=(Asked(MarkOverdue, SYSTEM, _mark, needs=(PURSUING,)),),
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

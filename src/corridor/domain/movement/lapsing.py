"""Lapsing: a declaration lodged before its goods ends by itself when they are not presented.

The term is a parameter of the node of departure, in days of that office; it states the last of
them in an event, and that day is over when it is over there.
"""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Timer, Told, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_later, end_of_day, is_day, start_of_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.terms import TermsOf
from corridor.domain.values import Date, Text

WAITING: Final = TermsOf("prelodged", "warning")


class LapseDeclaration(Command, frozen=True, tag="movement.lapse"):
    """The node's own clock says that a declaration waits for its goods, or waited long enough."""


class PresentationTermSet(Payload, frozen=True, tag="movement.presentation_term/1"):
    """The office of departure states by when the goods have to be presented."""

    present_by: Date
    warn_from: Text = ""
    """The day from which the carrier is warned."""


class PresentationNear(Payload, frozen=True, tag="movement.presentation_near/1"):
    """The day by which the goods have to be presented is near, and they were not."""

    present_by: Date


class DeclarationLapsed(Payload, frozen=True, tag="movement.lapsed/1"):
    """The goods of a pre-lodged declaration were not presented: it counts as not lodged."""

    present_by: Date


def _lapse(state: Movement, command: LapseDeclaration, context: Context) -> Decision:
    """First the day is stated, by the term in force at the lodging; when it is over, the end."""
    if context.actor.role != SYSTEM or not _is_awaited(state):
        return ()
    office = departure_office(state.dossier)
    if not state.present_by:
        lodged = day_at(state.lodged_at, office)
        counted = lodged if is_day(lodged) else context.day_at(office)
        terms = context.of(WAITING)
        last = days_later(counted, terms.on("prelodged", counted))
        warn_from = days_later(last, -terms.on("warning", counted))
        return (PresentationTermSet(last, warn_from),)
    return tuple(_passed(state, context.day_at(office)))


def _passed(state: Movement, today: str) -> Iterator[Payload]:
    if today > state.present_by:
        yield DeclarationLapsed(state.present_by)
    elif state.warn_from and today >= state.warn_from:
        yield PresentationNear(state.present_by)


def _is_awaited(state: Movement) -> bool:
    return state.status == "submitted" and state.awaits_goods


def _due(state: Movement) -> str:
    """At once, until the day is stated; then when it is near, and last the end of that day."""
    if not _is_awaited(state):
        return ""
    if not state.present_by:
        return state.lodged_at
    office = departure_office(state.dossier)
    if state.warn_from:
        return start_of_day(state.warn_from, office)
    return end_of_day(state.present_by, office)


def _fits(state: Movement, said: DeclarationLapsed, fact: Fact[Any]) -> bool:
    """Goods presented meanwhile at another node's window: two truths, until a person decides."""
    return _is_awaited(state)


def _always(state: Movement, said: Payload, fact: Fact[Any]) -> bool:
    """A day that was stated contradicts nothing, whatever was said meanwhile."""
    return True


def _set(s: Movement, p: PresentationTermSet, f: Fact[Any]) -> Movement:
    return replace(s, present_by=p.present_by, warn_from=p.warn_from)


def _warned(s: Movement, p: PresentationNear, f: Fact[Any]) -> Movement:
    return replace(s, warn_from="")


def _waits(s: Movement) -> bool:
    return s.standing == "prelodged"


def _lapsed(s: Movement, p: DeclarationLapsed, f: Fact[Any]) -> Movement:
    return replace(s, status="cancelled", ended_by="time") if _is_awaited(s) else s


PRESENTATION: Final = Timer[Movement](
    "lapse",
    due=_due,
    office=lambda movement: departure_office(movement.dossier),
    command=LapseDeclaration,
    came_later=("customs:", ":decide"),
)
LAPSING: Final = Act[Movement](
    "lapsing",
    asked=(Asked(LapseDeclaration, SYSTEM, _lapse, needs=(WAITING,)),),
    told=(
        Told(PresentationTermSet, DEPARTURE, frozenset({"submitted"}), _set, fits=_always),
        Told(
            PresentationNear,
            DEPARTURE,
            frozenset({"submitted"}),
            _warned,
            fits=_always,
            heard=Heard({"carrier": _waits}, urgent=True, offices=at_departure),
        ),
        Told(
            DeclarationLapsed,
            DEPARTURE,
            frozenset({"submitted"}),
            _lapsed,
            fits=_fits,
            heard=Heard({"carrier": never}, urgent=True, offices=at_departure, ends=True),
        ),
    ),
    follows=(frees_guarantee(DeclarationLapsed),),
    timers=(PRESENTATION,),
)

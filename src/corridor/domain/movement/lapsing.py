"""Lapsing: a declaration lodged before its goods ends by itself when they are not presented.

The term is a parameter of the node of departure, in days of that office; it states the last of
them in an event, and that day is over when it is over there.
"""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Timer, Told, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at, days_later, end_of_day, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.terms import TermsOf
from corridor.domain.values import Date

WAITING: Final = TermsOf("prelodged")


class LapseDeclaration(Command, frozen=True, tag="movement.lapse"):
    """The node's own clock says that a declaration waits for its goods, or waited long enough."""


class PresentationTermSet(Payload, frozen=True, tag="movement.presentation_term/1"):
    """The office of departure states by when the goods have to be presented."""

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
        days = context.of(WAITING).on("prelodged", counted)
        return (PresentationTermSet(days_later(counted, days)),)
    is_over = context.day_at(office) > state.present_by
    return (DeclarationLapsed(state.present_by),) if is_over else ()


def _is_awaited(state: Movement) -> bool:
    return state.status == "submitted" and state.awaits_goods


def _due(state: Movement) -> str:
    """At once, until the day is stated; then the end of that day."""
    if not _is_awaited(state):
        return ""
    if not state.present_by:
        return state.lodged_at
    return end_of_day(state.present_by, departure_office(state.dossier))


def _fits(state: Movement, said: DeclarationLapsed, fact: Fact[Any]) -> bool:
    """Goods presented meanwhile at another node's window: two truths, until a person decides."""
    return _is_awaited(state)


def _always(state: Movement, said: PresentationTermSet, fact: Fact[Any]) -> bool:
    """A day that was stated contradicts nothing, whatever was said meanwhile."""
    return True


def _set(s: Movement, p: PresentationTermSet, f: Fact[Any]) -> Movement:
    return replace(s, present_by=p.present_by)


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

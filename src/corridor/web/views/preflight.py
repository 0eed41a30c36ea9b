"""What each state of the way would say of a dossier, in words: for page, API and command line."""

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from corridor.domain.consignment import Dossier
from corridor.domain.days import day_at, days_later
from corridor.domain.movement.preflight import StateVerdict, verdicts
from corridor.domain.permits.requirements import RequirementRule
from corridor.domain.permits.state import Permit
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route
from corridor.web.refusal_words import RefusalWords
from corridor.web.views.drafting.instants import estimated

_LEAVES_AT = "T06:00:00Z"


class SaidReason(msgspec.Struct, frozen=True):
    """What is wrong and what to do, ready to show. `pointer`: where in the dossier."""

    code: str
    rule: str
    pointer: str
    text: str
    remedy: str


class SaidStop(SaidReason, frozen=True):
    """The same, and the last day (ISO) on which that helps, where one is known."""

    by: str


class SaidList(msgspec.Struct, frozen=True):
    """A list that the state issued itself: `packages`, by the day (ISO) from which it counts."""

    list: str
    valid_from: str


class SaidState(msgspec.Struct, frozen=True):
    """One state of the way. `place`: where it is met first, `enters_on`: when (ISO).

    `lists`: those of its own by which it was asked; the others are those of the program.
    """

    country: str
    verdict: Literal["stops", "asks", "passes"]
    place: str
    enters_on: str
    refusals: tuple[SaidStop, ...]
    notes: tuple[SaidReason, ...]
    lists: tuple[SaidList, ...] = ()


def preflight_of(
    dossier: Dossier,
    rules: tuple[RequirementRule, ...],
    permits: tuple[Permit, ...],
    reference: Reference,
    at: str,
    say: RefusalWords,
) -> tuple[SaidState, ...]:
    """State by state, in the order of the way. `at`: the instant it is asked."""
    return said_states(verdicts(dossier, rules, permits, reference, at), say)


def said_states(found: Iterable[StateVerdict], say: RefusalWords) -> tuple[SaidState, ...]:
    """The same of what is judged already."""
    return tuple(
        SaidState(
            state.country,
            state.verdict,
            state.place,
            state.enters_on,
            tuple(SaidStop(*_told(stop.refusal, say), stop.by) for stop in state.stops),
            tuple(SaidReason(*_told(note, say)) for note in state.notes),
            tuple(SaidList(one.list, one.valid_from) for one in state.lists),
        )
        for state in found
    )


def _told(refusal: Refusal, say: RefusalWords) -> tuple[str, str, str, str, str]:
    said = say.say(refusal)
    return said.code, said.rule, said.pointer, said.text, said.remedy


def over(dossier: Dossier, route: Route, at: str, reference: Reference) -> Dossier:
    """The dossier on a way, on which it leaves the day after."""
    leaves = days_later(day_at(at, route.points[0].place), 1) + _LEAVES_AT
    return replace(dossier, route=estimated(route, leaves, reference))

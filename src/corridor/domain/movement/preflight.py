"""Before it leaves: which state on the way would stop it, where, why, and until when that helps.

What stands against the declared data stops it at departure, which judges them; what is wrong with a
point of the way, in the state of that point; a permit that is lacking, where it is asked for.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.movement.judging import declared_refusals
from corridor.domain.movement.own_lists import ListVersion, notes_of_lists, versions_in
from corridor.domain.permits.requirements import (
    OpenQuestion,
    RequirementRule,
    RequirementState,
    preflight,
    questions_of,
    refusal_of,
    standings,
)
from corridor.domain.permits.state import Permit
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route, countries_of

_POINT: Final = re.compile(r"/dossier/route/points/(\d+)")


class Stop(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reason. `by`: the last day (ISO) on which asking for what is lacking comes in time."""

    refusal: Refusal
    by: str = ""


class StateVerdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one state would say. `place`: where it is met first; `notes` may stop it.

    `wrong`: what stands against the data and the way; `lacking`: permits that it asks for;
    `lists`: those it issued itself, by which it was asked.
    """

    country: str
    place: str = ""
    enters_on: str = ""
    wrong: tuple[Stop, ...] = ()
    lacking: tuple[Stop, ...] = ()
    notes: tuple[Refusal, ...] = ()
    lists: tuple[ListVersion, ...] = ()

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All that stops it."""
        return self.wrong + self.lacking

    @property
    def verdict(self) -> Literal["stops", "asks", "passes"]:
        """In one word."""
        return "stops" if self.stops else "asks" if self.notes else "passes"


def verdicts(
    dossier: Dossier,
    rules: tuple[RequirementRule, ...],
    permits: tuple[Permit, ...],
    reference: Reference,
    at: str,
) -> tuple[StateVerdict, ...]:
    """State by state, in the order of the way. `at`: the instant, or a day."""
    day = decisive_day(dossier, at)
    return verdicts_from(
        dossier,
        declared_refusals(dossier, reference, at),
        standings(dossier, rules, permits, reference, at),
        questions_of(dossier, rules, day),
        reference.on(day),
        day,
    )


def verdicts_from(
    dossier: Dossier,
    data: tuple[Refusal, ...],
    states: tuple[RequirementState, ...],
    questions: tuple[OpenQuestion, ...],
    reference: Reference,
    day: str,
) -> tuple[StateVerdict, ...]:
    """The same of what is worked out already: the law's refusals, the standings of permits.

    `reference`: the set of the decisive `day`.
    """
    notes = {one.country: one.notes for one in preflight(dossier, states, questions)}
    found = countries_of(dossier.route) or ("",)
    return tuple(
        StateVerdict(
            country,
            _place(dossier.route, country),
            next((s.requirement.entry_on for s in states if s.requirement.country == country), ""),
            tuple(_of_data(data, dossier.route, country, found[0])),
            tuple(_of_permits(states, country)),
            notes.get(country, ()) + notes_of_lists(dossier, reference, country, day),
            versions_in(country, reference),
        )
        for country in found
    )


def _place(route: Route, country: str) -> str:
    return next((point.place for point in route.points if point.country == country), "")


def _of_data(refusals: Iterable[Refusal], route: Route, country: str, first: str) -> Iterator[Stop]:
    for refusal in refusals:
        point = _POINT.match(refusal.pointer)
        where = route.points[int(point[1])].country if point else first
        if where == country:
            yield Stop(refusal)


def _of_permits(states: Iterable[RequirementState], country: str) -> Iterator[Stop]:
    for state in states:
        needs = state.requirement
        if needs.country == country and needs.blocking and state.state != "have":
            yield Stop(refusal_of(state), in_time(state))


def in_time(state: RequirementState) -> str:
    """The last day (ISO) on which asking for it helps; empty where no day is known."""
    return state.requirement.apply_by if state.may_be_applied_for else ""

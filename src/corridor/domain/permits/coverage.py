"""Which of the needed permits are there, and what that means at departure and at each border."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

import msgspec

from corridor.domain.consignment import Dossier, plates_of
from corridor.domain.permits.itinerary import registration_of
from corridor.domain.permits.needs import (
    OpenQuestion,
    Requirement,
    questions_of,
    requirements_of,
)
from corridor.domain.permits.plates import covers
from corridor.domain.permits.rulebook import RequirementRule
from corridor.domain.permits.state import Permit
from corridor.domain.reference import Reference
from corridor.domain.refusals import Refusal
from corridor.domain.routes import countries_of

State = Literal[
    "have", "applied", "information_requested", "refused", "expired", "missing", "not_needed"
]


class RequirementState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a requirement stands. `code` tells more where the state alone does not."""

    requirement: Requirement
    state: State
    permit: str | None = None
    number: str = ""
    code: str = ""


class CountryVerdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one state on the route would say: `reasons` stop the truck, `notes` may."""

    country: str
    ok: bool
    reasons: tuple[Refusal, ...] = ()
    notes: tuple[Refusal, ...] = ()


_BEST_FIRST: tuple[State, ...] = (
    "have",
    "information_requested",
    "applied",
    "expired",
    "refused",
    "missing",
)
Permits = tuple[Permit, ...]
Rules = tuple[RequirementRule, ...]


def status_of(
    requirement: Requirement, permits: Permits, plates: tuple[str, ...], on_date: str
) -> RequirementState:
    """The best that the permits of this dossier give. `on_date` is the day they must hold."""
    if requirement.obtained == "carry":
        return RequirementState(requirement, "not_needed")
    mine = [permit for permit in permits if _answers(permit, requirement)]
    found = [_state(requirement, permit, plates, on_date) for permit in mine]
    return min(found, key=_rank, default=RequirementState(requirement, "missing"))


def missing_at_departure(
    dossier: Dossier, rules: Rules, permits: Permits, reference: Reference, on_date: str
) -> tuple[Refusal, ...]:
    """What stands against the release: permits that must be there when the truck sets out.

    A permit must hold on the day its state is entered, if the route tells it, and not before today.
    """
    plates = plates_of(dossier)
    needed = requirements_of(dossier, rules, reference, on_date)
    states = (_on_entry(needs, permits, plates, on_date) for needs in needed)
    return tuple(_refusal(s) for s in states if s.requirement.at == "departure" and _stops(s))


def missing_at_border(
    dossier: Dossier,
    rules: Rules,
    permits: Permits,
    reference: Reference,
    on_date: str,
    country: str,
) -> tuple[Refusal, ...]:
    """What stands against the entry into a state: every blocking permit of that state."""
    plates = plates_of(dossier)
    needed = requirements_of(dossier, rules, reference, on_date)
    states = (
        status_of(needs, permits, plates, on_date) for needs in needed if needs.country == country
    )
    return tuple(_refusal(state) for state in states if _stops(state))


def preflight(
    dossier: Dossier, rules: Rules, permits: Permits, reference: Reference, on_date: str
) -> tuple[CountryVerdict, ...]:
    """State by state: would it let the truck in and through, and if not, why."""
    plates = plates_of(dossier)
    needed = requirements_of(dossier, rules, reference, on_date)
    states = [_on_entry(needs, permits, plates, on_date) for needs in needed]
    questions = questions_of(dossier, rules, on_date)
    return tuple(
        _verdict(country, states, questions, dossier, on_date)
        for country in countries_of(dossier.route)
    )


def _answers(permit: Permit, requirement: Requirement) -> bool:
    asked = permit.request
    return (asked.country, asked.kind, asked.rule) == (
        requirement.country,
        requirement.kind,
        requirement.rule,
    )


def _state(
    requirement: Requirement, permit: Permit, plates: tuple[str, ...], on_date: str
) -> RequirementState:
    state, code = _judged(permit, plates, on_date)
    return RequirementState(requirement, state, permit.id, permit.number, code)


def _judged(permit: Permit, plates: tuple[str, ...], on_date: str) -> tuple[State, str]:
    """A used-up permit still counts: permits are of one dossier, so it was used by this one."""
    match permit.status:
        case "applied" | "information_requested" | "refused":
            return permit.status, ""
        case "granted" | "exhausted":
            return _held(permit, plates, on_date)
        case _:
            return "missing", f"permit_{permit.status}"


def _held(permit: Permit, plates: tuple[str, ...], on_date: str) -> tuple[State, str]:
    if not covers(permit.request.plates, plates):
        return "missing", "permit_other_plate"
    if permit.valid_to < on_date:
        return "expired", "permit_expired"
    if permit.valid_from > on_date:
        return "missing", "permit_not_yet_valid"
    return "have", ""


def _rank(state: RequirementState) -> tuple[int, bool]:
    return _BEST_FIRST.index(state.state), not state.code


def _on_entry(
    requirement: Requirement, permits: Permits, plates: tuple[str, ...], on_date: str
) -> RequirementState:
    return status_of(requirement, permits, plates, max(on_date, requirement.entry_on))


def _stops(state: RequirementState) -> bool:
    return state.requirement.blocking and state.state != "have"


def _refusal(found: RequirementState) -> Refusal:
    """One code per way of not having it; `kind` and `state` are codes with a name of their own."""
    needs = found.requirement
    code = found.code or f"permit_missing_at_{needs.at}"
    args = {
        "kind": needs.kind,
        "country": needs.country,
        "authority": needs.authority,
        "rule": needs.rule,
        "state": found.state,
        "number": found.number,
    }
    return Refusal(code, needs.pointer, needs.rule, args)


def _verdict(
    country: str,
    states: Iterable[RequirementState],
    questions: tuple[OpenQuestion, ...],
    dossier: Dossier,
    on_date: str,
) -> CountryVerdict:
    here = [state for state in states if state.requirement.country == country]
    lacking = [state for state in here if state.state != "have"]
    reasons = tuple(_refusal(state) for state in lacking if state.requirement.blocking)
    notes = (
        *(_refusal(state) for state in lacking if not state.requirement.blocking),
        *_too_late(lacking, on_date),
        *_unanswered(questions, country),
        *_unregistered(dossier, country),
    )
    return CountryVerdict(country, not reasons, reasons, notes)


def _too_late(lacking: list[RequirementState], on_date: str) -> Iterator[Refusal]:
    """The authority's term is longer than what is left until the state is entered."""
    for state in lacking:
        needs = state.requirement
        days = needs.lead_time_days
        if days is not None and needs.entry_on and _days(on_date, needs.entry_on) < days:
            args = {"kind": needs.kind, "country": needs.country, "days": str(days)}
            yield Refusal("permit_lead_time", needs.pointer, needs.rule, args)


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _unanswered(questions: tuple[OpenQuestion, ...], country: str) -> Iterator[Refusal]:
    for asked in questions:
        if asked.answer is None and country in asked.countries:
            code = asked.question.code
            args = {"question": code, "country": country}
            yield Refusal("permit_question_open", f"/dossier/answers/{code}", asked.rules[0], args)


def _unregistered(dossier: Dossier, country: str) -> Iterator[Refusal]:
    """Without the vehicle's state nobody can tell whether it needs a road permit."""
    by_road = any(p.country == country and p.mode == "road" for p in dossier.route.points)
    if by_road and registration_of(dossier) is None:
        args = {"country": country}
        yield Refusal("permit_registration_unknown", "/dossier/consignment/means", "", args)

"""Which of the needed permits are there, and what that means at departure and at each border."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.days import day_at
from corridor.domain.permits.goods import Load, load_of, other_goods
from corridor.domain.permits.itinerary import registration_of
from corridor.domain.permits.needs import (
    OpenQuestion,
    Requirement,
    requirements_of,
)
from corridor.domain.permits.plates import covers
from corridor.domain.permits.state import Permit
from corridor.domain.permits.term import decision_day
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import RequirementRule
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
    permitted: tuple[str, ...] = ()
    """Vehicles that the permit names."""
    declared: tuple[str, ...] = ()
    """Vehicles that the dossier names."""
    items: tuple[int, ...] = ()
    """Goods that need it, and that the permit does not name."""
    decided_by: str = ""
    """While it is not there: the day (ISO) by which its authority decides, if asked no later than
    now.
    """

    @property
    def late_days(self) -> int:
        """So many days after it is needed; 0 where it comes in time, or nobody knows."""
        day = self.requirement.needed_on
        return max(0, _days(day, self.decided_by)) if day and self.decided_by else 0

    @property
    def may_be_applied_for(self) -> bool:
        """Whether an application would help now. A permit of a later day needs another day."""
        return self.state in ("missing", "expired") and self.code != "permit_not_yet_valid"


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
OTHER_GOODS: Final = "permit_other_goods"
Permits = tuple[Permit, ...]
Rules = tuple[RequirementRule, ...]


def standings(
    dossier: Dossier, rules: Rules, permits: Permits, reference: Reference, at: str
) -> tuple[RequirementState, ...]:
    """Where each requirement of a dossier stands: the one answer for whoever asks.

    A permit must hold on the day its state is entered, if the route tells it, and no earlier than
    the day it is there now. `at`: the instant, or a day.
    """
    load = load_of(dossier)
    needed = requirements_of(dossier, rules, reference, decisive_day(dossier, at))
    found = (status_of(n, permits, load, _entry_day(n, at)) for n in needed)
    return tuple(_with_term(one, permits, at) for one in found)


def _with_term(found: RequirementState, permits: Permits, at: str) -> RequirementState:
    """With the day by which it is decided: of what was applied for, else if that is done now."""
    needs = found.requirement
    if found.state in ("have", "not_needed"):
        return found
    country, applied, term, paused = needs.country, at, needs.days_to_allow, 0
    if found.state in ("applied", "information_requested"):
        case = next(permit for permit in permits if permit.id == found.permit)
        applied, term, paused = case.applied_at, case.request.term_days, case.paused_days
    return replace(found, decided_by=decision_day(country, applied, term, paused))


def _entry_day(requirement: Requirement, at: str) -> str:
    return max(day_at(at, requirement.country), requirement.entry_on)


def status_of(
    requirement: Requirement, permits: Permits, load: Load, on_date: str
) -> RequirementState:
    """The best that the permits of this dossier give. `on_date` is the day they must hold."""
    if requirement.obtained == "carry":
        return RequirementState(requirement, "not_needed")
    mine = [permit for permit in permits if _answers(permit, requirement)]
    found = [_state(requirement, permit, load, on_date) for permit in mine]
    best = min(found, key=_rank, default=RequirementState(requirement, "missing"))
    return _together(best, found) if best.code == OTHER_GOODS else best


def _together(best: RequirementState, found: list[RequirementState]) -> RequirementState:
    """Several certificates that name the goods between them; else what none of them names."""
    partly = [one for one in found if one.code == OTHER_GOODS]
    left = set(best.items).intersection(*(one.items for one in partly))
    if left:
        return replace(best, items=tuple(sorted(left)))
    return replace(best, state="have", code="", items=())


def lacking_most(found: Iterable[RequirementState]) -> tuple[RequirementState, ...]:
    """Of the standings of several vehicles each requirement once: where most is lacking."""
    worst: dict[tuple[str, str, str], RequirementState] = {}
    for one in found:
        needs = one.requirement
        known = worst.setdefault((needs.country, needs.kind, needs.rule), one)
        if _rank(one) > _rank(known):
            worst[needs.country, needs.kind, needs.rule] = one
    return tuple(worst.values())


def missing_at_departure(
    dossier: Dossier, rules: Rules, permits: Permits, reference: Reference, at: str
) -> tuple[Refusal, ...]:
    """What stands against the release: permits that must be there when the truck sets out."""
    found = standings(dossier, rules, permits, reference, at)
    return tuple(refusal_of(s) for s in found if s.requirement.at == "departure" and _stops(s))


def missing_at_border(
    dossier: Dossier,
    rules: Rules,
    permits: Permits,
    reference: Reference,
    at: str,
    office: str,
) -> tuple[Refusal, ...]:
    """What stands against letting it in at an office: every blocking permit of its state.

    It is being entered now, whatever the route expected. `at`: the instant, or a day; the day that
    counts is that at the office.
    """
    load, on_date, country = load_of(dossier), day_at(at, office), office[:2]
    needed = requirements_of(dossier, rules, reference, on_date)
    states = (
        status_of(needs, permits, load, on_date) for needs in needed if needs.country == country
    )
    return tuple(refusal_of(state) for state in states if _stops(state))


def preflight(
    dossier: Dossier, states: tuple[RequirementState, ...], questions: tuple[OpenQuestion, ...]
) -> tuple[CountryVerdict, ...]:
    """State by state: would it let the truck in and through, and if not, why.

    `states` are the standings of the dossier, `questions` those of its decisive day.
    """
    return tuple(
        _verdict(country, states, questions, dossier) for country in countries_of(dossier.route)
    )


def standing_of(
    permit: Permit, found: tuple[RequirementState, ...], load: Load, at: str
) -> RequirementState | None:
    """What one permit is worth for its dossier; None where nothing there asks for it.

    `found` are the standings of the dossier.
    """
    asked = next((one.requirement for one in found if _answers(permit, one.requirement)), None)
    return _state(asked, permit, load, _entry_day(asked, at)) if asked else None


def _answers(permit: Permit, requirement: Requirement) -> bool:
    asked = permit.request
    if asked.country in requirement.recognised:
        return asked.kind == requirement.kind and permit.status in ("granted", "exhausted")
    if permit.alone:
        kinds = (asked.kind, *permit.stands_for)
        return requirement.kind in kinds and requirement.country in permit.countries
    return (asked.country, asked.kind, asked.rule) == (
        requirement.country,
        requirement.kind,
        requirement.rule,
    )


def _state(requirement: Requirement, permit: Permit, load: Load, on_date: str) -> RequirementState:
    state, code = _judged(permit, load.plates, on_date)
    if state == "have" and _leaves_out(permit, requirement):
        state, code = "missing", "permit_partial"
    others = other_goods(permit, requirement.items, load.dossier) if state == "have" else ()
    if others:
        state, code = "missing", OTHER_GOODS
    named = (permit.request.plates, load.plates) if code == "permit_other_plate" else ((), ())
    return RequirementState(
        requirement, state, permit.id, permit.number, code, *named, items=others
    )


def _judged(permit: Permit, plates: tuple[str, ...], on_date: str) -> tuple[State, str]:
    """A used permit still counts: permits are of one dossier, so it was used by this one."""
    match permit.status:
        case "applied" | "information_requested" | "refused":
            return permit.status, ""
        case "appealed":
            return "refused", ""
        case "granted" | "exhausted":
            return _held(permit, plates, on_date)
        case _:
            return "missing", f"permit_{permit.status}"


def _leaves_out(permit: Permit, requirement: Requirement) -> bool:
    """Whether goods that need it were not granted."""
    return bool(permit.left_out) and (
        not requirement.items or not set(requirement.items).isdisjoint(permit.left_out)
    )


def _held(permit: Permit, plates: tuple[str, ...], on_date: str) -> tuple[State, str]:
    if not covers(permit.request.plates, plates):
        return "missing", "permit_other_plate"
    if permit.load == "empty":
        return "missing", "permit_for_empty"
    if permit.valid_to < on_date and (permit.alone or not permit.uses):
        return "expired", "permit_expired"
    if permit.valid_from > on_date:
        return "missing", "permit_not_yet_valid"
    return "have", ""


def _rank(state: RequirementState) -> tuple[int, bool]:
    return _BEST_FIRST.index(state.state), not state.code


def _stops(state: RequirementState) -> bool:
    return state.requirement.blocking and state.state != "have"


def refusal_of(found: RequirementState) -> Refusal:
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
    if found.permitted:
        args |= {"permitted": ", ".join(found.permitted), "declared": ", ".join(found.declared)}
    if found.items:
        args["items"] = ", ".join(map(str, found.items))
    return Refusal(code, needs.pointer, needs.rule, args)


def _verdict(
    country: str,
    states: Iterable[RequirementState],
    questions: tuple[OpenQuestion, ...],
    dossier: Dossier,
) -> CountryVerdict:
    here = [state for state in states if state.requirement.country == country]
    lacking = [state for state in here if state.state != "have"]
    reasons = tuple(refusal_of(state) for state in lacking if state.requirement.blocking)
    notes = (
        *(refusal_of(state) for state in lacking if not state.requirement.blocking),
        *_too_late(lacking),
        *_unanswered(questions, country),
        *_unregistered(dossier, country),
    )
    return CountryVerdict(country, not reasons, reasons, notes)


def _too_late(lacking: list[RequirementState]) -> Iterator[Refusal]:
    """The authority decides after the day on which it is needed."""
    for state in lacking:
        needs = state.requirement
        if state.late_days:
            waits = state.state in ("applied", "information_requested")
            args = {
                "kind": needs.kind,
                "country": needs.country,
                "date": state.decided_by,
                "entry": needs.needed_on,
                "late_days": str(state.late_days),
            }
            code = "permit_decision_late" if waits else "permit_lead_time"
            yield Refusal(code, needs.pointer, needs.rule, args)


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

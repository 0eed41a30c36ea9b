"""What each state asks of a dossier, as one answer: for the command line and the API."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from corridor.domain.consignment import Dossier, decisive_day
from corridor.domain.permits.considered import Why, not_needed_of
from corridor.domain.permits.requirements import (
    OpenQuestion,
    Requirement,
    RequirementState,
    questions_of,
    reminders_of,
    standings,
)
from corridor.domain.permits.state import Permit
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import RequirementRule
from corridor.web.i18n import in_language
from corridor.web.speaking import Speaking
from corridor.web.views.needs import lead, satisfied_by, why
from corridor.web.views.not_needed import why_not
from corridor.web.views.permit_panel import instrument_text

AskedState = Literal[
    "have", "applied", "information_requested", "refused", "expired", "missing", "carry"
]


class AskedFor(msgspec.Struct, frozen=True):
    """One requirement of one state.

    `requirement` is its name, `kind` its code; `matched` the fact that called the rule up, in words
    `because`; `apply_by` the last day (ISO) on which asking for it comes in time, or on
    which a paper must be there; `state` where it stands: `carry` is not applied for here.
    """

    country: str
    requirement: str
    kind: str
    rule: str
    version: int
    matched: dict[str, str | int]
    because: str
    items: tuple[int, ...]
    direction: str
    authority: str
    authority_name: str
    instrument: str
    at: str
    needed_on: str
    apply_by: str
    lead_time: str
    fee: str
    state: AskedState
    satisfied_by: tuple[str, ...]
    blocking: bool
    confidence: str
    illustrative: bool


class NotAskedFor(msgspec.Struct, frozen=True):
    """What was considered and is not needed, and why: by its code, and in words."""

    country: str
    requirement: str
    kind: str
    rule: str
    version: int
    code: Why
    why: str


class AskedQuestion(msgspec.Struct, frozen=True):
    """What only the carrier can tell, and the answer where one was given."""

    code: str
    text: str
    countries: tuple[str, ...]
    rules: tuple[str, ...]
    answer: bool | None


class AskedOf(msgspec.Struct, frozen=True):
    """What all states of the way ask. `on`: the day (ISO) whose rules count."""

    on: str
    requirements: tuple[AskedFor, ...]
    questions: tuple[AskedQuestion, ...]
    not_needed: tuple[NotAskedFor, ...]
    illustrative: bool


def asked_of(
    dossier: Dossier,
    rules: tuple[RequirementRule, ...],
    permits: tuple[Permit, ...],
    reference: Reference,
    at: str,
    reader: Speaking,
) -> AskedOf:
    """State by state, in the order of the way. `at`: the instant, or the day."""
    day = decisive_day(dossier, at)
    needed = [
        _asked_for(one.requirement, _state(one), reader)
        for one in standings(dossier, rules, permits, reference, at)
    ]
    carried = [
        _asked_for(one, "carry", reader) for one in reminders_of(dossier, rules, reference, day)
    ]
    found = tuple(_by_state(dossier, (*needed, *carried)))
    return AskedOf(
        day,
        found,
        tuple(_question(one, reader) for one in questions_of(dossier, rules, day)),
        tuple(
            NotAskedFor(
                one.country,
                in_language(reader.lang, one.title),
                one.kind,
                one.rule,
                one.version,
                one.why,
                why_not(one, reader),
            )
            for one in not_needed_of(dossier, rules, day)
        ),
        any(one.illustrative for one in found),
    )


def _by_state(dossier: Dossier, found: Iterable[AskedFor]) -> list[AskedFor]:
    order = {point.country: place for place, point in reversed([*enumerate(dossier.route.points)])}
    return sorted(found, key=lambda one: order[one.country])


def _state(found: RequirementState) -> AskedState:
    return "carry" if found.state == "not_needed" else found.state


def _asked_for(need: Requirement, state: AskedState, reader: Speaking) -> AskedFor:
    fee = need.fee
    return AskedFor(
        country=need.country,
        requirement=in_language(reader.lang, need.title),
        kind=need.kind,
        rule=need.rule,
        version=need.version,
        matched=need.matched,
        because=why(reader, need),
        items=need.items,
        direction=need.direction,
        authority=need.authority,
        authority_name=in_language(reader.lang, need.authority_name),
        instrument=instrument_text(reader, need.instrument),
        at=need.at,
        needed_on=need.needed_on,
        apply_by=need.apply_by,
        lead_time=lead(reader, need.days_to_allow),
        fee=str(reader.formats.money(fee.amount_minor, fee.currency)) if fee else "",
        state=state,
        satisfied_by=satisfied_by(reader, need),
        blocking=need.blocking,
        confidence=need.confidence,
        illustrative=need.illustrative,
    )


def _question(one: OpenQuestion, reader: Speaking) -> AskedQuestion:
    text = in_language(reader.lang, one.question.text)
    return AskedQuestion(one.question.code, text, one.countries, one.rules, one.answer)

"""Which permits a dossier needs, by which rule, and what the carrier still has to tell."""

from collections.abc import Iterator

import msgspec

from corridor.domain.attachments import Paper
from corridor.domain.consignment import Dossier
from corridor.domain.days import days_later
from corridor.domain.permit_types.types import TypeBook, load_permit_types
from corridor.domain.permits.answered import told_of
from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.itinerary import Stage
from corridor.domain.permits.matching import Match, matches_of, may_ask
from corridor.domain.permits.term import TERM_DAYS
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rule import (
    Authority,
    Direction,
    Fee,
    Instrument,
    Question,
    RequirementRule,
    Words,
)
from corridor.domain.routes import countries_of
from corridor.domain.territories import territory_of


class Requirement(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One permit this dossier needs in one state, with the rule that says so.

    `matched` is the fact that called the rule up (`{"hs": "080929", "item": 1}`,
    `{"registration": "KG"}`), `pointer` where it stands in the dossier, `items` the declaration
    numbers of all goods concerned (none: the whole load).
    """

    rule: str
    version: int
    kind: str
    title: Words
    country: str
    direction: Direction
    authority: str
    authority_name: Words
    instrument: Instrument
    lead_time_days: int | None
    blocking: bool
    at: str
    obtained: str
    confidence: str
    matched: dict[str, str | int]
    items: tuple[int, ...]
    pointer: str
    entry_on: str = ""
    """Expected date of entry into the state, ISO; empty where the route does not tell."""
    leaves_on: str = ""
    """Expected date (ISO) on which the journey begins."""
    fee: Fee | None = None
    question: str = ""
    recognition: Words | None = None
    illustrative: bool = True
    papers: tuple[Paper, ...] = ()
    """Papers to be attached to the application."""
    term_days: int | None = None
    """Days that the type gives the authority, where the rule names none."""
    recognised: tuple[str, ...] = ()
    """States of the way whose document of this kind is accepted here."""

    @property
    def days_to_allow(self) -> int | None:
        """What the rule names, else the type; None where neither does."""
        return self.term_days if self.lead_time_days is None else self.lead_time_days

    @property
    def needed_on(self) -> str:
        """The day (ISO) on which it must be there; empty where the route does not tell."""
        return self.leaves_on if self.at == "departure" and self.leaves_on else self.entry_on

    @property
    def apply_by(self) -> str:
        """The last day (ISO) on which asking for it comes in time: the one date that is told. For
        what is carried along, the day on which it must be there.
        """
        if not self.needed_on:
            return ""
        term = self.days_to_allow
        if term is None:
            term = TERM_DAYS if self.obtained == "apply" else 0
        return days_later(self.needed_on, -term)


class OpenQuestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """What HS codes cannot tell, for whom it matters, and the answer if one was given."""

    question: Question
    countries: tuple[str, ...]
    rules: tuple[str, ...]
    items: tuple[int, ...]
    answer: bool | None = None


def requirements_of(
    dossier: Dossier, rules: tuple[RequirementRule, ...], reference: Reference, on_date: str
) -> tuple[Requirement, ...]:
    """The permits to apply for, state by state along the route. `on_date` is the decisive date."""
    return tuple(_wanted(dossier, rules, reference, on_date, "apply"))


def reminders_of(
    dossier: Dossier, rules: tuple[RequirementRule, ...], reference: Reference, on_date: str
) -> tuple[Requirement, ...]:
    """Papers and duties that are not applied for here: certificates carried, queues, insurance."""
    return tuple(_wanted(dossier, rules, reference, on_date, "carry"))


def questions_of(
    dossier: Dossier, rules: tuple[RequirementRule, ...], on_date: str
) -> tuple[OpenQuestion, ...]:
    """The questions whose answer decides on a permit or a paper, answered or not; each once."""
    asked: dict[Question, list[Match]] = {}
    needed = list(matches_of(dossier, rules, "apply", on_date))
    kinds = {(match.rule.kind, match.stage.country) for match in needed}
    freeing = (
        match
        for match in matches_of(dossier, rules, "exempt", on_date)
        if match.answer is None and (match.rule.kind, match.stage.country) in kinds
    )
    asks = may_ask(dossier, rules, "carry", on_date)
    carried = matches_of(dossier, rules, "carry", on_date) if asks else ()
    for match in (*needed, *freeing, *carried):
        if match.rule.asks is not None and told_of(match.rule, dossier) is None:
            asked.setdefault(match.rule.asks, []).append(match)
    return tuple(_open_question(question, dossier, found) for question, found in asked.items())


def authority_of(rule: RequirementRule, country: str, reference: Reference) -> Authority:
    """The desk that decides by this rule in this state; by its usual name where we know no more."""
    known = rule.authorities.get(country)
    if known is not None:
        return known
    state = reference.countries.get(country)
    en, ru = (state.name_en, state.name_ru) if state else (country, country)
    usual = rule.desk_name or Words(rule.desk, rule.desk)
    name = Words(f"{usual.en} ({en})", f"{usual.ru} ({ru})")
    return Authority(f"{country}-{rule.desk}", country, (rule.kind,), name)


def _wanted(
    dossier: Dossier,
    rules: tuple[RequirementRule, ...],
    reference: Reference,
    on_date: str,
    obtained: str,
) -> Iterator[Requirement]:
    own = rules.types if isinstance(rules, RuleBook) else None
    types = load_permit_types() if own is None else own
    for match in matches_of(dossier, rules, obtained, on_date):
        if match.answer:
            yield _requirement(match, reference, dossier, types)


def _requirement(
    match: Match, reference: Reference, dossier: Dossier, types: TypeBook
) -> Requirement:
    rule, stage = match.rule, match.stage
    authority = authority_of(rule, stage.country, reference)
    return Requirement(
        rule=rule.id,
        version=rule.version,
        kind=rule.kind,
        title=rule.title,
        country=stage.country,
        direction=stage.direction,
        authority=authority.code,
        authority_name=authority.name,
        instrument=rule.instrument_in(stage.country),
        lead_time_days=rule.lead_time_days,
        blocking=rule.blocking,
        at=rule.at,
        obtained=rule.obtained,
        confidence=rule.confidence,
        matched=match.matched or {"answer": rule.question or "yes"},
        items=tuple(hit.number for hit in match.hits),
        pointer=match.pointer,
        entry_on=stage.entry_on,
        leaves_on=stage.leaves_on,
        fee=rule.fee,
        question=rule.question,
        recognition=rule.recognition,
        illustrative=rule.illustrative,
        papers=rule.papers,
        term_days=_term(rule, types),
        recognised=_recognised(rule, stage, dossier) if rule.recognises else (),
    )


def _term(rule: RequirementRule, types: TypeBook) -> int | None:
    """Of what is applied for: a paper that is carried is nobody's to decide."""
    return types[rule.kind].term_days if rule.obtained == "apply" else None


def _recognised(rule: RequirementRule, stage: Stage, dossier: Dossier) -> tuple[str, ...]:
    way = countries_of(dossier.route)
    return tuple(
        state
        for state in way
        if state != stage.country
        if not {state, territory_of(state)}.isdisjoint(rule.recognises)
    )


def _open_question(question: Question, dossier: Dossier, found: list[Match]) -> OpenQuestion:
    items = {hit.number for match in found for hit in match.hits}
    named = any(match.answer for match in found)
    return OpenQuestion(
        question,
        tuple(dict.fromkeys(match.stage.country for match in found)),
        tuple(dict.fromkeys(match.rule.id for match in found)),
        tuple(sorted(items)),
        True if named else dossier.answers.get(question.code),
    )

"""Which rule meets which goods, vehicle and state: the search behind requirements and questions.

Inside one requirement (a kind of permit in one state) the longest HS prefix wins for each item; of
equal ones the rule that speaks of fewer states does. A rule's own exceptions count as prefixes.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from corridor.domain.consignment import Dossier, Item, under_tir
from corridor.domain.permits.itinerary import Stage, direction_in, registration_of, stages_of
from corridor.domain.permits.rulebook import (
    ANY_UN,
    BY_NAME,
    EVERYWHERE,
    NO_CONDITIONS,
    Conditions,
    RequirementRule,
    RuleBook,
)
from corridor.domain.routes import countries_of
from corridor.domain.territories import territory_of
from corridor.domain.values import kilograms


class Hit(NamedTuple):
    """An item met by a rule. `length` is that of the HS prefix, or above all for a named fact."""

    number: int
    pointer: str
    length: int
    matched: dict[str, str | int]


class Match(NamedTuple):
    """A rule that speaks of this load in this state. Without hits it speaks of the whole load."""

    rule: RequirementRule
    stage: Stage
    hits: tuple[Hit, ...]
    matched: dict[str, str | int]
    pointer: str
    answer: bool | None
    """What is said to the rule's question; True where it asks none, None where nobody answered."""


Hits = dict[str, list[Hit]]


def matches_of(
    dossier: Dossier, rules: tuple[RequirementRule, ...], obtained: str, on_date: str
) -> Iterator[Match]:
    """All matches of rules so `obtained` along the route: state by state, by rule id."""
    book = rules if isinstance(rules, RuleBook) else RuleBook(rules)
    hits, called = _hits_of(dossier, book, obtained)
    for stage in stages_of(dossier.route):
        speaking = [rule for rule in called if _speaks(rule, stage, on_date)]
        for rule in speaking:
            match = _match(rule, stage, dossier, _won(rule, speaking, hits))
            if match is not None:
                yield match


def _speaks(rule: RequirementRule, stage: Stage, on_date: str) -> bool:
    return (
        direction_in(stage, rule.countries) in rule.directions
        and (not rule.modes or not stage.modes or not stage.modes.isdisjoint(rule.modes))
        and rule.in_force_on(on_date)
    )


def _hits_of(dossier: Dossier, book: RuleBook, obtained: str) -> tuple[Hits, list[RequirementRule]]:
    """The items that rules meet, by rule id, and the rules called up: those, and of whole loads."""
    found: Hits = {}
    called = {rule.id: rule for rule in book.of_whole_loads if rule.obtained == obtained}
    for h, house in enumerate(dossier.consignment.houses):
        for i, item in enumerate(house.items):
            pointer = f"/dossier/consignment/houses/{h}/items/{i}"
            for rule, length, reason in book.called_by(
                item.hs, item.facts, bool(item.dangerous_goods)
            ):
                if rule.obtained == obtained and _un_fits(rule, item):
                    matched = {**reason, "item": item.declaration_number}
                    hit = Hit(item.declaration_number, pointer, length, matched)
                    found.setdefault(rule.id, []).append(hit)
                    called[rule.id] = rule
    return found, [called[id_] for id_ in sorted(called)]


def _un_fits(rule: RequirementRule, item: Item) -> bool:
    asked = rule.conditions.un
    return not asked or any(un in asked or ANY_UN in asked for un in item.dangerous_goods)


def _won(rule: RequirementRule, speaking: list[RequirementRule], hits: Hits) -> tuple[Hit, ...]:
    """The rule's items less those that another rule for the same permit names more closely."""
    mine = hits.get(rule.id)
    if not mine:
        return ()
    rivals = [other for other in speaking if other.kind == rule.kind and other is not rule]
    if not rivals:
        return tuple(mine)
    rank = {hit.number: _rank(rule, hit) for hit in mine}
    for other in rivals:
        for hit in hits.get(other.id, ()):
            if hit.number in rank and _rank(other, hit) > rank[hit.number]:
                del rank[hit.number]
    return tuple(hit for hit in mine if hit.number in rank)


def _rank(rule: RequirementRule, hit: Hit) -> tuple[int, int, str]:
    states = 999 if EVERYWHERE in rule.countries else len(rule.countries)
    return hit.length, -states, rule.id


def _match(
    rule: RequirementRule, stage: Stage, dossier: Dossier, hits: tuple[Hit, ...]
) -> Match | None:
    if rule.is_about_goods and not hits:
        return None
    found = _whole_load(rule.conditions, stage, dossier)
    if found is None:
        return None
    matched, pointer = found
    if hits:
        matched = {**matched, **hits[0].matched}
        pointer = hits[0].pointer
    return Match(rule, stage, hits, matched, pointer, _answer(rule, dossier, hits))


def _answer(rule: RequirementRule, dossier: Dossier, hits: tuple[Hit, ...]) -> bool | None:
    """A fact of an item answers the question as the carrier would."""
    if not rule.question or any(hit.length == BY_NAME for hit in hits):
        return True
    return dossier.answers.get(rule.question)


def _whole_load(
    asked: Conditions, stage: Stage, dossier: Dossier
) -> tuple[dict[str, str | int], str] | None:
    """What in vehicle and load meets the conditions; None where something does not."""
    if asked is NO_CONDITIONS:
        return {}, "/dossier/route"
    if asked.foreign_registration:
        return _foreign(stage, dossier)
    if asked.has_limits:
        return _over_limit(asked, dossier)
    if asked.temperature_controlled:
        cooled = dossier.vehicle.temperature_controlled
        return ({}, "/dossier/vehicle/temperature_controlled") if cooled else None
    if asked.under_tir:
        by_carnet = dossier.tir_carnet or under_tir(dossier)
        return ({"tir": dossier.tir_carnet}, "/dossier/tir_carnet") if by_carnet else None
    if asked.through_union:
        return _through_union(stage, dossier)
    return {}, "/dossier/route"


def _through_union(stage: Stage, dossier: Dossier) -> tuple[dict[str, str | int], str] | None:
    """Said once, where the union is entered or the way begins in it."""
    states = countries_of(dossier.route)
    members = [state for state in states if territory_of(state) == stage.union]
    is_first = len(members) > 1 and members[0] == stage.country
    return ({"union": stage.union}, "/dossier/route") if is_first else None


def _foreign(stage: Stage, dossier: Dossier) -> tuple[dict[str, str | int], str] | None:
    registered = registration_of(dossier)
    if registered is None or territory_of(registered[0]) == stage.union:
        return None
    country, index = registered
    return {"registration": country}, f"/dossier/consignment/means/{index}/nationality"


def _over_limit(asked: Conditions, dossier: Dossier) -> tuple[dict[str, str | int], str] | None:
    vehicle = dossier.vehicle
    measures: tuple[tuple[str, Decimal | int | None, int | None], ...] = (
        ("gross_kg", kilograms(vehicle.gross_kg), asked.gross_over_kg),
        ("axle_kg", kilograms(vehicle.axle_kg), asked.axle_over_kg),
        ("length_mm", vehicle.length_mm, asked.length_over_mm),
        ("width_mm", vehicle.width_mm, asked.width_over_mm),
        ("height_mm", vehicle.height_mm, asked.height_over_mm),
    )
    for name, declared, limit in measures:
        if declared is not None and limit is not None and declared > limit:
            matched: dict[str, str | int] = {name: str(declared), "limit": limit}
            return matched, f"/dossier/vehicle/{name}"
    return None

"""Which rule meets which goods, vehicle and state: the search behind requirements and questions.

Inside one requirement (a kind of permit in one state) the longest HS prefix wins for each item; of
equal ones the rule that speaks of fewer states does. A rule's own exceptions count as prefixes.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from corridor.domain.consignment import Dossier, Item
from corridor.domain.permits.answered import told_of
from corridor.domain.permits.book import BY_NAME, RuleBook
from corridor.domain.permits.conditions import whole_load
from corridor.domain.permits.itinerary import Stage, direction_in, stages_of
from corridor.domain.reference.hazards import hazard_of
from corridor.domain.reference.permit_rule import ANY_UN, EVERYWHERE, Conditions, RequirementRule


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


def book_of(rules: tuple[RequirementRule, ...], on_date: str) -> RuleBook:
    """The rules with their indexes, as they count on a day."""
    return (rules if isinstance(rules, RuleBook) else RuleBook(rules)).on(on_date)


def matches_of(
    dossier: Dossier, rules: tuple[RequirementRule, ...], obtained: str, on_date: str
) -> Iterator[Match]:
    """All matches of rules so `obtained` along the route: state by state, by rule id. What a rule
    exempts is left out.
    """
    book = book_of(rules, on_date)
    freed = _found(dossier, book, "exempt", on_date) if obtained != "exempt" else ()
    for match in _found(dossier, book, obtained, on_date):
        left = less_exempt(match, freed) if freed else match
        if left is not None:
            yield left


def may_ask(
    dossier: Dossier, rules: tuple[RequirementRule, ...], obtained: str, on_date: str
) -> bool:
    """Whether any rule so `obtained` that may speak on the way asks something; what it is about is
    not looked at.
    """
    states = states_of(stages_of(dossier.route))
    return book_of(rules, on_date).on_way(states, on_date, obtained).asks


_Found = tuple[Dossier, RuleBook, tuple[Match, ...]]
_REMEMBERED: Final[dict[tuple[int, int, str, str], _Found]] = {}
_REMEMBERED_MAX: Final = 12


def _found(dossier: Dossier, book: RuleBook, obtained: str, on_date: str) -> tuple[Match, ...]:
    """The matches, remembered for a moment: what judges a dossier asks for them again and again.

    By the very object and not by its value, which would have to be hashed whole each time; what is
    remembered keeps its dossier, so that no other one can take its place.
    """
    key = (id(dossier), id(book), obtained, on_date)
    known = _REMEMBERED.get(key)
    if known is not None and known[0] is dossier and known[1] is book:
        return known[2]
    found = tuple(_matches(dossier, book, obtained, on_date))
    if len(_REMEMBERED) >= _REMEMBERED_MAX:
        _REMEMBERED.clear()
    _REMEMBERED[key] = (dossier, book, found)
    return found


def less_exempt(match: Match, freed: Sequence[Match]) -> Match | None:
    """The match without the items that another rule frees of such a permit in that state."""
    for other in freed:
        if other.stage is match.stage and other.rule.kind == match.rule.kind and other.answer:
            spared = {hit.number for hit in other.hits}
            left = tuple(hit for hit in match.hits if hit.number not in spared)
            if not spared or not left:
                return None
            match = match._replace(hits=left)
    return match


def _matches(dossier: Dossier, book: RuleBook, obtained: str, on_date: str) -> Iterator[Match]:
    stages = stages_of(dossier.route)
    own = book.on_way(states_of(stages), on_date, obtained)
    if not own:
        return
    hits, called = hits_of(dossier, own)
    for stage in stages:
        met = [
            (rule, found)
            for rule in called
            if speaks(rule, stage)
            and (found := whole_load(rule.conditions, stage, dossier)) is not None
        ]
        speaking = [rule for rule, _ in met]
        for rule, found in met:
            match = _match(rule, stage, dossier, won(rule, speaking, hits), found)
            if match is not None:
                yield match


def states_of(stages: tuple[Stage, ...]) -> frozenset[str]:
    """The states of a way, and their unions."""
    return frozenset(code for stage in stages for code in (stage.country, stage.union))


def speaks(rule: RequirementRule, stage: Stage) -> bool:
    """Whether a rule of the day is about this state, what the goods do there, and how."""
    return direction_in(stage, rule) in rule.directions and by_mode(rule, stage)


def by_mode(rule: RequirementRule, stage: Stage) -> bool:
    """Whether the goods travel there as the rule asks, as far as anybody knows."""
    return not rule.modes or not stage.modes or not stage.modes.isdisjoint(rule.modes)


def hits_of(dossier: Dossier, book: RuleBook) -> tuple[Hits, list[RequirementRule]]:
    """The items that rules meet, by key, and the rules called up: those, and of whole loads."""
    found: Hits = {}
    called = {rule.key: rule for rule in book.of_whole_loads}
    for h, house in enumerate(dossier.consignment.houses):
        for i, item in enumerate(house.items):
            pointer = f"/dossier/consignment/houses/{h}/items/{i}"
            for rule, length, reason in book.called_by(
                item.hs, item.facts, bool(item.dangerous_goods)
            ):
                if danger_fits(rule.conditions, item):
                    matched = {**reason, "item": item.declaration_number}
                    hit = Hit(item.declaration_number, pointer, length, matched)
                    found.setdefault(rule.key, []).append(hit)
                    called[rule.key] = rule
    return found, [called[key] for key in sorted(called)]


def danger_fits(asked: Conditions, item: Item) -> bool:
    """Whether the item is of the dangerous goods that a rule asks for, if it asks for any."""
    if not asked.is_of_danger:
        return True
    wanted, hazards = asked.un, asked.hazards
    return any(
        un in wanted or ANY_UN in wanted or (hazards and hazard_of(un) in hazards)
        for un in item.dangerous_goods
    )


def won(rule: RequirementRule, speaking: list[RequirementRule], hits: Hits) -> tuple[Hit, ...]:
    """The rule's items less those that another rule for the same permit names more closely."""
    mine = hits.get(rule.key)
    if not mine:
        return ()
    rivals = [other for other in speaking if other.kind == rule.kind and other is not rule]
    if not rivals:
        return tuple(mine)
    rank = {hit.number: _rank(rule, hit) for hit in mine}
    for other in rivals:
        for hit in hits.get(other.key, ()):
            if hit.number in rank and _rank(other, hit) > rank[hit.number]:
                del rank[hit.number]
    return tuple(hit for hit in mine if hit.number in rank)


def _rank(rule: RequirementRule, hit: Hit) -> tuple[int, int, bool, str]:
    states = 999 if EVERYWHERE in rule.countries else len(rule.countries)
    return hit.length, -states, rule.by_union, rule.id


def _match(
    rule: RequirementRule,
    stage: Stage,
    dossier: Dossier,
    hits: tuple[Hit, ...],
    found: tuple[dict[str, str | int], str],
) -> Match | None:
    if rule.is_about_goods and not hits:
        return None
    matched, pointer = found
    if hits:
        matched = {**matched, **hits[0].matched}
        pointer = hits[0].pointer
    told = told_of(rule, dossier)
    if told is None:
        return Match(rule, stage, hits, matched, pointer, _answer(rule, dossier, hits))
    return Match(rule, stage, hits, {**matched, **told.matched}, told.pointer, told.answer)


def _answer(rule: RequirementRule, dossier: Dossier, hits: tuple[Hit, ...]) -> bool | None:
    """A fact of an item answers the question as the carrier would."""
    if not rule.question or any(hit.length == BY_NAME for hit in hits):
        return True
    return dossier.answers.get(rule.question)

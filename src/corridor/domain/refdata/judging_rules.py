"""What stands against rows of a state's permit rules, and against two that contradict."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from corridor.domain.permits.rulebook import known_questions
from corridor.domain.refdata.judging_codes import faults_of_days
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rows import CONDITIONS, PermitRule, all_spread, spread
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.territories import territory_of

SPREAD_MAX: Final = 2_000
"""Prefixes of one rule, once its ranges are spread."""
_SAYS: Final = (
    "effect",
    "authority",
    "blocking",
    "at",
    "lead_time_days",
    "fee_minor",
    "fee_currency",
    "papers",
    "instrument_number",
)
"""What a rule comes to: two that meet the same have to agree in it."""
_ASKS: Final = (*CONDITIONS, "vehicle", "question", "drivers_of", "held")
"""What a rule asks for besides: two that ask for different things may both be right."""
_LAST: Final = "9999-12-31"


def faults_of_rule(row: PermitRule, at: str, node: str, reference: Reference) -> Iterator[Refusal]:
    """Of one row by itself. `node`: whose list it is; empty where that is not known."""
    if node and row.state != node:
        yield Refusal("refdata_rule_state", f"{at}/state", "", {"given": row.state, "state": node})
    if row.authority[:2] != row.state:
        args = {"given": row.authority, "state": row.state}
        yield Refusal("refdata_rule_authority", f"{at}/authority", "", args)
    yield from faults_of_days(row.valid_from, row.valid_to, at)
    yield from _of_prefixes(row, at)
    if row.scope == "union" and territory_of(row.state) == row.state:
        yield Refusal("refdata_rule_union", f"{at}/scope", "", {"state": row.state})
    if (row.fee_minor is None) != (row.fee_currency is None):
        yield Refusal("refdata_rule_fee", f"{at}/fee_minor")
    if row.fee_currency and row.fee_currency not in reference.lists["currencies"]:
        args = {"given": row.fee_currency}
        yield Refusal("refdata_rule_currency", f"{at}/fee_currency", "", args)
    is_said = row.question in ("", *known_questions()) or row.question_en or row.question_ru
    if not is_said:
        yield Refusal("refdata_rule_question", f"{at}/question_ru", "", {"code": row.question})
    if (row.drivers_of or row.held) and not row.question:
        yield Refusal("refdata_rule_answers", f"{at}/question")
    for place in row.places:
        known = reference.places.get(place)
        if known is None or known.country != row.state:
            yield Refusal("refdata_place_unknown", f"{at}/places", "", {"given": place})
    if row.effect != "apply" and row.blocking:
        yield Refusal("refdata_rule_blocking", f"{at}/blocking", "", {"effect": row.effect})


def _of_prefixes(row: PermitRule, at: str) -> Iterator[Refusal]:
    for column in ("hs", "except_hs"):
        for part in getattr(row, column):
            first, dash, last = part.partition("-")
            if dash and (len(first) != len(last) or first > last):
                yield Refusal("refdata_rule_range", f"{at}/{column}", "", {"given": part})
            elif dash and len(spread(part)) > SPREAD_MAX:
                args = {"given": part, "limit": str(SPREAD_MAX)}
                yield Refusal("refdata_rule_wide", f"{at}/{column}", "", args)
    if row.except_hs and not row.hs:
        yield Refusal("refdata_rule_except", f"{at}/except_hs")


def contradictions(rows: tuple[PermitRule, ...]) -> Iterator[Refusal]:
    """Two rows for one kind of permit that meet the same, equally closely, and say different
    things: told at the later one, both named.
    """
    places = {id(row): number for number, row in enumerate(rows)}
    for first, second in _pairs(rows):
        if _meet(first, second) and _value(first, _SAYS) != _value(second, _SAYS):
            number = max(places[id(first)], places[id(second)])
            args = {"first": first.id, "second": second.id, "what": _what(first, second)}
            yield Refusal("refdata_rules_contradict", f"/rows/{number}/id", "", args)


def _pairs(rows: tuple[PermitRule, ...]) -> Iterator[tuple[PermitRule, PermitRule]]:
    """Of one kind in one state: those that share a prefix or fact, or speak of whole loads."""
    groups: dict[tuple[str, ...], list[PermitRule]] = defaultdict(list)
    for row in rows:
        names = {*all_spread(row.hs), *row.item_facts} or {""}
        for name in names:
            groups[row.state, row.scope, row.kind, name].append(row)
    seen = set[tuple[int, int]]()
    for group in groups.values():
        for first, second in combinations(group, 2):
            if (id(first), id(second)) not in seen:
                seen.add((id(first), id(second)))
                yield first, second


def _meet(first: PermitRule, second: PermitRule) -> bool:
    """Whether one carriage may meet both on one day."""
    return _overlap(first, second) and _value(first, _ASKS) == _value(second, _ASKS)


def _overlap(first: PermitRule, second: PermitRule) -> bool:
    in_modes = not first.modes or not second.modes or set(first.modes) & set(second.modes)
    on_days = first.valid_from <= (second.valid_to or _LAST)
    on_days = on_days and second.valid_from <= (first.valid_to or _LAST)
    return bool(set(first.directions) & set(second.directions) and in_modes and on_days)


def _value(row: PermitRule, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _what(first: PermitRule, second: PermitRule) -> str:
    differ = (name for name in _SAYS if getattr(first, name) != getattr(second, name))
    return ", ".join(differ)


RULE_TEXTS: Final[dict[str, RefusalText]] = {
    "refdata_rule_state": RefusalText(
        N_("The rule is of {given}, and the list is of {state}."),
        N_("Each state says on its own node which permits it asks for."),
    ),
    "refdata_rule_authority": RefusalText(
        N_("Authority {given} is not of {state}."),
        N_("Write the code of the state and of the desk, as {state}-ROAD."),
    ),
    "refdata_rule_union": RefusalText(
        N_("{state} is in no union of customs territories."), N_("Write state in this column.")
    ),
    "refdata_rule_fee": RefusalText(
        N_("The fee is not whole."), N_("Give both the amount and its currency, or neither.")
    ),
    "refdata_rule_currency": RefusalText(
        N_("{given} is no currency of the list."), N_("Take a code from the list of currencies.")
    ),
    "refdata_rule_question": RefusalText(
        N_("What question {code} asks is not said."),
        N_("Write the question in Russian and in English."),
    ),
    "refdata_rule_answers": RefusalText(
        N_("What answers a question is said, and no question."),
        N_("Write the code of the question, or leave drivers_of and held empty."),
    ),
    "refdata_rule_blocking": RefusalText(
        N_("With the effect {effect} a rule stops nobody."),
        N_("Write false in this column, or apply as the effect."),
    ),
    "refdata_rule_range": RefusalText(
        N_("{given} is no range of codes."),
        N_("Write two codes of the same length, the smaller one first: 0801-0810."),
    ),
    "refdata_rule_wide": RefusalText(
        N_("{given} stands for more than {limit} codes."), N_("Write shorter codes.")
    ),
    "refdata_rule_except": RefusalText(
        N_("There are exceptions, and no codes that they are exceptions of."),
        N_("Write the codes that the rule is about."),
    ),
    "refdata_rules_contradict": RefusalText(
        N_("Rules {first} and {second} meet the same goods and say different things: {what}."),
        N_("Let one of them end, or make the codes of one of them longer."),
    ),
}
"""Of what is wrong with a permit rule."""

"""Permit rules as a list of a state: what is wrong with a row, with two of them, and from when."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.permits.book import RuleBook, rule_named
from corridor.domain.permits.issued import book_with, own_rules, rules_on, rules_with
from corridor.domain.permits.requirements import requirements_of
from corridor.domain.permits.rulebook import known_questions
from corridor.domain.permits.trial import Changes, RuleCount, trial_of
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.in_force import with_editions
from corridor.domain.refdata.judging import faults_of
from corridor.domain.refdata.state import Edition, ReferenceList
from corridor.domain.reference.permit_rows import PermitRule, joined, row_of, rule_of
from corridor.domain.reference.permit_rule import Fee, Words
from tests.domain.permit_cases import REFERENCE, RULES, asked, dossier, item, route

TO_UZ = route("KG-OSH", "UZ-DUST")
ROW = PermitRule(
    id="U1",
    state="UZ",
    kind="phytosanitary",
    title_en="Certificate",
    title_ru="Сертификат",
    directions=("import",),
    authority="UZ-PLANT",
    instrument_en="Act",
    instrument_ru="Акт",
    hs=("0801-0810",),
)


def faults(*rows: PermitRule, node: str = "UZ") -> list[tuple[str, str]]:
    found = faults_of("permit_rules", rows, node, REFERENCE)
    return [(one.code.removeprefix("refdata_"), one.pointer) for one in found]


def test_a_row_that_is_right_has_no_fault() -> None:
    assert faults(ROW, replace(ROW, id="U2", hs=("07",))) == []
    assert faults(ROW, node="") == []


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"state": "KZ", "authority": "KZ-PLANT"}, "rule_state", "state"),
        ({"authority": "KZ-PLANT"}, "rule_authority", "authority"),
        ({"valid_from": "2027-01-01", "valid_to": "2026-01-01"}, "ends_before", "valid_to"),
        ({"valid_to": "2026-02-30"}, "no_day", "valid_to"),
        ({"scope": "union"}, "rule_union", "scope"),
        ({"fee_minor": 100}, "rule_fee", "fee_minor"),
        ({"fee_minor": 100, "fee_currency": "QQQ"}, "rule_currency", "fee_currency"),
        ({"question": "who"}, "rule_question", "question_ru"),
        ({"held": ("visa",)}, "rule_answers", "question"),
        ({"drivers_of": ("KZ",)}, "rule_answers", "question"),
        ({"places": ("KG-OSH",)}, "place_unknown", "places"),
        ({"places": ("UZ-NOWHERE",)}, "place_unknown", "places"),
        ({"effect": "carry"}, "rule_blocking", "blocking"),
        ({"hs": ("0810-0801",)}, "rule_range", "hs"),
        ({"hs": ("08-0810",)}, "rule_range", "hs"),
        ({"hs": ("000000-999999",)}, "rule_wide", "hs"),
        ({"hs": (), "except_hs": ("0801",)}, "rule_except", "except_hs"),
    ],
)
def test_what_is_wrong_is_told_by_its_column(
    change: dict[str, Any], code: str, column: str
) -> None:
    assert faults(replace(ROW, **change)) == [(code, f"/rows/0/{column}")]


def test_a_question_of_another_program_without_a_text_is_not_asked() -> None:
    """A newer program may know it; nobody is asked what nobody can read."""
    assert rule_of(replace(ROW, question="newer"), {}, {}).asks is None


def test_a_known_question_needs_no_text_and_a_new_one_does() -> None:
    assert faults(replace(ROW, question="cites")) == []
    asks = replace(ROW, question="fresh", question_ru="Свежие ли?")
    assert faults(asks) == []
    (rule,) = own_rules((asks,))
    assert rule.asks is not None
    assert rule.asks.text == Words("Свежие ли?", "Свежие ли?")
    (known,) = own_rules((replace(ROW, question="cites"),))
    assert known.asks is not None


OTHER = replace(ROW, id="U2", at="departure")


@pytest.mark.parametrize(
    ("first", "second", "contradict"),
    [
        (ROW, OTHER, True),
        (ROW, replace(OTHER, hs=("0809",)), True),
        (ROW, replace(OTHER, at="border"), False),
        (ROW, replace(OTHER, hs=("080929",)), False),
        (ROW, replace(OTHER, kind="veterinary"), False),
        (ROW, replace(OTHER, directions=("transit",)), False),
        (ROW, replace(OTHER, vehicle=("foreign",)), False),
        (replace(ROW, modes=("road",)), replace(OTHER, modes=("rail",)), False),
        (replace(ROW, modes=("road",)), OTHER, True),
        (replace(ROW, valid_to="2026-12-31"), replace(OTHER, valid_from="2027-01-01"), False),
        (ROW, replace(OTHER, effect="exempt", blocking=False), True),
        (replace(ROW, hs=()), replace(OTHER, hs=()), True),
        (replace(ROW, hs=(), item_facts=("cites",)), replace(OTHER, hs=()), False),
    ],
)
def test_two_rules_that_contradict_are_both_named(
    first: PermitRule, second: PermitRule, contradict: bool
) -> None:
    found = faults_of("permit_rules", (first, second), "UZ", REFERENCE)
    assert [one.code for one in found] == ["refdata_rules_contradict"] * contradict
    for one in found:
        assert (one.args["first"], one.args["second"]) == ("U1", "U2")
        assert (one.pointer, bool(one.args["what"])) == ("/rows/1/id", True)


def test_two_rows_of_one_number_are_told_and_of_two_states_are_not() -> None:
    assert [code for code, _ in faults(ROW, ROW)] == ["twice", "twice"]
    other = replace(ROW, state="KZ", authority="KZ-PLANT")
    assert faults(ROW, other, node="") == []


@pytest.mark.parametrize("state", ["AZ", "GE", "KG", "KZ", "TM", "UZ", "TR"])
def test_what_counts_now_can_be_brought_in_as_it_is(state: str) -> None:
    rows = rows_on("permit_rules", state, REFERENCE)
    assert rows
    assert faults_of("permit_rules", rows, state, REFERENCE) == ()


def edition(day: str, *rows: PermitRule) -> ReferenceList:
    said = Edition(day, rows, "Order 1", "operator", "2026-11-01T00:00:00.000Z", "second")
    return ReferenceList(f"rd-UZ-permit_rules-{day[:4]}", "UZ", "permit_rules", (said,))


def test_a_list_counts_from_its_day_in_its_state_alone() -> None:
    sets = with_editions(REFERENCE, [edition("2026-12-01", ROW)])
    book = rules_with(RULES, sets)
    declared = dossier(item(1, "080929"), over=TO_UZ)

    def on(day: str) -> list[tuple[str, str]]:
        found = requirements_of(declared, book, REFERENCE, day)
        return [(one.country, one.rule) for one in found]

    assert on("2026-11-30") == asked(declared) == [("UZ", "R021"), ("UZ", "R053")]
    assert on("2026-12-01") == [("UZ", "U1")]
    assert rules_on("UZ", sets.on("2026-12-01")) == (ROW,)
    assert book.on("2026-12-01") is book.on("2026-12-24")
    through = dossier(item(1, "520512"), over=route("KG-OSH", "UZ-DUST", "TM-FARA"))
    others = requirements_of(through, book, REFERENCE, "2026-12-01")
    assert [(one.country, one.rule) for one in others] == [("TM", "R053")]
    assert rule_named(book, "U1", "UZ", "2026-12-01") is not None
    assert rule_named(book, "U1", "UZ", "2026-11-30") is None
    assert rule_named(tuple(RULES), "R053", "UZ") is not None


def test_where_no_state_issued_rules_the_programs_book_is_the_book() -> None:
    assert rules_with(RULES, REFERENCE) is RULES
    assert book_with(RULES, {}) is RULES
    others = with_editions(REFERENCE, [edition("2026-12-01", ROW)])
    assert RuleBook(RULES).editions is None
    assert rules_with(RULES, others).on("2026-01-01") is RULES


def test_a_row_says_all_that_a_rule_has() -> None:
    whole = replace(
        ROW,
        fee_minor=25_000,
        fee_currency="UZS",
        recognition_en="Others are accepted",
        authority="UZ-NEW",
        authority_ru="Новое ведомство",
        valid_to="2030-01-01",
    )
    (rule,) = own_rules((whole,))
    assert rule.fee == Fee(25_000, "UZS")
    assert rule.recognition == Words("Others are accepted", "Others are accepted")
    assert rule.authorities["UZ"].name == Words("Новое ведомство", "Новое ведомство")
    (unnamed,) = own_rules((replace(whole, authority_ru=""),))
    assert unnamed.authorities["UZ"].name.en == "UZ-NEW"
    declared = dossier(item(1, "080929"), over=TO_UZ)
    (need,) = requirements_of(declared, book_with(RULES, {"UZ": (whole,)}), REFERENCE, "2026-12-01")
    assert (need.fee, need.authority) == (Fee(25_000, "UZS"), "UZ-NEW")


def test_neighbours_become_ranges() -> None:
    assert joined(("0810", "0801", "0802", "08", "09")) == ("08-09", "0801-0802", "0810")
    assert joined(()) == ()


def test_a_trial_says_what_would_change() -> None:
    cherries, yarn = dossier(item(1, "080929"), over=TO_UZ), dossier(item(1, "520512"), over=TO_UZ)
    road = replace(
        ROW, id="R053", kind="road_transit", authority="UZ-ROAD", hs=(), vehicle=("foreign",)
    )
    after = book_with(RULES, {"UZ": (ROW, road)})
    found = trial_of([("A", cherries), ("B", yarn)], RULES, after, REFERENCE, "2026-12-01")
    assert (found.tried, found.changed, found.is_cut) == (2, 2, False)
    assert RuleCount("UZ", "U1", "phytosanitary", 0, 1) in found.rules
    assert RuleCount("UZ", "R021", "phytosanitary", 1, 0) in found.rules
    assert RuleCount("UZ", "R053", "road_transit", 2, 2) in found.rules
    gone = ("UZ R021", "UZ R063", "UZ R064")
    assert found.examples[0] == Changes("A", ("UZ U1",), gone, ("UZ R053",))
    same = trial_of([("A", cherries)], RULES, RULES, REFERENCE, "2026-12-01")
    assert (same.changed, same.rules, same.examples) == (0, (), ())


def test_a_known_question_keeps_its_limit_whatever_its_text() -> None:
    row = PermitRule(
        id="R1",
        state="KG",
        kind="oversize",
        title_en="T",
        title_ru="T",
        directions=("transit",),
        authority="KG-ROAD",
        instrument_en="A",
        instrument_ru="A",
        question="oversize",
        question_en="Too heavy?",
    )
    limits = {"oversize": 44_000, "another": None}
    for question, limit in limits.items():
        asks = rule_of(replace(row, question=question), known_questions(), {}).asks
        assert asks is not None
        assert (asks.text.en, asks.over_kg) == ("Too heavy?", limit)
    stated = replace(row, drivers_of=("KZ",), held=("visa", "C521"))
    rule = rule_of(stated, known_questions(), {})
    assert rule.asks is not None
    assert (rule.asks.drivers_of, rule.asks.held) == (("KZ",), ("visa", "C521"))
    kept = row_of(rule, "KG", rule.authorities["KG"])
    assert (kept.drivers_of, kept.held) == (stated.drivers_of, stated.held)

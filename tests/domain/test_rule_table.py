"""The 64 published rules, one by one; and what is not needed, with the reason."""

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import AtTheWheel, Authorisation, Dossier, Party
from corridor.domain.permits.considered import not_needed_of
from corridor.domain.permits.issued import book_with, own_rules, rules_on
from corridor.domain.permits.needs import reminders_of
from corridor.domain.permits.requirements import questions_of, requirements_of
from corridor.domain.reference.permit_rule import Conditions, Question, RequirementRule, Words
from corridor.domain.routes import Route
from tests.domain.permit_cases import ON_DATE, OSH_POTI, REFERENCE, RULES, dossier, item, route
from tests.domain.rule_table import INSIDE, INTO, OUT, TABLE, TO_UZ, load

Rules = tuple[RequirementRule, ...]
Key = tuple[str, str]
STATES = ("AM", "AZ", "BY", "GE", "KG", "KZ", "RU", "TJ", "TM", "TR", "UZ")


def needed(declared: Dossier, rules: Rules = RULES, day: str = ON_DATE) -> set[Key]:
    """(country, rule) of all that is asked for, carried along, or that frees of a permit."""
    found = {
        (one.country, one.rule)
        for listed in (requirements_of, reminders_of)
        for one in listed(declared, rules, REFERENCE, day)
    }
    why = not_needed_of(declared, rules, day)
    return found | {(one.country, one.rule) for one in why if one.why == "exempts"}


def test_each_published_rule_has_its_case() -> None:
    assert list(TABLE) == [f"R{number:03}" for number in range(1, 65)]


@pytest.mark.parametrize("rule", TABLE)
def test_a_rule_meets_one_dossier_and_not_the_next(rule: str) -> None:
    case = TABLE[rule]
    assert (case.country, rule) in needed(case.met)
    missed = needed(case.missed)
    assert rule not in {one for _, one in missed}
    why = [one for one in not_needed_of(case.missed, RULES, ON_DATE) if one.rule == rule]
    assert not {(one.country, one.rule) for one in why} & missed


@pytest.mark.parametrize("rule", TABLE)
def test_states_with_lists_of_their_own_ask_the_same(rule: str) -> None:
    """What each state would bring in as it stands today changes nothing, and frees nobody."""
    for declared in TABLE[rule][1:]:
        assert needed(declared, OWN) == needed(declared)


OWN = book_with(RULES, {state: rules_on(state, REFERENCE) for state in STATES})


def why(declared: Dossier, rules: Rules = RULES, day: str = ON_DATE) -> dict[Key, Key]:
    """(country, rule) → (why, what of it)."""
    found = not_needed_of(declared, rules, day)
    return {(one.country, one.rule): (one.why, one.says) for one in found}


def test_what_is_not_needed_says_why() -> None:
    assert why(load("080929", OUT))["KG", "R013"] == ("direction", "export")
    assert why(load("160100", INTO), day="2009-01-01")["KZ", "R007"] == ("not_yet", "2010-07-01")
    assert why(load("080929", route("UZ-TASH", "KZ-SHYM", "KG-BISH")))["KG", "R013"] == (
        "said_once",
        "EAEU",
    )
    assert why(load("520512", INTO))["KZ", "R057"] == ("mode", "rail")
    assert why(load("310230", OUT))["UZ", "R031"] == ("danger", "")
    assert why(load("100199", TO_UZ))["UZ", "R015"] == ("closer", "R021")
    assert why(load("520512", TO_UZ))["UZ", "R056"] == ("condition", "under_tir")
    answers = {"oversize": False}
    assert why(load("520512", OUT, answers=answers))["KG", "R052"] == ("answered_no", "oversize")
    assert why(load("520512", INSIDE))["KZ", "R055"] == ("exempts", "")
    assert why(load("520512", INSIDE))["KZ", "R053"] == ("condition", "foreign_registration")


def test_a_licence_that_covers_the_journey_frees_of_the_road_permit() -> None:
    declared = load("520512", OSH_POTI, registered="AZ")
    asked = [one.question.code for one in questions_of(declared, RULES, ON_DATE)]
    assert "ecmt" in asked
    assert ("GE", "R053") in needed(declared)
    licensed = replace(declared, answers={"ecmt": True})
    assert ("GE", "R053") not in needed(licensed)
    assert ("TM", "R053") in needed(licensed)
    assert why(licensed)["GE", "R053"] == ("exempted", "R054E")
    assert why(licensed)["GE", "R054E"] == ("exempts", "")
    unasked = [one.question.code for one in questions_of(load("520512", TO_UZ), RULES, ON_DATE)]
    assert "ecmt" not in unasked


RULE = next(rule for rule in RULES if rule.id == "R021")


def test_an_exemption_of_goods_spares_those_alone() -> None:
    free = replace(RULE, id="F", hs=("080929",), obtained="exempt", blocking=False)
    both = dossier(item(1, "080929"), item(2, "080810"), over=TO_UZ)
    (one,) = requirements_of(both, (RULE, free), REFERENCE, ON_DATE)
    assert (one.rule, one.items) == ("R021", (2,))
    assert requirements_of(load("080929", TO_UZ), (RULE, free), REFERENCE, ON_DATE) == ()


def test_what_was_excepted_or_has_ended_is_told() -> None:
    spared = replace(RULE, except_hs=("080929",))
    assert why(load("080929", TO_UZ), (spared,))["UZ", "R021"] == ("excepted", "")
    ended = replace(RULE, valid_to="2026-01-01")
    assert why(load("080929", TO_UZ), (ended,))["UZ", "R021"] == ("no_longer", "2026-01-01")


@pytest.mark.parametrize(
    ("asked", "met", "missed"),
    [
        (Conditions(origins=("KG",)), TO_UZ, route("TM-FARA", "UZ-TASH")),
        (Conditions(destinations=("UZ",)), TO_UZ, route("KG-OSH", "UZ-DUST", "TM-FARA")),
        (Conditions(places=("UZ-DUST",)), TO_UZ, OUT),
    ],
)
def test_ways_are_conditions(asked: Conditions, met: Route, missed: Route) -> None:
    rules = (replace(RULE, conditions=asked),)
    assert needed(load("080929", met), rules) == {("UZ", "R021")}
    assert needed(load("080929", missed), rules) == set()


def test_the_state_of_the_carrier_is_a_condition() -> None:
    """Of the one who carries, else of the holder; nobody is of a state that nobody named."""
    rules = (replace(RULE, conditions=Conditions(carriers_of=("TR", "KG"))),)
    base = load("080929", TO_UZ)
    turkish, unsaid = Party("Yol", country="TR"), Party("Yol")
    for carrier, holder, state in (
        (turkish, unsaid, "TR"),
        (unsaid, turkish, "TR"),
        (None, replace(unsaid, country="KG"), "KG"),
        (replace(turkish, country="UZ"), turkish, ""),
        (None, unsaid, ""),
    ):
        load_of = replace(base.consignment, carrier=carrier)
        declared = replace(base, consignment=load_of, holder=holder)
        found = requirements_of(declared, rules, REFERENCE, ON_DATE)
        assert [one.matched["carrier"] for one in found] == [state] * bool(state)
        if not state:
            assert why(declared, rules)["UZ", "R021"] == ("condition", "carriers_of")


def test_a_stated_fact_of_driver_or_carrier_answers_a_question() -> None:
    """What nobody stated is still asked, and a fact comes before what was clicked."""
    asks = Question("visa_free", Words("Q?", "В?"), drivers_of=("KZ",), held=("visa", "C521"))
    rules = (replace(RULE, question="visa_free", asks=asks),)
    base = load("080929", TO_UZ)
    kazakh, turk = (AtTheWheel("A. B.", country=state) for state in ("KZ", "TR"))
    approved = Authorisation("C521", "KG-ACR-1")
    for declared, matched in (
        (replace(base, driver=kazakh), {"driver": "KZ"}),
        (replace(base, driver=replace(turk, papers=("licence", "visa"))), {"held": "visa"}),
        (replace(base, driver=turk, authorisations=(approved,)), {"held": "C521"}),
    ):
        (found,) = requirements_of(declared, rules, REFERENCE, ON_DATE)
        assert matched.items() <= found.matched.items()
        assert questions_of(declared, rules, ON_DATE) == ()
    denied = replace(base, driver=turk, answers={"visa_free": True})
    assert questions_of(denied, rules, ON_DATE) == ()
    assert why(denied, rules)["UZ", "R021"] == ("condition", "drivers_of")
    other = replace(approved, kind="C523")
    for declared in (base, replace(base, driver=AtTheWheel("A. B."), authorisations=(other,))):
        assert [one.question for one in questions_of(declared, rules, ON_DATE)] == [asks]
    paper = (replace(rules[0], obtained="carry", blocking=False),)
    assert [one.question for one in questions_of(base, paper, ON_DATE)] == [asks]
    assert reminders_of(base, paper, REFERENCE, ON_DATE) == ()
    assert len(reminders_of(replace(base, driver=kazakh), paper, REFERENCE, ON_DATE)) == 1
    only_held = (replace(RULE, question="v", asks=replace(asks, drivers_of=())),)
    assert len(questions_of(denied, only_held, ON_DATE)) == 1


def test_classes_of_dangerous_goods_are_conditions() -> None:
    rules = (replace(RULE, hs=(), conditions=Conditions(hazards=("8",))),)
    acid = load("280800", TO_UZ, item_dangerous_goods=("2031",))
    assert needed(acid, rules) == {("UZ", "R021")}
    assert needed(load("271012", TO_UZ, item_dangerous_goods=("1203",)), rules) == set()


def test_the_one_date_is_before_the_departure_where_it_is_needed_then() -> None:
    declared = load("080929", OSH_POTI)
    by = {one.rule: one for one in requirements_of(declared, RULES, REFERENCE, ON_DATE)}
    plant = by["R021"]
    assert (plant.needed_on, plant.lead_time_days) == (plant.leaves_on or plant.entry_on, 7)
    assert replace(plant, entry_on="", leaves_on="").apply_by == ""
    later = replace(plant, leaves_on="2026-12-01", entry_on="2026-12-03")
    assert later.apply_by == "2026-11-24"
    assert replace(later, at="border", lead_time_days=None).apply_by == "2026-11-28"
    assert replace(later, lead_time_days=None, obtained="carry").apply_by == "2026-12-01"


def test_rules_of_own_lists_keep_their_owner() -> None:
    own = own_rules(rules_on("KZ", REFERENCE))
    assert {rule.owner for rule in own} == {"KZ"}
    assert {rule.key for rule in own} == {f"KZ/{rule.id}" for rule in own}
    assert OWN.named("R051", "KZ").owner == "KZ"  # type: ignore[union-attr]
    assert OWN.named("R053", "IR").owner == ""  # type: ignore[union-attr]
    assert OWN.named("R051", "TR") is None
    assert OWN.named("R999") is None

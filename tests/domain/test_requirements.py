"""Requirements: which permits a dossier needs along its route, and what its permits give."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, Item, Party, Vehicle
from corridor.domain.days import day_at
from corridor.domain.permit_types.types import TypeBook, load_permit_types
from corridor.domain.permits.coverage import RequirementState
from corridor.domain.permits.goods import Load, load_of
from corridor.domain.permits.issued import at_node, book_with, rules_with
from corridor.domain.permits.kind import PERMITS
from corridor.domain.permits.plates import alike, covers
from corridor.domain.permits.requirements import (
    CountryVerdict,
    Requirement,
    RequirementRule,
    authority_of,
    load_authorities,
    load_requirement_rules,
    missing_at_border,
    missing_at_departure,
    preflight,
    questions_of,
    refusal_of,
    reminders_of,
    request_for,
    requirements_of,
    standing_of,
    standings,
    status_of,
)
from corridor.domain.permits.state import Permit, PermitStatus, PermitUse
from corridor.domain.permits.texts import TEXTS
from corridor.domain.reference.permit_rows import spread
from corridor.domain.refusals import Refusal
from corridor.domain.routes import Route
from corridor.domain.searching import identifier
from corridor.engine.hlc import instant, to_ms
from tests.domain.permit_cases import (
    CHERRIES,
    ON_DATE,
    OSH_POTI,
    PARTS,
    PLATES,
    REFERENCE,
    RULES,
    YARN,
    asked,
    cooled,
    dossier,
    item,
    point,
    requirements,
    route,
)

BISHKEK_POTI = Route(
    (
        point("KG-BISH", "departure"),
        point("KZ-KORD"),
        point("KZ-AKTA", "exit", "sea"),
        point("AZ-ALAT", "transit"),
        point("GE-TSIT", "transit"),
        point("GE-POTI", "destination", None),
    )
)
STORY = [("UZ", "R021"), ("UZ", "R053"), ("TM", "R053"), ("AZ", "R053"), ("GE", "R053")]


def rule(id_: str) -> RequirementRule:
    return next(rule for rule in RULES if rule.id == id_)


# The story


def test_the_story_needs_four_road_permits_and_a_phytosanitary_certificate() -> None:
    assert asked(dossier()) == STORY


def test_each_requirement_names_rule_fact_authority_and_act() -> None:
    plant, road, *_ = requirements(dossier())
    assert (plant.kind, plant.authority, plant.at) == ("phytosanitary", "UZ-PLANT", "departure")
    assert plant.matched == {"hs": "080929", "item": 1}
    assert plant.items == (1,)
    assert plant.pointer == "/dossier/consignment/houses/0/items/0"
    assert (plant.instrument.number, plant.instrument.date) == ("PD-4297", "2019-04-23")
    assert (plant.lead_time_days, plant.entry_on) == (7, "2026-11-22")
    assert (road.kind, road.authority, road.direction) == ("road_transit", "UZ-ROAD", "transit")
    assert road.matched == {"registration": "KG"}
    assert road.items == ()
    assert road.pointer == "/dossier/consignment/means/0/nationality"
    assert "Узбекистана" in road.authority_name.ru
    assert all(needs.illustrative and needs.blocking for needs in (plant, road))


def test_inside_the_union_no_road_permit_is_needed() -> None:
    declared = dossier(YARN, over=BISHKEK_POTI)
    assert asked(declared) == [("AZ", "R053"), ("GE", "R053")]


def test_a_vehicle_from_elsewhere_needs_one_inside_the_union_too() -> None:
    declared = dossier(YARN, over=BISHKEK_POTI, registered="UZ")
    assert asked(declared) == [("KZ", "R053"), ("AZ", "R053"), ("GE", "R053")]


def test_a_state_asks_no_road_permit_of_its_own_vehicles() -> None:
    assert ("AZ", "R053") not in asked(dossier(registered="AZ"))


def test_by_rail_no_road_permit_is_needed() -> None:
    assert asked(dossier(YARN, over=route("KG-OSH", "UZ-DUST", "TM-FARA", mode="rail"))) == []


def test_unknown_modes_leave_a_rule_in_place() -> None:
    assert ("UZ", "R053") in asked(dossier(over=route("KG-OSH", "UZ-DUST", mode=None)))


def test_a_journey_inside_one_state_asks_for_nothing() -> None:
    assert asked(dossier(over=route("KG-OSH", "KG-BISH"))) == []


# Unions and directions

KAZAKH_TRANSIT = route("UZ-TASH", "KZ-SHYM", "KG-BISH")


def test_a_rule_of_a_union_speaks_once_at_its_border() -> None:
    assert [c for c, r in asked(dossier(CHERRIES, over=KAZAKH_TRANSIT)) if r == "R013"] == ["KZ"]


def test_a_union_in_transit_is_met_where_it_is_entered() -> None:
    found = requirements(dossier(CHERRIES, over=route("UZ-TASH", "KZ-SHYM", "RU-SAMA", "GE-POTI")))
    assert [(n.country, n.direction) for n in found if n.rule == "R013"] == [("KZ", "transit")]


def test_inside_one_union_its_import_rules_are_silent() -> None:
    assert asked(dossier(CHERRIES, over=route("KG-BISH", "KZ-SHYM"))) == []


def test_a_union_is_left_where_the_journey_begins() -> None:
    found = requirements(dossier(item(1, "710210"), over=route("KG-BISH", "KZ-SHYM", "UZ-TASH")))
    assert [needs.country for needs in found if needs.rule == "R046"] == ["KG"]


def test_a_way_out_of_the_union_and_back_is_no_import() -> None:
    there_and_back = route("KG-BISH", "UZ-TASH", "KZ-SHYM")
    assert ("KZ", "R013") not in asked(dossier(CHERRIES, over=there_and_back))


# HS codes: longest prefix, exceptions, ties


def only(*rules: RequirementRule) -> tuple[RequirementRule, ...]:
    return rules


def found_by(rules: tuple[RequirementRule, ...], *items: Item) -> list[tuple[str, tuple[int, ...]]]:
    from corridor.domain.permits.requirements import requirements_of

    declared = dossier(*items, over=route("KG-OSH", "UZ-DUST"))
    found = requirements_of(declared, rules, REFERENCE, ON_DATE)
    return [(needs.rule, needs.items) for needs in found]


WIDE = replace(rule("R021"), id="W", hs=("08",), countries=("UZ",), directions=("import",))


def test_the_longest_prefix_wins_inside_one_kind() -> None:
    close = replace(WIDE, id="C", hs=("0809",))
    items = (item(1, "080929"), item(2, "080510"), item(3, "520512"))
    assert found_by(only(WIDE, close), *items) == [("C", (1,)), ("W", (2,))]


def test_other_kinds_do_not_compete() -> None:
    other = replace(WIDE, id="V", hs=("0809",), kind="veterinary")
    assert found_by(only(WIDE, other), item(1, "080929")) == [("V", (1,)), ("W", (1,))]


def test_an_exception_closer_than_the_prefix_spares_the_item() -> None:
    sparing = replace(WIDE, except_hs=("080929",))
    assert found_by(only(sparing), item(1, "080929"), item(2, "080910")) == [("W", (2,))]
    closer = replace(WIDE, hs=("08", "08092910"), except_hs=("080929",))
    assert found_by(only(closer), item(1, "0809291000")) == [("W", (1,))]


def test_of_equal_prefixes_the_rule_of_fewer_states_wins() -> None:
    narrow = replace(WIDE, id="N")
    broad = replace(WIDE, id="Z", countries=("*",))
    assert found_by(only(narrow, broad), item(1, "080929")) == [("N", (1,))]


def test_a_rule_that_does_not_speak_here_is_no_rival() -> None:
    elsewhere = replace(WIDE, id="C", hs=("0809",), countries=("AZ",))
    assert found_by(only(WIDE, elsewhere), item(1, "080929")) == [("W", (1,))]


def test_an_item_without_a_code_calls_up_nothing() -> None:
    assert found_by(only(WIDE), item(1, "")) == []


def test_a_short_code_meets_short_prefixes_only() -> None:
    close = replace(WIDE, id="C", hs=("080929",))
    assert found_by(only(WIDE, close), item(1, "0809")) == [("W", (1,))]


def test_grain_in_uzbekistan_is_asked_for_once() -> None:
    found = asked(dossier(item(1, "100199"), over=route("KG-OSH", "UZ-DUST")))
    assert found == [("UZ", "R021"), ("UZ", "R053")]


# Facts of goods and vehicle


def test_a_fact_of_an_item_calls_up_a_rule_whatever_its_code() -> None:
    dogs = item(1, "950890", facts=("live_animals",))
    (found,) = [needs for needs in requirements(dossier(dogs)) if needs.country == "AZ"][:1]
    assert (found.rule, found.matched) == ("R002", {"fact": "live_animals", "item": 1})


def test_fact_and_code_together_call_it_up_once() -> None:
    horses = item(1, "010129", facts=("live_animals", "live_animals"))
    assert asked(dossier(horses)).count(("AZ", "R002")) == 1


def test_dangerous_goods_are_met_by_their_number() -> None:
    acid = item(1, "280800", dangerous_goods=("2031",))
    assert [c for c, r in asked(dossier(acid)) if r == "R026"] == ["KG", "UZ", "TM", "AZ", "GE"]
    assert [c for c, r in asked(dossier(acid)) if r == "R058"] == ["TM", "AZ"]
    assert "R026" not in {r for _, r in asked(dossier(item(1, "280800")))}


def test_only_the_numbers_a_rule_names_count() -> None:
    nitrate = item(1, "310230", dangerous_goods=("1942",))
    other = item(1, "310230", dangerous_goods=("1477",))
    assert ("UZ", "R031") in asked(dossier(nitrate))
    assert ("UZ", "R031") not in asked(dossier(other))


HEAVY_CASES: list[tuple[Vehicle, dict[str, Any] | None, str]] = [
    (Vehicle(gross_kg="44000.1"), {"gross_kg": "44000.1", "limit": 44000}, "gross_kg"),
    (Vehicle(gross_kg="44000"), None, ""),
    (Vehicle(length_mm=20_001), {"length_mm": "20001", "limit": 20000}, "length_mm"),
    (Vehicle(width_mm=2_600, height_mm=4_001), {"width_mm": "2600", "limit": 2550}, "width_mm"),
    (Vehicle(height_mm=4_000, axle_kg="12000"), None, ""),
    (Vehicle(), None, ""),
]


@pytest.mark.parametrize(("vehicle", "matched", "field"), HEAVY_CASES)
def test_mass_and_size_over_a_limit_need_a_special_permit(
    vehicle: Vehicle, matched: dict[str, Any] | None, field: str
) -> None:
    declared = replace(dossier(YARN, over=KAZAKH_TRANSIT), vehicle=vehicle)
    found = [needs for needs in requirements(declared) if needs.rule == "R051"]
    if matched is None:
        assert found == []
    else:
        assert (found[0].matched, found[0].pointer) == (matched, f"/dossier/vehicle/{field}")


def test_reminders_name_what_is_carried_and_not_applied_for() -> None:
    kinds = {needs.kind for needs in reminders_of(dossier(), RULES, REFERENCE, ON_DATE)}
    assert kinds == {"driver_documents", "queue_slot", "vehicle_insurance"}
    cold = reminders_of(cooled(dossier()), RULES, REFERENCE, ON_DATE)
    assert [needs.country for needs in cold if needs.rule == "R059"] == ["KG", "UZ", "AZ", "GE"]
    assert not any(needs.blocking for needs in cold)


@pytest.mark.parametrize(
    "more", [{"tir_carnet": "XB12345678"}, {"declaration_type": "TIR"}], ids=["carnet", "type"]
)
def test_a_tir_carriage_is_reminded_of_its_papers(more: dict[str, Any]) -> None:
    found = reminders_of(dossier(**more), RULES, REFERENCE, ON_DATE)
    assert [needs.country for needs in found if needs.kind == "tir_approval"][:2] == ["KG", "UZ"]


# Dates


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    dated = replace(WIDE, valid_from="2026-01-01", valid_to="2026-12-31")
    assert [dated.in_force_on(day) for day in ("2025-12-31", "2026-01-01")] == [False, True]
    assert [dated.in_force_on(day) for day in ("2026-12-31", "2027-01-01")] == [True, False]
    assert ("UZ", "R021") not in asked(dossier(), on_date="2018-01-01")


def test_an_eta_that_is_no_date_is_left_out() -> None:
    odd = Route((point("KG-OSH"), point("UZ-DUST", eta="soon, I hope")))
    assert {needs.entry_on for needs in requirements(dossier(over=odd))} == {""}


# Questions


def test_machine_parts_raise_the_question_of_dual_use() -> None:
    found = {asked.question.code: asked for asked in questions_of(dossier(), RULES, ON_DATE)}
    dual = found["dual_use"]
    assert dual.countries == ("KG", "UZ", "TM", "AZ")
    assert (dual.items, dual.rules, dual.answer) == ((3,), ("R043",), None)
    assert "двойного назначения" in dual.question.text.ru
    assert found["oversize"].countries == ("KG",)


def test_the_answer_decides_on_the_permit() -> None:
    no = dossier(answers={"dual_use": False})
    yes = dossier(answers={"dual_use": True, "oversize": True})
    assert asked(no) == STORY
    found = requirements(yes)
    assert [n.country for n in found if n.kind == "dual_use"] == ["KG", "UZ", "TM", "AZ"]
    (oversize,) = [needs for needs in found if needs.kind == "oversize"]
    assert oversize.matched == {"answer": "oversize"}
    answers = {q.question.code: q.answer for q in questions_of(no, RULES, ON_DATE)}
    assert answers == {"dual_use": False, "oversize": None}


def test_a_stated_mass_over_the_limit_answers_the_question() -> None:
    heavy = replace(dossier(), vehicle=Vehicle(gross_kg="46000"))
    assert "oversize" not in {one.question.code for one in questions_of(heavy, RULES, ON_DATE)}
    (needs,) = [one for one in requirements(heavy) if one.kind == "oversize"]
    assert needs.matched == {"gross_kg": "46000", "limit": 44_000}
    assert needs.pointer == "/dossier/vehicle/gross_kg"
    light = replace(dossier(), vehicle=Vehicle(gross_kg="44000"))
    assert "oversize" in {one.question.code for one in questions_of(light, RULES, ON_DATE)}


def test_the_term_of_the_type_counts_where_the_rule_names_none() -> None:
    by_type = replace(rule("R052"), lead_time_days=None, question="", asks=None)
    (needs,) = requirements_of(dossier(), (by_type,), REFERENCE, ON_DATE)
    assert (needs.days_to_allow, needs.lead_time_days) == (10, None)
    (found,) = standings(dossier(), (by_type,), (), REFERENCE, "2026-11-20")
    assert found.decided_by == "2026-11-30"


def test_the_term_is_that_of_the_types_of_the_node_that_asks() -> None:
    by_type = replace(rule("R052"), lead_time_days=None, question="", asks=None)
    types = load_permit_types()
    own = TypeBook(types | {"oversize": replace(types["oversize"], term_days=3)})
    book = rules_with(at_node((by_type,), own), REFERENCE)
    (needs,) = requirements_of(dossier(), book, REFERENCE, ON_DATE)
    assert needs.days_to_allow == 3
    again = book_with(book, {"UZ": ()})
    (needs,) = requirements_of(dossier(), again, REFERENCE, ON_DATE)
    assert needs.days_to_allow == 3


def test_a_document_of_another_state_counts_where_it_is_recognised() -> None:
    plant = replace(rule("R021"), recognises=("EAEU",))
    (needs,) = requirements_of(dossier(), (plant,), REFERENCE, ON_DATE)
    assert needs.recognised == ("KG",)
    own = permit(needs)
    of_kg = replace(own, request=replace(own.request, country="KG", rule="R000"))
    assert status_of(needs, (of_kg,), LOAD, "2026-11-22").state == "have"
    asked_only = replace(of_kg, status="applied")
    assert status_of(needs, (asked_only,), LOAD, "2026-11-22").state == "missing"
    of_tm = replace(own, request=replace(own.request, country="TM"))
    assert status_of(needs, (of_tm,), LOAD, "2026-11-22").state == "missing"
    known = replace(of_kg, request=replace(of_kg.request, recognised_by=("UZ",)))
    assert "UZ" in PERMITS.audience(known)


def test_a_declared_fact_answers_the_question() -> None:
    declared = dossier(replace(PARTS, facts=("dual_use",)))
    assert ("UZ", "R043") in asked(declared)
    answers = {q.question.code: q.answer for q in questions_of(declared, RULES, ON_DATE)}
    assert answers["dual_use"] is True


# Applications


def test_an_application_holds_what_the_authority_needs_and_no_more() -> None:
    plant, road, *_ = requirements(dossier())
    for_fruit = request_for(plant, dossier(), "mv-KG-1")
    assert [line.description for line in for_fruit.goods] == ["Fresh cherries"]
    assert (for_fruit.plates, for_fruit.holder.name) == ((), "Jalal Fruit")
    for_truck = request_for(road, dossier(), "mv-KG-1")
    assert [line.number for line in for_truck.goods] == [1, 2, 3]
    assert (for_truck.plates, for_truck.holder.name) == (PLATES, "Ala-Too Trans")
    assert (for_truck.entry_office, for_truck.leave_office) == ("UZDUST01", "UZALAT01")
    assert for_truck.countries == ("KG", "UZ", "TM", "AZ", "GE")
    assert (for_truck.wanted_from, for_truck.wanted_to) == ("2026-11-22", None)


def test_without_a_carrier_and_offices_the_application_is_still_whole() -> None:
    bare = dossier(over=Route((point("KG-OSH"), replace(point("UZ-DUST"), office=None))))
    load = replace(bare.consignment, carrier=None)
    declared = replace(bare, consignment=load)
    request = request_for(requirements(declared)[1], declared, "mv-KG-1")
    assert request.holder == Party(name="Jalal Fruit", id="KG0002")
    assert (request.entry_office, request.leave_office, request.wanted_from) == ("", "", None)


# What is there


def permit(needs: Requirement, status: PermitStatus = "granted", **more: Any) -> Permit:
    fields = {"valid_from": "2026-11-01", "valid_to": "2026-12-31", "number": "N-1", **more}
    request = request_for(needs, dossier(), "mv-KG-1")
    return Permit(f"pm-KG-{status}", "KG", "KG0001", request, status=status, **fields)


LOAD = load_of(dossier())
OTHER_TRUCK = Load(("01KG999ZZZ",), dossier())
NEEDS = requirements(dossier())
ROAD_AZ = next(needs for needs in NEEDS if needs.country == "AZ")
USES = (PermitUse("AZALAT01", "mv-KG-1", "2026-11-25T10:00:00.000Z"),)
STATES: list[tuple[list[Permit], str, str]] = [
    ([], "missing", ""),
    ([permit(ROAD_AZ)], "have", ""),
    ([permit(ROAD_AZ, "applied")], "applied", ""),
    ([permit(ROAD_AZ, "information_requested")], "information_requested", ""),
    ([permit(ROAD_AZ, "refused")], "refused", ""),
    ([permit(ROAD_AZ, "withdrawn")], "missing", "permit_withdrawn"),
    ([permit(ROAD_AZ, "revoked")], "missing", "permit_revoked"),
    ([permit(ROAD_AZ, "exhausted", uses=USES)], "have", ""),
    ([permit(ROAD_AZ, valid_to="2026-11-20")], "expired", "permit_expired"),
    ([permit(ROAD_AZ, valid_from="2026-11-22")], "missing", "permit_not_yet_valid"),
    ([permit(ROAD_AZ, "refused"), permit(ROAD_AZ, "applied")], "applied", ""),
    ([permit(ROAD_AZ, "applied"), permit(ROAD_AZ)], "have", ""),
    ([permit(NEEDS[1])], "missing", ""),
    ([permit(NEEDS[0])], "missing", ""),
]


@pytest.mark.parametrize(("permits", "state", "code"), STATES)
def test_the_state_of_a_requirement(permits: list[Permit], state: str, code: str) -> None:
    found = status_of(ROAD_AZ, tuple(permits), LOAD, ON_DATE)
    assert (found.state, found.code) == (state, code)
    mine = [one for one in permits if one.request.country == "AZ"]
    assert (found.permit in [one.id for one in mine]) if mine else found.permit is None


def test_a_permit_for_another_plate_does_not_count() -> None:
    found = status_of(ROAD_AZ, (permit(ROAD_AZ),), OTHER_TRUCK, ON_DATE)
    assert (found.state, found.code) == ("missing", "permit_other_plate")
    said = refusal_of(found)
    assert said.args["permitted"] == "01KG123ABC, 01KG4567T"
    assert said.args["declared"] == "01KG999ZZZ"
    typed = Load(("01 kg 123 abc", "01-KG-4567-T"), dossier())
    spaced = status_of(ROAD_AZ, (permit(ROAD_AZ),), typed, ON_DATE)
    assert spaced.state == "have"


def test_a_permit_is_worth_what_its_dossier_asks_for() -> None:
    found = standings(dossier(), RULES, ALL, REFERENCE, ON_DATE)
    good = standing_of(ALL[0], found, LOAD, ON_DATE)
    assert good is not None
    assert (good.state, good.may_be_applied_for) == ("have", False)
    other = standing_of(ALL[-1], found, OTHER_TRUCK, ON_DATE)
    assert other is not None
    assert (other.code, other.may_be_applied_for) == ("permit_other_plate", True)
    later = standing_of(replace(ALL[-1], valid_from="2099-01-01"), found, LOAD, ON_DATE)
    assert later is not None
    assert not later.may_be_applied_for, "another application would be refused"
    elsewhere = replace(ALL[0], request=replace(ALL[0].request, country="KZ"))
    assert standing_of(elsewhere, found, LOAD, ON_DATE) is None


def test_a_used_permit_counts_after_its_last_day() -> None:
    used = permit(ROAD_AZ, "exhausted", uses=USES, valid_to="2026-11-20")
    assert status_of(ROAD_AZ, (used,), LOAD, ON_DATE).state == "have"


def test_what_is_carried_is_not_applied_for() -> None:
    (reminder, *_) = reminders_of(dossier(), RULES, REFERENCE, ON_DATE)
    assert status_of(reminder, (), LOAD, ON_DATE).state == "not_needed"


ALL = tuple(permit(needs) for needs in NEEDS)


def codes(found: tuple[Refusal, ...]) -> list[tuple[str, str]]:
    assert {refusal.code for refusal in found} <= set(TEXTS)
    return [(refusal.code, refusal.args["country"]) for refusal in found]


def test_nothing_is_missing_with_all_permits() -> None:
    assert missing_at_departure(dossier(), RULES, ALL, REFERENCE, ON_DATE) == ()


def test_the_release_names_each_permit_that_is_missing() -> None:
    found = missing_at_departure(dossier(), RULES, ALL[:3], REFERENCE, ON_DATE)
    assert codes(found) == [
        ("permit_missing_at_departure", "AZ"),
        ("permit_missing_at_departure", "GE"),
    ]
    assert found[0] == Refusal(
        "permit_missing_at_departure",
        "/dossier/consignment/means/0/nationality",
        "R053",
        {
            "kind": "road_transit",
            "country": "AZ",
            "authority": "AZ-ROAD",
            "rule": "R053",
            "state": "missing",
            "number": "",
        },
    )


def test_the_release_says_when_a_permit_is_for_another_plate() -> None:
    other = dossier()
    truck, trailer = other.consignment.means
    load = replace(other.consignment, means=(replace(truck, id="01KG999ZZZ"), trailer))
    found = missing_at_departure(replace(other, consignment=load), RULES, ALL, REFERENCE, ON_DATE)
    assert codes(found) == [("permit_other_plate", c) for c in ("UZ", "TM", "AZ", "GE")]


def test_a_permit_must_hold_on_the_day_of_entry() -> None:
    short = tuple(replace(one, valid_to=ON_DATE) for one in ALL)
    found = missing_at_departure(dossier(), RULES, short, REFERENCE, ON_DATE)
    assert codes(found) == [("permit_expired", "UZ"), ("permit_expired", "UZ")]


def test_a_border_asks_for_all_of_its_state_and_nothing_of_others() -> None:
    assert missing_at_border(dossier(), RULES, ALL, REFERENCE, ON_DATE, "UZ") == ()
    found = missing_at_border(dossier(), RULES, ALL[2:], REFERENCE, ON_DATE, "UZ")
    assert codes(found) == [("permit_missing_at_departure", "UZ")] * 2
    assert missing_at_border(dossier(), RULES, (), REFERENCE, ON_DATE, "KG") == ()


def test_what_is_needed_at_the_border_does_not_hold_back_the_release() -> None:
    declared = dossier(CHERRIES, over=route("UZ-TASH", "KZ-SHYM", "KG-BISH"), registered="KG")
    granted = tuple(permit(n) for n in requirements(declared) if n.at == "departure")
    assert missing_at_departure(declared, RULES, granted, REFERENCE, ON_DATE) == ()
    found = missing_at_border(declared, RULES, granted, REFERENCE, ON_DATE, "KZ")
    assert codes(found) == [("permit_missing_at_border", "KZ")]


# Pre-flight


def asked_of_all(
    declared: Dossier, rules: tuple[RequirementRule, ...], permits: tuple[Permit, ...]
) -> tuple[CountryVerdict, ...]:
    states = standings(declared, rules, permits, REFERENCE, ON_DATE)
    return preflight(declared, states, questions_of(declared, rules, ON_DATE))


def verdicts(declared: Dossier, *permits: Permit) -> dict[str, CountryVerdict]:
    found = asked_of_all(declared, RULES, permits)
    return {verdict.country: verdict for verdict in found}


def test_preflight_says_which_state_would_stop_it_and_why() -> None:
    found = verdicts(dossier(), *ALL[:3])
    assert {country: verdict.ok for country, verdict in found.items()} == {
        "KG": True,
        "UZ": True,
        "TM": True,
        "AZ": False,
        "GE": False,
    }
    assert codes(found["AZ"].reasons) == [("permit_missing_at_departure", "AZ")]
    assert found["UZ"].reasons == ()


def test_preflight_notes_open_questions_and_short_terms() -> None:
    found = verdicts(dossier())
    assert codes(found["KG"].notes) == [("permit_question_open", "KG")] * 2
    late = [("permit_lead_time", "UZ")] * 2
    assert codes(found["UZ"].notes) == [*late, ("permit_question_open", "UZ")]
    assert found["KG"].notes[0].pointer == "/dossier/answers/dual_use"
    answered = verdicts(dossier(answers={"dual_use": False, "oversize": False}), *ALL)
    assert all(verdict.ok and not verdict.notes for verdict in answered.values())


@pytest.mark.parametrize(
    ("term_days", "applied", "by", "late_days"),
    [
        (7, "2026-11-21T08:00:00.000Z", "2026-11-28", 6),
        (7, "2026-11-21T19:00:00.000Z", "2026-11-29", 7),
        (None, "2026-11-21T18:59:59.999Z", "2026-11-26", 4),
        (0, "2026-11-21T08:00:00.000Z", "2026-11-21", 0),
    ],
)
def test_one_date_by_which_it_is_decided_and_by_how_much_that_is_too_late(
    term_days: int | None, applied: str, by: str, late_days: int
) -> None:
    """UZ is entered on 22 November; days are those at the authority, and the term is the rule's."""
    rules = (replace(rule("R053"), lead_time_days=term_days),)

    def of_uz(at: str, *held: Permit) -> RequirementState:
        found = standings(dossier(YARN), rules, held, REFERENCE, at)
        return next(one for one in found if one.requirement.country == "UZ")

    asked = request_for(of_uz(applied).requirement, dossier(YARN), "mv-KG-1")
    asked = replace(asked, term_days=term_days)
    waiting = Permit("pm-KG-1", "KG", "ala-too", asked, applied_at=applied)
    for one in (of_uz("2026-12-24T08:00:00.000Z", waiting), of_uz(applied)):
        assert (one.decided_by, one.late_days) == (by, late_days)
    assert day_at(waiting.due_at, "UZ") == by
    assert day_at(instant(to_ms(waiting.due_at) + 1), "UZ") > by


def test_preflight_notes_a_vehicle_of_unknown_registration() -> None:
    found = verdicts(dossier(YARN, registered=None))
    assert found["UZ"].ok
    assert codes(found["UZ"].notes) == [("permit_registration_unknown", "UZ")]


def test_a_rule_that_does_not_block_leaves_a_note() -> None:
    advisory = (replace(rule("R053"), blocking=False),)
    (_, uz, *_) = asked_of_all(dossier(YARN), advisory, ())
    assert uz.ok
    assert codes(uz.notes) == [("permit_missing_at_departure", "UZ"), ("permit_lead_time", "UZ")]


# Plates


def test_plates_are_compared_without_their_spacing() -> None:
    assert identifier("01 kg 123-abc") == "01KG123ABC"
    assert covers(("01KG123ABC",), ())
    assert covers((), ("01KG123ABC",))
    assert not covers(("01KG123ABC",), ("01KG123ABC", "01KG4567T"))
    assert covers(("01KG123ABC",), ("01КG123АВС",))
    assert alike(("01KG123ABC",), "O1KG123ABC")
    assert not alike(("01KG123ABC",), "02KG123ABC")


# The packaged data


def test_every_rule_of_the_published_table_is_told_or_left_out_on_purpose(shared: Path) -> None:
    with (shared / "data" / "permit_rules.csv").open(encoding="utf-8") as table:
        published = {row["rule_id"] for row in csv.DictReader(table)}
    assert {rule.id.rstrip("DEN") for rule in RULES} == published


def test_the_rules_are_whole() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) == 69
    for one in RULES:
        assert one.illustrative
        assert one.title.en
        assert one.title.ru != one.title.en
        assert one.instruments
        assert one.obtained == "apply" or not one.blocking
        assert (one.asks is None) == (one.question == "")
        assert all(len(prefix) in (2, 4, 6, 8, 10) for prefix in one.hs)


def test_each_demo_state_has_a_desk_for_each_permit_to_apply_for() -> None:
    desks = load_authorities()
    assert len({desk.code for desk in desks}) == len(desks) == 81
    assert all(desk.invented and desk.code.startswith(desk.country) for desk in desks)
    for one in load_requirement_rules():
        states = {"KG", "KZ", "UZ", "TM", "AZ", "GE"}
        for country in states & set(one.countries) or (states if "*" in one.countries else set()):
            assert country in one.authorities


def test_a_state_without_desks_is_named_with_its_country() -> None:
    road = rule("R053")
    assert authority_of(road, "TR", REFERENCE).code == "TR-ROAD"
    assert REFERENCE.countries["TR"].name_ru in authority_of(road, "TR", REFERENCE).name.ru
    assert authority_of(road, "XX", REFERENCE).name.en == "Road transport authority (XX)"
    assert authority_of(replace(road, desk_name=None), "XX", REFERENCE).name.ru == "ROAD (XX)"


def test_the_nearest_act_is_named() -> None:
    assert rule("R053").instrument_in("KZ").number == "353"
    assert rule("R053").instrument_in("AZ").number == ""


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("0801", ("0801",)), ("0809-0811", ("0809", "0810", "0811")), ("8471-8471", ("8471",))],
)
def test_ranges_are_spread(prefix: str, expected: tuple[str, ...]) -> None:
    assert spread(prefix) == expected


HS = st.from_regex(r"\A\d{4}(\d{2}){0,3}\Z")


@given(st.lists(HS, min_size=1, max_size=5), st.booleans())
def test_every_requirement_points_at_what_it_names(codes: list[str], yes: bool) -> None:
    items = [item(n, hs) for n, hs in enumerate(codes, 1)]
    questions = {q.question.code: yes for q in questions_of(dossier(*items), RULES, ON_DATE)}
    declared = dossier(*items, answers=questions)
    seen = set()
    for needs in requirements(declared):
        assert (needs.rule, needs.country) not in seen
        seen.add((needs.rule, needs.country))
        assert needs.country in {point.country for point in OSH_POTI.points}
        if needs.items:
            first = items[needs.items[0] - 1]
            assert needs.pointer.endswith(f"/items/{first.number - 1}")
            assert any(first.hs.startswith(prefix) for prefix in rule(needs.rule).hs)


@pytest.mark.parametrize(
    ("places", "hs", "asked"),
    [
        (("KG-BISH", "KZ-KORD", "KZ-ASTA"), "220421", [("R022N", "KG")]),
        (("KG-BISH", "KZ-KORD", "KZ-ASTA"), "240220", [("R023N", "KG")]),
        (("KG-BISH", "KZ-KORD", "KZ-ASTA"), "640399", [("R024N", "KG")]),
        (("KG-BISH", "KZ-KORD", "KZ-ASTA"), "080929", []),
        (("KG-BISH", "KG-OSH"), "220421", []),
        (("UZ-TASH", "KZ-ZHIB", "KZ-ASTA"), "220421", []),
        (("CN-KHOR", "KZ-NURZ", "KG-BISH", "UZ-TASH"), "640399", [("R024", "KZ")]),
    ],
)
def test_a_navigation_seal_is_asked_for_once_on_a_way_through_the_union(
    places: tuple[str, ...], hs: str, asked: list[tuple[str, str]]
) -> None:
    """Between two of its states, or through them; not inside one, nor where one alone is met."""
    way = dossier(item(hs=hs), over=route(*places))
    found = reminders_of(way, RULES, REFERENCE, ON_DATE)
    told = [(one.rule, one.country) for one in found if one.kind == "navigation_seal"]
    assert told == asked
    before = reminders_of(way, RULES, REFERENCE, "2026-02-10")
    assert [one.rule for one in before if one.rule.endswith("N")] == []

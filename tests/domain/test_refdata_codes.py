"""Lists of codes that states issue: what is taken, what counts when and for whom, what is told."""

import hashlib
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.movement.codes_named import codes_in
from corridor.domain.movement.judging import dossier_refusals
from corridor.domain.movement.rules import check_rules, rules_on
from corridor.domain.nomenclature import VALID_TO
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.difference import difference
from corridor.domain.refdata.judging_codes import CHANGES_MAX
from corridor.domain.refdata.kind import REFDATA
from corridor.domain.refdata.proposing import ProposeReference, ReferenceProposed
from corridor.domain.refdata.rows import CODE_LISTS, LISTS, ROWS_MAX, ListName, Row
from corridor.domain.refdata.state import list_id
from corridor.domain.refdata.usage import left_out
from corridor.domain.reference.code_rows import (
    CountryCode,
    CurrencyRow,
    DangerousRow,
    GoodsCode,
    PackageKind,
    UnitRow,
)
from corridor.domain.reference.model import Reference
from corridor.domain.refusals import Refused
from tests.domain.known import NOTHING, decide
from tests.domain.lists_issued import FIRST, LATER, issued, sets
from tests.domain.movement_world import DOSSIER, REFERENCE, TODAY, context

BUILT_IN = {name: rows_on(name, "KG", REFERENCE) for name in CODE_LISTS}


def told(name: ListName, rows: tuple[Row, ...], day: str = LATER) -> Any:
    asked = ProposeReference(name, day, rows)
    subject = list_id("KG", name, day)
    return decide(REFDATA, None, asked, context(FIRST, subject=subject, node="KG"), NOTHING)


def without(name: ListName, *codes: str) -> tuple[Row, ...]:
    return tuple(row for row in BUILT_IN[name] if row.key not in codes)


VERSION_0 = {
    "countries": "4b4ad3428f7d7073",
    "packages": "008f33e8f7bb7adf",
    "units": "14dbee8fc110da3c",
    "currencies": "e710d9f1a6f0b36b",
    "dangerous": "65f86c1116126451",
    "goods": "9c62a008e8605b66",
}


WORDS = ("name_en", "name_ru", "words_ru", "symbol")
"""By which nothing is judged: what a code is called may still be written down."""


def nameless(row: Row) -> Row:
    return replace(row, **{one: "" for one in WORDS if hasattr(row, one)})


@pytest.mark.parametrize("name", CODE_LISTS)
def test_what_came_with_the_program_judges_bit_for_bit_as_it_did(name: ListName) -> None:
    data = msgspec.json.encode([*map(nameless, BUILT_IN[name])], order="sorted")
    assert hashlib.sha256(data).hexdigest()[:16] == VERSION_0[name]


def test_kinds_of_packages_and_the_usual_dangerous_goods_have_names() -> None:
    packages, dangerous = (REFERENCE.lists[name].values() for name in ("packages", "dangerous"))
    assert all(row.name_en and row.name_ru for row in packages)
    assert all(row.name_en for row in dangerous)
    assert sum(bool(row.name_ru) for row in dangerous) > 1_100


@pytest.mark.parametrize("name", CODE_LISTS)
def test_what_came_with_the_program_can_be_issued_anew(name: ListName) -> None:
    rows = BUILT_IN[name]
    assert told(name, rows) == (ReferenceProposed(name, LATER, rows),)
    assert difference(rows, rows_on(name, "KG", sets(issued(name, rows)).on(LATER))).is_empty
    assert len(rows) <= ROWS_MAX


def test_the_lists_hold_what_their_standards_hold() -> None:
    named = {name: {row.key for row in BUILT_IN[name]} for name in CODE_LISTS}
    assert {"KG", "XI", "XK", "EU", "TW"} <= named["countries"]
    assert len(named["countries"]) == 249 + len({"XI", "XK", "XS", "XU", "EU"})
    assert {"KGM", "LTR", "MTQ", "C62"} <= named["units"]
    assert {"KGS", "XCG", "EUR"} <= named["currencies"]
    assert {"0004", "1203", "3560"} <= named["dangerous"]
    every = (row for name in ("countries", "currencies") for row in REFERENCE.lists[name].values())
    assert all(row.name("ru") and row.name("en") for row in every)
    of_ways = {"offices", "rates", "permit_rules", "places", "links"}
    assert set(LISTS) == {*of_ways, "mappings", *CODE_LISTS}


PLAIN = PackageKind("00", "Query box")
WRONG: list[tuple[str, str, ListName, tuple[Row, ...]]] = [
    ("refdata_code", "code", "countries", (CountryCode("KGZ"),)),
    ("refdata_code", "code", "packages", (PackageKind("BOX"),)),
    ("refdata_code", "code", "units", (UnitRow("KILO"),)),
    ("refdata_code", "code", "currencies", (CurrencyRow("K1S"),)),
    ("refdata_code", "code", "dangerous", (DangerousRow("120A", hazard="3"),)),
    ("refdata_code", "code", "goods", (GoodsCode("080"),)),
    ("refdata_twice", "code", "packages", (PLAIN, replace(PLAIN, valid_from="2027-01-01"))),
    ("refdata_ends_before", "valid_to", "packages", (replace(PLAIN, valid_to="1999-12-31"),)),
    ("refdata_no_day", "valid_from", "packages", (replace(PLAIN, valid_from="2026-02-30"),)),
    ("refdata_no_day", "valid_to", "packages", (replace(PLAIN, valid_to="2027-02-29"),)),
    ("refdata_digits", "digits", "currencies", (CurrencyRow("KGS", digits=3),)),
    ("refdata_digits", "digits", "currencies", (CurrencyRow("QQQ", digits=0),)),
    ("refdata_subheadings", "subheadings", "goods", (GoodsCode("0809"),)),
    ("refdata_subheadings", "subheadings", "goods", (GoodsCode("08", subheadings=("10",)),)),
    ("refdata_other_list", "", "packages", (UnitRow("KGM"),)),
]


@pytest.mark.parametrize(("code", "column", "name", "rows"), WRONG)
def test_each_fault_names_its_row_and_column(
    code: str, column: str, name: ListName, rows: tuple[Row, ...]
) -> None:
    found = told(name, rows)
    assert isinstance(found, Refused)
    pointer = f"/rows/{len(rows) - 1}/{column}".rstrip("/")
    assert (code, pointer) in {(one.code, one.pointer) for one in found.refusals}


def test_a_list_as_a_whole_is_judged_too() -> None:
    def codes(name: ListName, rows: tuple[Row, ...]) -> set[str]:
        found = told(name, rows)
        return {one.code for one in found.refusals} if isinstance(found, Refused) else set()

    assert codes("countries", without("countries", "KG")) == {"refdata_own_country"}
    days = [f"2027-{month:02d}-{day:02d}" for month in range(1, 7) for day in range(1, 10)]
    many = tuple(PackageKind(f"{n:02d}", valid_from=day) for n, day in enumerate(days))
    assert codes("packages", many) == {"refdata_changes"}
    assert codes("packages", many[:CHANGES_MAX]) == set()
    long = tuple(UnitRow(f"{n:03d}", "x" * 300, "y" * 300) for n in range(1_000))
    longer = tuple(UnitRow(f"A{n:02X}", "x" * 300, "y" * 300) for n in range(16, 256))
    assert codes("units", long) == set()
    assert codes("units", (*long, *longer, *(replace(r, code=f"B{r.code[1:]}") for r in longer)))


def test_a_list_counts_for_the_state_that_issued_it_and_for_no_other() -> None:
    rows = (*without("packages", "BX"), PLAIN)
    both = sets(issued("packages", rows), issued("units", BUILT_IN["units"], node="UZ"))
    then = both.on(LATER)
    assert "BX" in then.package_kinds
    assert "BX" not in then.of("KG").package_kinds
    assert then.of("KG").of("UZ").package_kinds == REFERENCE.package_kinds
    assert then.of("KG").issued == {"packages"}
    assert then.of("UZ").issued == {"units"}
    assert then.of("TM").issued == frozenset()
    assert then.of("KG").on(TODAY).of("KG").package_kinds == REFERENCE.package_kinds
    assert rows_on("packages", "KG", then)[-1] == PLAIN
    assert rows_on("packages", "UZ", then) == BUILT_IN["packages"]
    assert then.of("KG").offices == REFERENCE.offices
    assert REFERENCE.of("KG") is REFERENCE


def test_rows_come_and_go_on_their_days() -> None:
    coming = replace(PLAIN, valid_from="2027-01-01", valid_to="2027-06-30")
    ended = PackageKind("01", valid_to="2026-02-30")
    found = sets(issued("packages", (*BUILT_IN["packages"], coming, ended)))
    on = {day: "00" in found.on(day).of("KG").package_kinds for day in (LATER, "2026-12-31")}
    assert not any(on.values())
    assert "00" in found.on("2027-06-30").of("KG").package_kinds
    assert "00" not in found.on("2027-07-01").of("KG").package_kinds
    assert "01" not in found.on(LATER).of("KG").package_kinds


KIND = DOSSIER.consignment.houses[0].items[0].packages[0].kind


def test_a_dossier_is_judged_by_the_list_of_its_day_and_of_its_departure() -> None:
    shorter = without("packages", KIND)
    at_home, abroad = (
        sets(issued("packages", shorter)),
        sets(issued("packages", shorter, node="UZ")),
    )
    codes = {one.code for one in dossier_refusals(DOSSIER, at_home, LATER)}
    assert "rule.CL017" in codes
    before = dossier_refusals(DOSSIER, REFERENCE, TODAY)
    assert dossier_refusals(DOSSIER, at_home, TODAY) == before
    assert dossier_refusals(DOSSIER, abroad, LATER) == dossier_refusals(DOSSIER, REFERENCE, LATER)


def with_item(**fields: Any) -> Any:
    house = DOSSIER.consignment.houses[0]
    items = (replace(house.items[0], **fields), *house.items[1:])
    load = replace(DOSSIER.consignment, houses=(replace(house, items=items),))
    return replace(DOSSIER, consignment=load)


def rules_against(dossier: Any, reference: Reference, day: str) -> set[str]:
    return {one.rule for one in dossier_refusals(dossier, reference, day)}


def test_what_a_list_leaves_out_is_refused_by_name() -> None:
    dangerous = with_item(dangerous_goods=("4321",))
    assert "CL101" not in rules_against(dangerous, REFERENCE, LATER)
    own = sets(issued("dangerous", BUILT_IN["dangerous"]))
    assert "CL101" in rules_against(dangerous, own, LATER)
    assert "CL101" not in rules_against(with_item(dangerous_goods=("1203",)), own, LATER)
    priced = with_item(value_minor=100, currency="QQQ")
    assert "CL048" in rules_against(priced, REFERENCE, LATER)
    money = sets(issued("currencies", (*BUILT_IN["currencies"], CurrencyRow("QQQ"))))
    assert "CL048" not in rules_against(priced, money, LATER)
    abroad = with_item(country_of_destination="QQ")
    lands = sets(issued("countries", (*BUILT_IN["countries"], CountryCode("QQ"))))
    assert "CL008" in rules_against(abroad, REFERENCE, LATER)
    assert "CL008" not in rules_against(abroad, lands, LATER)


def test_after_the_edition_of_2022_a_list_of_the_state_judges_codes_of_goods() -> None:
    day, odd = "2028-01-01", with_item(hs="050310")
    assert day > VALID_TO
    assert [type(one).__name__ for one in rules_on(day) if one.code == "DTC05"] == ["DTC05Issued"]
    assert "DTC05" not in rules_against(odd, REFERENCE, day)
    own = sets(issued("goods", BUILT_IN["goods"], "2027-12-01"))
    assert "DTC05" in rules_against(odd, own, day)
    assert "DTC05" not in rules_against(DOSSIER, own, day)
    assert check_rules(DOSSIER, own.on(day).of("KG"), day) == check_rules(DOSSIER, REFERENCE, day)


def test_what_a_list_leaves_out_is_told() -> None:
    rows = without("packages", "BX", "CT")
    assert left_out(BUILT_IN["packages"], rows, LATER) == {"BX", "CT"}
    ended = tuple(replace(r, valid_to=TODAY) if r.key == "BX" else r for r in BUILT_IN["packages"])
    assert left_out(BUILT_IN["packages"], ended, LATER) == {"BX"}
    fewer = (GoodsCode("0809", subheadings=("10",)),)
    assert left_out((GoodsCode("0809", subheadings=("10", "21")),), fewer, LATER) == {"080921"}
    offices = rows_on("offices", "KG", REFERENCE)
    assert "KGOSH001:DES" in left_out(offices, (), LATER), "a part that an office no longer has"
    assert left_out(offices, offices, LATER) == frozenset()


def test_which_codes_a_dossier_names() -> None:
    one = with_item(dangerous_goods=("1203",), hs="0809290000", currency="KGS")
    assert "KG" in codes_in(one, "countries")
    assert KIND in codes_in(one, "packages")
    assert "KGS" in codes_in(one, "currencies")
    assert codes_in(one, "dangerous") == {"1203"}
    assert {"0809", "080929"} <= codes_in(one, "goods")
    assert codes_in(one, "units") == frozenset()


def test_names_and_days_of_a_row() -> None:
    row = PackageKind("QQ", "Box", "Ящик", "2026-01-01", "2026-12-31")
    assert (row.name("ru"), row.name("en"), row.key) == ("Ящик", "Box", "QQ")
    assert row.counts_on("2026-12-31")
    assert not row.counts_on("2027-01-01")
    assert not row.counts_on("2025-12-31")

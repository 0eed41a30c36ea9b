"""A state's own codes beside those of the corridor: judged, dated, and named to a dossier."""

from typing import Any, get_args

import pytest
from msgspec.structs import replace

from corridor.domain.consignment import Document, Dossier, Package
from corridor.domain.movement.control import Result
from corridor.domain.movement.preflight import verdicts
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.beside import own_codes
from corridor.domain.refdata.judging import faults_of
from corridor.domain.refdata.rows import Row
from corridor.domain.reference.code_rows import PackageKind
from corridor.domain.reference.mapping_rows import RESULT_CODES, MappingRow, Partner, partner_of
from tests.domain.lists_issued import issued, sets
from tests.domain.permit_cases import CHERRIES, ON_DATE, REFERENCE, dossier

DAY = ON_DATE[:10]
YURT = MappingRow("packages", "Q1", "narrower", "BX")
NOTE = MappingRow("documents", "D-1", "same", "N730")
ALONE = MappingRow("documents", "D-9", "none")
TRACTOR = MappingRow("means", "32", "narrower", "30")
OWN: tuple[Row, ...] = (YURT, NOTE, ALONE, TRACTOR)
KINDS = (PackageKind("Q1", "Yurt"), *rows_on("packages", "KG", REFERENCE))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (YURT, []),
        (ALONE, []),
        (TRACTOR, []),
        (MappingRow("results", "R", "same", "A1"), []),
        (MappingRow("units", "166", "same", "KGM", valid_to="2030-01-01"), []),
        (replace(YURT, code=""), ["mapping_code code"]),
        (replace(ALONE, code="N730"), ["mapping_code code"]),
        (replace(YURT, own="BX"), ["mapping_itself own"]),
        (replace(YURT, code="Q7"), ["mapping_unknown code"]),
        (MappingRow("results", "R", "same", "C1"), ["mapping_unknown code"]),
        (replace(TRACTOR, code="3A"), ["mapping_unknown code"]),
        (replace(NOTE, code="N73"), ["mapping_unknown code"]),
        (replace(NOTE, valid_to="1999-01-01"), ["ends_before valid_to"]),
    ],
)
def test_a_code_that_stands_for_another_is_one_of_the_corridor(
    row: MappingRow, found: list[str]
) -> None:
    said = faults_of("mappings", (row,), "KG", REFERENCE)
    assert [f"{one.code[8:]} {one.pointer.rpartition('/')[2]}" for one in said] == found


def test_results_are_those_of_a_control_and_a_key_is_of_its_list() -> None:
    assert get_args(Result) == RESULT_CODES
    assert faults_of("mappings", (YURT, YURT), "KG", REFERENCE)[0].pointer == "/rows/0/own"
    both = (YURT, replace(YURT, list="units", code="KGM"))
    assert faults_of("mappings", both, "KG", REFERENCE) == ()
    assert (replace(YURT, name_en="a").name("en"), YURT.name("ru")) == ("a", "")


def test_a_row_counts_from_its_day_to_its_last() -> None:
    until = replace(YURT, valid_to="2026-12-31")
    later = replace(NOTE, valid_from="2027-02-01")
    found = sets(issued("mappings", (until, later), "2026-12-01"))
    assert [rows_on("mappings", "KG", found.on(day)) for day in ("2026-11-30", "2026-12-01")] == [
        (),
        (until,),
    ]
    assert rows_on("mappings", "KG", found.on("2027-01-01")) == ()
    assert rows_on("mappings", "KG", found.on("2027-02-01")) == (later,)


def test_own_codes_stand_in_the_order_of_the_corridors() -> None:
    found = sets(issued("mappings", OWN, DAY), issued("mappings", (NOTE,), DAY, "UZ")).on(DAY)
    said = [(o.state, o.row.own) for o in own_codes("documents", ("UZ", "KG", "AZ"), found)]
    assert said == [("UZ", "D-1"), ("KG", "D-1"), ("KG", "D-9")]


THERE = (MappingRow("packages", "7", "same", "BX"), MappingRow("packages", "8", "proposed", "BX"))


@pytest.mark.parametrize(
    ("given", "there", "here", "known", "partner"),
    [
        ("Q1", (), (YURT,), ("BX",), Partner("BX", "narrower")),
        ("Q1", THERE, (YURT,), (), Partner("7", "narrower")),
        ("Q1", THERE, (replace(YURT, relation="same"),), (), Partner("7", "same")),
        ("BX", THERE[1:], (), (), Partner("8", "proposed")),
        ("Q1", THERE, (replace(YURT, relation="none", code=""),), (), None),
        ("CT", THERE, (YURT,), (), None),
    ],
)
def test_the_partner_is_what_the_other_state_has(
    given: str, there: Any, here: Any, known: tuple[str, ...], partner: Partner | None
) -> None:
    assert partner_of(given, "packages", there, here, known) == partner


def notes(declared: Dossier, *lists: Any) -> dict[str, list[tuple[str, str, str]]]:
    found = verdicts(declared, (), (), sets(*lists), ON_DATE)
    return {
        one.country: [
            (n.code, n.args["given"], f"{n.args.get('partner')} {n.args.get('mapping')}")
            for n in one.notes
        ]
        for one in found
    }


def test_a_dossier_is_told_what_the_next_state_has_for_an_own_code() -> None:
    papers = (Document("transport", "D-1"), Document("supporting", "D-9"))
    item = replace(CHERRIES, packages=(Package("Q1", 4),), documents=(*papers, papers[0]))
    lists = (issued("packages", KINDS, DAY), issued("mappings", OWN, DAY))
    found = notes(dossier(item), *lists, issued("mappings", (THERE[0],), DAY, "UZ"))
    assert found["KG"] == []
    assert found["AZ"] == [
        ("list_partner", "Q1", "BX narrower"),
        ("list_partner", "D-1", "N730 same"),
        ("list_not_there", "D-9", "None None"),
    ]
    alone = notes(dossier(item), issued("packages", KINDS, DAY))
    assert alone["AZ"] == [("list_not_there", "Q1", "None None")]
    none = notes(dossier(), issued("packages", (PackageKind("ZZ"),), DAY, "UZ"), *lists)
    assert {code for code, _, _ in none["UZ"]} == {"list_elsewhere"}


def test_own_codes_of_means_are_named_and_mapping_is_no_list_to_judge_by() -> None:
    plain = dossier()
    means = tuple(replace(one, kind="32") for one in plain.consignment.means)
    asked = replace(plain, consignment=replace(plain.consignment, means=means))
    reference = sets(issued("mappings", OWN, DAY))
    found = {one.country: one for one in verdicts(asked, (), (), reference, ON_DATE)}
    (note,) = (one for one in found["UZ"].notes if one.code == "list_partner")
    assert (note.args["partner"], note.pointer) == ("30", "/dossier/consignment/means/0/kind")
    assert found["KG"].lists == ()

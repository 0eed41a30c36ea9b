"""A state's own lists: proposed by one operator, confirmed by another, counting from a day on."""

from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.facts import Actor, Fact
from corridor.domain.kind import TO_ALL
from corridor.domain.movement.codes_named import codes_in
from corridor.domain.movement.judging import dossier_refusals
from corridor.domain.refdata.base import office_of, rows_on
from corridor.domain.refdata.difference import Changed, Difference, difference
from corridor.domain.refdata.dropping import DropReference, ReferenceDropped
from corridor.domain.refdata.in_force import with_editions
from corridor.domain.refdata.issuing import IssueReference, ReferenceIssued
from corridor.domain.refdata.kind import REFDATA, WAITING
from corridor.domain.refdata.proposing import ProposeReference, ReferenceProposed
from corridor.domain.refdata.rates import converted
from corridor.domain.refdata.rows import OfficeRow, Row
from corridor.domain.refdata.state import ReferenceList, edition_on, list_id
from corridor.domain.refdata.usage import left_out, parts_taken
from corridor.domain.reference.model import RateRow
from corridor.domain.refusals import Refused, refuse
from tests.domain.known import NOTHING, Known, decide
from tests.domain.movement_world import DOSSIER, NOW, OSH, REFERENCE, TODAY, context

FIRST = Actor("", "kg-operator", "operator", "operator")
SECOND = Actor("", "kg-operator", "operator-2", "operator")
OFFICES, RATES = list_id("KG", "offices", TODAY), list_id("KG", "rates", TODAY)
BEFORE = rows_on("offices", "KG", REFERENCE)
NEW = OfficeRow("KGOSH009", "KG-OSH", "Osh rail post", "Пост Ош-ж/д", ("DEP",), name_own="Ош")
LATER = "2026-12-01"
EURO = RateRow("EUR", "KGS", "98.40")


def told(state: Any, command: Any, actor: Actor = FIRST, known: Known = NOTHING) -> Any:
    subject = state.id if state else RATES if command.list == "rates" else OFFICES
    return decide(REFDATA, state, command, context(actor, subject=subject, node="KG"), known)


def fact(payload: Any, number: int, actor: Actor = FIRST, node: str = "KG") -> Fact[Any]:
    return Fact(payload, node, number, f"{NOW}-{number:04d}", NOW, actor)


def proposed(rows: tuple[Row, ...] = (*BEFORE, NEW), day: str = LATER) -> ReferenceProposed:
    name = "rates" if isinstance(rows[0], RateRow) else "offices"
    return ReferenceProposed(name, day, rows, "Order 7")  # type: ignore[arg-type]


def issued(rows: tuple[Row, ...] = (*BEFORE, NEW), day: str = LATER) -> ReferenceList:
    subject = list_id("KG", proposed(rows, day).list, day)
    said = [fact(proposed(rows, day), 1), fact(ReferenceIssued(NOW), 2, SECOND)]
    state = REFDATA.fold(subject, said)
    assert state is not None
    return state


def test_one_proposes_another_confirms() -> None:
    ask = ProposeReference("offices", LATER, (*BEFORE, NEW), "Order 7")
    assert told(None, ask) == (proposed(),)
    state = REFDATA.fold(OFFICES, [fact(proposed(), 1)])
    assert state is not None
    assert [row.list for row in REFDATA.listings(state, "KG")] == ["refdata:KG", WAITING]
    assert [row.list for row in REFDATA.listings(state, "UZ")] == ["refdata:KG"]
    assert told(state, IssueReference(NOW)) == refuse("refdata_own_proposal")
    assert told(state, IssueReference(NOW), SECOND) == (ReferenceIssued(NOW),)
    edition = issued().editions[0]
    assert (edition.proposed_by, edition.issued_by) == ("operator", "operator-2")
    assert issued().pending is None


def test_what_was_replaced_or_dropped_cannot_be_confirmed() -> None:
    state = REFDATA.fold(OFFICES, [fact(proposed(), 1)])
    assert state is not None
    other = "2026-11-21T07:00:00.000Z"
    assert told(state, IssueReference(other), SECOND) == refuse("refdata_replaced")
    assert told(state, DropReference(other)) == refuse("refdata_replaced")
    assert told(state, DropReference(NOW)) == (ReferenceDropped(NOW),)
    assert REFDATA.evolve(state, fact(ReferenceDropped(other), 2), OFFICES) == state
    late = REFDATA.evolve(state, fact(ReferenceIssued(other), 2, SECOND), OFFICES)
    assert late is not None
    assert not late.editions
    gone = REFDATA.evolve(state, fact(ReferenceDropped(NOW), 2), OFFICES)
    assert gone is not None
    assert told(gone, IssueReference(NOW), SECOND) == refuse("refdata_replaced")
    assert state.pending is not None
    overdue = replace(state, pending=replace(state.pending, valid_from="2026-11-01"))
    past = refuse("refdata_past", "/valid_from", date="2026-11-01")
    assert told(overdue, IssueReference(NOW), SECOND) == past


ROW = BEFORE[0]
WRONG: list[tuple[str, str, tuple[Row, ...]]] = [
    ("refdata_other_state", "code", (replace(NEW, code="UZOSH009"),)),
    ("refdata_place_unknown", "place", (replace(NEW, place="KG-NOWH"),)),
    ("refdata_place_unknown", "place", (replace(NEW, place="UZ-TASH"),)),
    ("refdata_hours", "opens", (replace(NEW, opens="09:00"),)),
    ("refdata_hours", "opens", (replace(NEW, days="six", opens="09:00", closes="08:00"),)),
    ("refdata_ends_before", "valid_to", (replace(NEW, valid_to="1999-12-31"),)),
    ("refdata_no_day", "holidays", (replace(NEW, holidays=("2026-02-30",)),)),
    ("refdata_twice", "code", (NEW, NEW)),
    ("refdata_rate_zero", "rate", (replace(EURO, rate="0.00"),)),
    ("refdata_two_bases", "base", (EURO, replace(EURO, currency="USD", base="UZS"))),
    ("refdata_own_currency", "currency", (replace(EURO, currency="KGS"),)),
]


@pytest.mark.parametrize(("code", "column", "rows"), WRONG)
def test_each_fault_names_its_row_and_column(code: str, column: str, rows: tuple[Row, ...]) -> None:
    said = proposed(rows)
    found = told(None, ProposeReference(said.list, LATER, rows))
    assert isinstance(found, Refused)
    pointer = f"/rows/{len(rows) - 1}/{column}"
    assert (code, pointer) in {(one.code, one.pointer) for one in found.refusals}


def test_a_list_is_of_its_own_kind_of_its_own_state_and_not_of_the_past() -> None:
    mixed = told(None, ProposeReference("offices", LATER, (EURO,)))
    assert mixed.refusals[0].code == "refdata_other_list"
    past = told(None, ProposeReference("offices", "2026-11-20", BEFORE))
    assert past == refuse("refdata_past", "/valid_from", date="2026-11-20")
    none = told(None, ProposeReference("offices", "2026-11-31", BEFORE))
    assert none == refuse("refdata_past", "/valid_from", date="2026-11-31")
    state = issued()
    elsewhere = told(state, ProposeReference("rates", LATER, (EURO,)))
    assert elsewhere == refuse("refdata_foreign")
    strange = context(FIRST, subject=state.id, node="UZ")
    assert decide(REFDATA, state, DropReference(NOW), strange) == refuse("refdata_foreign")


def test_an_office_with_open_movements_is_not_left_out() -> None:
    rows = tuple(row for row in BEFORE if row.key != "KGOSH001")
    counts = {
        "customs:KGOSH001:decide": 2,
        "customs:KGOSH001:underway": 1,
        "customs:KGOSH001:closed": 9,
        "customs:KGOSH001:due": 3,
    }
    refused = refuse("refdata_office_open", "/rows", office="KGOSH001", count="3")
    assert told(None, ProposeReference("offices", LATER, rows), known=Known(counts=counts)) == (
        refused
    )
    over = tuple(replace(row, valid_to=TODAY) if row.key == "KGOSH001" else row for row in BEFORE)
    early = tuple(
        replace(row, valid_from="2030-01-01") if row.key == "KGOSH001" else row for row in BEFORE
    )
    for away in (over, early):
        ask = ProposeReference("offices", LATER, away)
        assert told(None, ask, known=Known(counts=counts)) == refused
    state = REFDATA.fold(OFFICES, [fact(proposed(rows), 1)])
    assert told(state, IssueReference(NOW), SECOND, Known(counts=counts)) == refused
    assert told(state, IssueReference(NOW), SECOND) == (ReferenceIssued(NOW),)


def test_nobody_speaks_for_another_state() -> None:
    lie = fact(proposed(), 1, node="UZ")
    assert REFDATA.fold(OFFICES, [lie]) is None
    officer = fact(proposed(), 1, OSH)
    assert REFDATA.fold(OFFICES, [officer]) is None
    state = issued()
    heard = REFDATA.evolve(state, fact(proposed(BEFORE), 3, node="UZ"), OFFICES)
    assert heard is not None
    assert (heard.editions, heard.unheard) == (state.editions, ("UZ:3",))
    astray = fact(proposed((EURO,)), 3)
    after = REFDATA.evolve(state, astray, OFFICES)
    assert after is not None
    assert after.pending is None


def test_the_set_of_a_day_is_the_one_that_counts_on_it() -> None:
    without = tuple(row for row in BEFORE if row.key != "KGOSH001")
    sets = with_editions(REFERENCE, [issued(without), issued((EURO,), LATER)])
    assert "KGOSH001" in sets.on("2026-11-30").offices
    after = sets.on(LATER)
    assert "KGOSH001" not in after.offices
    assert not any(o.code == "KGOSH001" for o in after.offices_at.get("KG-OSH", ()))
    assert after.on("2026-11-30").offices == REFERENCE.offices
    both = with_editions(REFERENCE, [issued(without), issued((EURO,), "2026-11-30")])
    assert both.on("2026-11-30").rates["KG"] == {"EUR": EURO}
    assert "KGOSH001" in both.on("2026-11-30").offices
    assert after.rates["KG"]["EUR"] == EURO
    assert sets.rates == {}
    assert rows_on("rates", "KG", after) == (EURO,)
    assert rows_on("rates", "UZ", after) == ()
    assert after.office_ever("KGOSH001") == REFERENCE.offices["KGOSH001"]
    assert after.office_ever("KGNONE00") is None
    assert REFERENCE.office_ever("KGNONE00") is None


def test_a_dossier_is_judged_by_the_set_of_its_decisive_day() -> None:
    without = tuple(row for row in BEFORE if row.key != "KGOSH001")
    sets = with_editions(REFERENCE, [issued(without)])
    before = dossier_refusals(DOSSIER, sets.on(LATER), TODAY)
    assert before == dossier_refusals(DOSSIER, REFERENCE, TODAY)
    gone = dossier_refusals(DOSSIER, sets, LATER)
    assert "route.office_unknown" in {one.code for one in gone}


def test_the_same_lists_have_one_mark_and_others_another() -> None:
    sets = with_editions(REFERENCE, [issued(BEFORE)])
    assert with_editions(REFERENCE, [issued(BEFORE)]).on(LATER).mark == sets.mark
    assert len({REFERENCE.mark, sets.mark, with_editions(REFERENCE, [issued()]).mark}) == 3


def test_of_two_editions_of_one_day_the_later_word_counts() -> None:
    one, other = issued(BEFORE), issued()
    again = replace(other.editions[0], issued_at="2026-11-22T08:00:00.000Z")
    found = edition_on((replace(one, editions=(again, *one.editions)),), LATER)
    assert found == again
    assert edition_on((one,), TODAY) is None


def test_a_part_that_an_office_lost_is_named_with_its_day_until_it_is_given_back() -> None:
    osh = next(row for row in BEFORE if row.key == "KGOSH001")
    assert isinstance(osh, OfficeRow)
    only = tuple(replace(osh, roles=("DES",)) if row is osh else row for row in BEFORE)
    without = tuple(row for row in BEFORE if row is not osh)
    assert left_out(BEFORE, only, LATER) == {"KGOSH001:DEP"}
    assert parts_taken(REFERENCE, "KGOSH001") == {}
    sets = with_editions(REFERENCE, [issued(only)])
    assert parts_taken(sets.on(TODAY), "KGOSH001") == {"DEP": LATER}
    lists = [issued(only), issued(BEFORE, "2026-12-24")]
    assert parts_taken(with_editions(REFERENCE, lists), "KGOSH001") == {}
    gone = with_editions(REFERENCE, [issued(without)])
    assert parts_taken(gone, "KGOSH001") == {"DEP": LATER, "DES": LATER}
    assert "KGOSH001:DEP" in codes_in(DOSSIER, "offices")


def test_an_office_at_a_place_that_this_node_does_not_know_is_left_out() -> None:
    rows = (*BEFORE, replace(NEW, place="KG-NEWP"))
    assert NEW.code not in with_editions(REFERENCE, [issued(rows)]).on(LATER).offices
    assert with_editions(REFERENCE, [replace(issued(), editions=())]) is REFERENCE


def test_what_would_change_is_said_row_by_row_and_field_by_field() -> None:
    changed = replace(ROW, roles=("DEP",), holidays=("2027-01-01",), invented=False)
    assert isinstance(ROW, OfficeRow)
    assert isinstance(changed, OfficeRow)
    found = difference(BEFORE, (changed, *BEFORE[2:], NEW))
    assert found.added == (NEW.code,)
    assert found.removed == (BEFORE[1].key,)
    assert found.same == len(BEFORE) - 2
    assert (
        Changed(
            ROW.key,
            (
                ("roles", "|".join(ROW.roles), "DEP"),
                ("holidays", "", "2027-01-01"),
                ("invented", "true", "false"),
            ),
        )
        in found.changed
    )
    assert not found.is_empty
    assert difference(BEFORE, BEFORE) == Difference(same=len(BEFORE))
    assert difference(BEFORE, BEFORE).is_empty
    ends = difference((NEW,), (replace(NEW, valid_to=LATER),)).changed[0]
    assert ends.fields == (("valid_to", "", LATER),)
    cheaper = difference((EURO,), (replace(EURO, per=100),)).changed[0]
    assert cheaper.fields == (("per", "1", "100"),)


RATES_OF_KG = {
    "EUR": EURO,
    "KZT": RateRow("KZT", "KGS", "16.9", 100),
    "JPY": RateRow("JPY", "KGS", "0.58"),
}


@pytest.mark.parametrize(
    ("minor", "currency", "into", "found"),
    [
        (10_000, "EUR", "EUR", 10_000),
        (10_000, "EUR", "KGS", 984_000),
        (984_000, "KGS", "EUR", 10_000),
        (1_000_000, "KZT", "EUR", 1_718),  # 1,690 KGS, rounded up to whole cents
        (100, "EUR", "JPY", 170),  # 1 EUR; the yen has no smaller unit
        (10_000, "USD", "EUR", None),
        (10_000, "EUR", "USD", None),
        (10_000, "EUR", "XXX", None),
    ],
)
def test_money_goes_from_one_currency_to_another_by_the_rates_of_one_state(
    minor: int, currency: str, into: str, found: int | None
) -> None:
    assert converted(minor, currency, into, RATES_OF_KG) == found
    assert converted(minor, currency, into, {}) == (minor if currency == into else None)
    odd = {"EUR": RateRow("EUR", "QQQ", "2"), "QQX": RateRow("QQX", "QQQ", "3")}
    assert converted(1, "EUR", "QQX", odd) is None


def test_rows_and_offices_say_the_same() -> None:
    assert office_of(NEW).name_own == "Ош"
    assert [office_of(row) for row in BEFORE if isinstance(row, OfficeRow)] == [
        office for office in REFERENCE.offices.values() if office.country == "KG"
    ]


def test_a_list_is_for_all_who_signed_in_and_on_all_nodes() -> None:
    state = issued()
    assert REFDATA.sees(OSH, state)
    assert not REFDATA.sees(Actor(), state)
    assert REFDATA.keys(state, "KG") == (TO_ALL,)
    assert REFDATA.keys(state, "UZ") == ()
    assert {"KG", "UZ", "TM"} <= REFDATA.audience(state)
    assert REFDATA.found_by(state, "KG").desks == frozenset()
    assert decide(
        REFDATA, None, DropReference(NOW), context(FIRST, subject=OFFICES, node="KG")
    ) == refuse("refdata_unknown")
    assert REFDATA.clash(state, REFDATA.told[ReferenceDropped], fact(ReferenceDropped(NOW), 3)) == (
        state
    )

"""Before it leaves: each state's verdict, from the data, from the way and from the permits."""

from msgspec.structs import replace

from corridor.domain.consignment import Dossier, GuaranteeUse
from corridor.domain.movement.own_lists import ListVersion
from corridor.domain.movement.preflight import StateVerdict, verdicts
from corridor.domain.reference.code_rows import PackageKind, UnitRow
from corridor.domain.reference.model import RateRow
from corridor.domain.routes import Route
from tests.domain.lists_issued import issued, sets
from tests.domain.permit_cases import CHERRIES, ON_DATE, OSH_POTI, REFERENCE, RULES, dossier


def judged(declared: Dossier) -> dict[str, StateVerdict]:
    return {one.country: one for one in verdicts(declared, RULES, (), REFERENCE, ON_DATE)}


def codes(state: StateVerdict) -> set[str]:
    return {stop.refusal.code for stop in state.stops}


def test_every_state_of_the_way_says_its_word_in_order() -> None:
    found = judged(dossier())
    assert list(found) == ["KG", "UZ", "TM", "AZ", "GE"]
    assert {one.place for one in found.values()} == {
        "KG-OSH",
        "UZ-DUST",
        "TM-FARA",
        "AZ-ALAT",
        "GE-TSIT",
    }
    assert found["UZ"].verdict == "stops"


def test_what_stands_against_the_data_stops_it_at_departure() -> None:
    heavy = replace(CHERRIES, net_kg="200")
    found = judged(dossier(heavy))
    assert "rule.R0223" in codes(found["KG"])
    assert "rule.R0223" not in codes(found["UZ"])


def test_what_is_wrong_with_a_point_stops_it_there() -> None:
    points = list(OSH_POTI.points)
    points[2] = replace(points[2], role="via", office=None)
    found = judged(dossier(over=Route(tuple(points))))
    assert "route.transit_missing" in codes(found["UZ"])
    assert "route.transit_missing" not in codes(found["KG"])


def test_a_lacking_permit_names_the_last_day_that_comes_in_time() -> None:
    stops = judged(dossier())["UZ"].stops
    lacking = [stop for stop in stops if stop.refusal.code.startswith("permit_missing")]
    assert lacking
    for stop in lacking:
        assert stop.by < "2026-11-22"  # the day on which the route expects it at the border
    nobody_knows = judged(dossier())["TM"].stops
    assert {stop.by for stop in nobody_knows if stop.refusal.rule == "R053"} == {""}


def test_without_a_way_what_stands_against_it_is_said_all_the_same() -> None:
    (alone,) = verdicts(dossier(over=Route(())), RULES, (), REFERENCE, ON_DATE)
    assert (alone.country, alone.place, alone.verdict) == ("", "", "stops")


def test_a_state_that_needs_nothing_lets_it_pass() -> None:
    found = verdicts(dossier(), (), (), REFERENCE, ON_DATE)
    assert {one.country: one.verdict for one in found if one.country != "KG"} == dict.fromkeys(
        ("UZ", "TM", "AZ", "GE"), "passes"
    )
    assert found[1] == StateVerdict("UZ", "UZ-DUST", found[1].enters_on)


DAY = ON_DATE[:10]
LIST = (PackageKind("ZZ", "As agreed"),)
UNITS = (UnitRow("KGM", "kilogram"),)


def test_each_state_is_asked_by_its_own_lists_and_says_which() -> None:
    reference = sets(issued("packages", LIST, DAY, "TM"), issued("packages", LIST, DAY, "IR"))
    found = {one.country: one for one in verdicts(dossier(), (), (), reference, ON_DATE)}
    asks = found["TM"]
    assert asks.verdict == "asks"
    assert asks.lists == (ListVersion("packages", DAY),)
    assert {(note.code, note.rule) for note in asks.notes} == {("list_elsewhere", "CL017")}
    assert len({note.args["given"] for note in asks.notes}) == len(asks.notes)
    assert asks.notes[0].args["date"] == DAY
    assert asks.notes[0].args["refdata"] == "packages"
    assert not any(one.lists or one.notes for one in found.values() if one.country != "TM")


def test_the_state_of_departure_stops_by_its_list_and_before_its_day_none_counts() -> None:
    reference = sets(
        issued("packages", LIST, DAY, "KG"), issued("units", UNITS, "2099-01-01", "TM")
    )
    found = {one.country: one for one in verdicts(dossier(), (), (), reference, ON_DATE)}
    assert "rule.CL017" in codes(found["KG"])
    assert found["KG"].notes == ()
    assert found["TM"].lists == ()


def test_a_currency_without_a_rate_is_said_where_rates_were_issued() -> None:
    dear = replace(CHERRIES, value_minor=100, currency="CHF")
    rates = (RateRow("EUR", "UZS", "13900"), RateRow("USD", "UZS", "12000"))
    reference = sets(issued("rates", rates, DAY, "UZ"))
    asked = replace(dossier(dear), guarantees=(GuaranteeUse("0", currency="EUR"),))
    found = {one.country: one for one in verdicts(asked, (), (), reference, ON_DATE)}
    said = [(one.code, one.args["currency"], one.pointer) for one in found["UZ"].notes]
    assert said == [("rate_elsewhere", "CHF", "/dossier/consignment")]
    assert found["GE"].notes == ()
    (alone,) = verdicts(dossier(over=Route(())), (), (), reference, ON_DATE)
    assert alone.lists == ()


def test_of_many_items_a_code_is_told_once_and_no_currency_needs_no_rate() -> None:
    lists = (
        issued("packages", LIST, DAY, "UZ"),
        issued("rates", (RateRow("EUR", "UZS", "1"),), DAY, "UZ"),
    )
    plain = replace(CHERRIES, currency=None)
    asked = replace(dossier(plain, plain), guarantees=(GuaranteeUse("0"),))
    found = {one.country: one for one in verdicts(asked, (), (), sets(*lists), ON_DATE)}
    assert [one.code for one in found["UZ"].notes] == ["list_elsewhere"]

"""The reference data agree with themselves: every name leads somewhere, every pair is mutual."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from corridor.domain.codes import COUNTRY_CODES, check_office, check_station, check_unlocode
from corridor.domain.refdata.way_rows import NAMES_MAX
from corridor.domain.reference import Reference, build_reference, load_reference
from corridor.domain.reference.loader import load_country_spellings, load_stations
from corridor.domain.routes import check_route, plan_route
from corridor.domain.territories import UNIONS, is_customs_frontier, territory_of

DEMO_STATES = ("KG", "KZ", "UZ", "TM", "AZ", "GE")
PLANNED_PLACES = {"KG-MAKM", "AZ-AGHB", "AZ-ORDU"}
EXCLAVE = {"AZ-ORDU", "AZ-JULF", "AZ-NAKH", "AZ-SADA"}


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def test_what_is_there(reference: Reference) -> None:
    assert len(reference.places) == 159
    assert len(reference.links) > 207
    assert reference.places["UZ-ALAT"].name("ru") == "Алат"
    assert reference.places["AZ-ALAT"].name("ru") == "Алят"
    assert reference.places["AZ-ALAT"].name("en") == "Alat"
    assert reference.offices["KGOSH001"].name("ru") == "Таможенный пост «Ош»"
    assert reference.offices["KGOSH001"].name("en") == "Osh customs post"


def test_names_in_other_languages_are_of_places_and_countries_there_are(
    reference: Reference,
) -> None:
    for place in reference.places.values():
        assert len(set(place.names_other)) == len(place.names_other) <= NAMES_MAX
    assert sum(map(bool, (p.names_other for p in reference.places.values()))) > 140
    spelled = load_country_spellings()
    assert set(spelled) <= set(reference.lists["countries"])
    assert {"Қазақстан", "Qozogʻiston"} <= set(spelled["KZ"])


def test_border_points_are_paired_both_ways_and_across(reference: Reference) -> None:
    for place in reference.places.values():
        for other in place.paired:
            assert place.id in reference.places[other].paired
            assert place.country != reference.places[other].country
            ends = {place.id, other}
            assert any({link.start, link.end} == ends for link in reference.links), ends


def test_pairs_the_corridor_lives_on(reference: Reference) -> None:
    assert reference.places["TM-FARA"].paired == ("UZ-ALAT", "UZ-KHOD")
    assert reference.places["CN-KHOR"].paired == ("KZ-ALTY", "KZ-NURZ")
    assert reference.places["KZ-NURZ"].paired == ("CN-KHOR",)


def test_places_are_well_formed(reference: Reference) -> None:
    for place in reference.places.values():
        assert place.id[:3] == place.country + "-"
        assert -90 <= Decimal(place.lat) <= 90
        assert -180 <= Decimal(place.lon) <= 180
        assert place.name_en
        assert place.name_ru
        assert not place.unlocode or check_unlocode(place.unlocode).ok
        assert set(place.modes) <= {"road", "rail", "sea", "air", "river"}
        assert (place.source == "manual") == (place.quality == "approx")


def test_links_have_a_length_and_a_vessel_where_there_is_water(reference: Reference) -> None:
    for link in reference.links:
        assert link.km > 0
        assert (link.mode == "sea") == bool(link.vessel)
        assert link.mode in reference.places[link.start].modes or link.status != "open"


def test_no_link_is_listed_twice(reference: Reference) -> None:
    keys = [(link.mode, *sorted((link.start, link.end))) for link in reference.links]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("state", DEMO_STATES)
def test_every_place_on_a_road_can_be_reached_by_road(reference: Reference, state: str) -> None:
    places = [
        place.id
        for place in reference.places.values()
        if place.country == state
        and "road" in place.modes
        and place.id not in PLANNED_PLACES | EXCLAVE
    ]
    assert len({reference.mainland["road", place] for place in places}) == 1


def test_the_exclave_is_not_joined_to_the_mainland(reference: Reference) -> None:
    assert reference.mainland["road", "AZ-NAKH"] != reference.mainland["road", "AZ-BAKU"]


def test_pieces_of_two_states_never_share_a_number(reference: Reference) -> None:
    states: dict[int, set[str]] = {}
    for (_, place), number in reference.mainland.items():
        states.setdefault(number, set()).add(reference.places[place].country)
    assert all(len(found) == 1 for found in states.values())


def test_offices_are_invented_and_say_so(reference: Reference) -> None:
    for office in reference.offices.values():
        assert office.invented
        assert check_office(office.code).ok
        assert office.code[:2] == office.country == reference.places[office.place].country


@pytest.mark.parametrize("state", DEMO_STATES)
def test_border_points_of_the_demo_have_an_office_where_customs_stand(
    reference: Reference, state: str
) -> None:
    for link in reference.links:
        ends = (reference.places[link.start], reference.places[link.end])
        for here, there in (ends, ends[::-1]):
            if here.country == state and link.status == "open":
                roles = {
                    role
                    for office in reference.offices_at.get(here.id, ())
                    for role in office.roles
                }
                if is_customs_frontier(here.country, there.country):
                    assert {"TRA", "EXT"} <= roles, here.id
                elif here.kind == "bcp" and here.country != there.country:
                    assert not roles, here.id


def test_every_state_of_the_data_is_named_and_has_a_time_zone(reference: Reference) -> None:
    named = set(reference.countries)
    parties = {party.party for party in reference.contracting_parties} - set(UNIONS)
    assert parties | UNIONS["EU"] | UNIONS["EAEU"] <= named <= COUNTRY_CODES
    for country in reference.countries.values():
        assert ZoneInfo(country.time_zone).key == country.time_zone


def test_stations_have_right_check_digits_and_stand_at_places_with_a_railway(
    reference: Reference,
) -> None:
    found = load_stations()
    assert len({one.code for one in found}) == len(found) > 25
    for one in found:
        assert len(one.code) == 6
        assert check_station(one.code).ok
        assert {"rail", "sea"} & set(reference.places[one.place].modes)
        assert one.approx == (one.source == "one")
        assert one.name("ru") != one.name("en")


def test_the_union_can_be_crossed_to_offices_of_states_without_a_node(
    reference: Reference,
) -> None:
    for end in ("RU-MOSC", "BY-MINS"):
        for mode in ("road", "rail"):
            way = plan_route(reference, "KG-BISH", end, modes=(mode,))
            assert way is not None
            assert check_route(way, reference, "2026-11-21") == ()
            assert [point.role for point in way.points if point.office] == [
                "departure",
                "destination",
            ]
    for office in reference.offices.values():
        if office.country in ("RU", "BY", "AM"):
            assert "DEP" not in office.roles


def test_package_kinds(reference: Reference) -> None:
    kinds = reference.package_kinds.values()
    bulk = {kind.code for kind in kinds if kind.bulk}
    assert bulk == {"VQ", "VG", "VL", "VY", "VR", "VO", "VS"}
    assert {kind.code for kind in kinds if kind.unpacked} == {"NE", "NF", "NG"}
    assert all(len(kind.code) == 2 for kind in kinds)
    assert reference.package_kinds["PX"].name("ru") == "Паллета"
    assert reference.package_kinds["PX"].name("en") == "Pallet"
    assert all(bool(kind.name_en) == bool(kind.name_ru) for kind in kinds)


def test_customs_stand_at_every_border_of_two_territories_and_at_no_other(
    reference: Reference,
) -> None:
    controls = {
        frozenset(border.countries): border.controls
        for border in reference.borders
        if border.valid_to is None
    }
    for link in reference.links:
        pair = {reference.places[place].country for place in (link.start, link.end)}
        if len(pair) == 2:
            assert ("customs" in controls[frozenset(pair)]) == is_customs_frontier(*pair), pair


def test_the_controls_of_a_border_follow_each_other_without_gap_or_overlap(
    reference: Reference,
) -> None:
    of_kg_and_kz = sorted(
        (border.valid_from, border.valid_to, "customs" in border.controls)
        for border in reference.borders
        if set(border.countries) == {"KG", "KZ"}
    )
    assert of_kg_and_kz[-2][1:] == ("2015-08-11", True)
    assert of_kg_and_kz[-1] == ("2015-08-12", None, False)


def test_the_value_cannot_be_changed(reference: Reference) -> None:
    with pytest.raises(AttributeError):
        reference.places = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        reference.places["KG-OSH"] = reference.places["KG-DOST"]  # type: ignore[index]


Rows = dict[str, Any]


def rows(reference: Reference) -> Rows:
    return {
        "places": list(reference.places.values()),
        "links": list(reference.links),
        "countries": list(reference.countries.values()),
        "offices": list(reference.offices.values()),
        "borders": list(reference.borders),
        "contracting_parties": list(reference.contracting_parties),
        "lists": {name: list(rows.values()) for name, rows in reference.lists.items()},
    }


def repeat_place(data: Rows) -> None:
    data["places"].append(data["places"][0])


def lose_country(data: Rows) -> None:
    data["countries"].pop(
        data["countries"].index(
            next(country for country in data["countries"] if getattr(country, "code", "") == "KG")
        )
    )


def lose_place(data: Rows) -> None:
    data["places"].pop(0)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (repeat_place, "repeats KG-BISH"),
        (lose_country, "unknown country: KG"),
        (lose_place, "unknown place: KG-BISH"),
    ],
)
def test_data_that_disagree_are_refused(
    reference: Reference, spoil: Callable[[Rows], None], message: str
) -> None:
    data = rows(reference)
    spoil(data)
    with pytest.raises(ValueError, match=message):
        build_reference(**data)


def test_a_territory_is_never_split_by_the_data(reference: Reference) -> None:
    assert {territory_of(code) for code in DEMO_STATES} == {"EAEU", "UZ", "TM", "AZ", "GE"}
    assert all(code in reference.countries for code in DEMO_STATES)

"""Routes: what they say by themselves, what is wrong with them, and how they are planned."""

from string import Formatter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.routes import (
    DEMO_ROUTES,
    ROUTE_PROBLEMS,
    Route,
    RoutePoint,
    RouteProblem,
    check_route,
    check_times,
    countries_of,
    entry_office,
    frontiers_of,
    office_roles,
    plan_route,
)
from corridor.domain.routes.texts import TEXTS
from tests.domain.routes_support import (
    BISHKEK_POTI,
    OSH_POTI,
    REFERENCE,
    TODAY,
    altered,
    rebuilt,
)


def without(route: Route, *places: str) -> Route:
    return Route(tuple(point for point in route.points if point.place not in places))


def problems(route: Route, on_date: str = TODAY) -> list[tuple[str, str]]:
    return [(found.code, found.pointer) for found in check_route(route, REFERENCE, on_date)]


# What a route says by itself


def test_states_in_order_and_each_once() -> None:
    assert countries_of(OSH_POTI) == ("KG", "UZ", "TM", "AZ", "GE")
    there_and_back = Route((*OSH_POTI.points, OSH_POTI.points[0]))
    assert countries_of(there_and_back) == ("KG", "UZ", "TM", "AZ", "GE")


def test_frontiers_with_both_sides() -> None:
    pairs = [(found.exit.place, found.entry.place) for found in frontiers_of(OSH_POTI)]
    assert pairs == [
        ("KG-DOST", "UZ-DUST"),
        ("UZ-ALAT", "TM-FARA"),
        ("TM-TURK", "AZ-ALAT"),
        ("AZ-KRAS", "GE-TSIT"),
    ]
    assert all(found.customs for found in frontiers_of(OSH_POTI))
    assert [OSH_POTI.points[found.position] for found in frontiers_of(OSH_POTI)] == [
        found.entry for found in frontiers_of(OSH_POTI)
    ]


def test_a_border_inside_the_union_is_no_customs_frontier() -> None:
    inner = frontiers_of(BISHKEK_POTI)[0]
    assert (inner.exit.place, inner.entry.place, inner.customs) == ("KG-AKJO", "KZ-KORD", False)
    assert entry_office(BISHKEK_POTI, "KZ") is None


def test_offices_and_their_roles() -> None:
    roles = office_roles(OSH_POTI)
    assert roles["KGOSH001"] == {"departure"}
    assert roles["TMTURK01"] == {"exit"}
    assert roles["GEPOTI01"] == {"destination"}
    assert len(roles) == 10


def test_an_office_that_sees_out_and_lets_in_has_both_roles() -> None:
    twice = altered(OSH_POTI, "UZ-ALAT", office="UZDUST01")
    assert office_roles(twice)["UZDUST01"] == {"exit", "transit"}
    named_in_passing = altered(BISHKEK_POTI, "KG-AKJO", office="KGALAM01")
    assert "KGALAM01" not in office_roles(named_in_passing)


def test_the_office_by_which_a_state_is_entered() -> None:
    assert entry_office(OSH_POTI, "UZ") == "UZDUST01"
    assert entry_office(OSH_POTI, "GE") == "GETSIT01"
    assert entry_office(OSH_POTI, "KG") is None
    assert entry_office(OSH_POTI, "TR") is None


def test_routes_travel_as_json_and_refuse_what_they_do_not_know() -> None:
    raw = msgspec.json.encode(OSH_POTI)
    assert msgspec.json.decode(raw, type=Route) == OSH_POTI
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"points":[],"speed":1}', type=Route)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(
            b'{"points":[{"place":"KG-OSH","country":"KG","mode":"air"}]}', type=Route
        )


# What is wrong with it: one accept (the demo routes) and one refusal each


@pytest.mark.parametrize("name", sorted(DEMO_ROUTES))
def test_demo_routes_are_right(name: str) -> None:
    assert check_route(DEMO_ROUTES[name], REFERENCE, TODAY) == ()


WRONG: list[tuple[str, Route, str, str]] = [
    ("no points", Route(()), "route.too_short", "/route/points"),
    ("one point", Route(OSH_POTI.points[:1]), "route.too_short", "/route/points"),
    (
        "unknown place",
        altered(OSH_POTI, "UZ-ALAT", place="UZ-NONE", office=None, role="via"),
        "route.place_unknown",
        "/route/points/3/place",
    ),
    (
        "place of another state",
        altered(BISHKEK_POTI, "KZ-KORD", country="KG"),
        "route.place_country",
        "/route/points/2/country",
    ),
    (
        "unknown office",
        altered(OSH_POTI, "KG-OSH", office="KGOSH999"),
        "route.office_unknown",
        "/route/points/0/office",
    ),
    (
        "office of another place",
        altered(OSH_POTI, "KG-OSH", office="KGBISH01"),
        "route.office_place",
        "/route/points/0/office",
    ),
    (
        "office missing at departure",
        altered(OSH_POTI, "KG-OSH", office=None),
        "route.office_missing",
        "/route/points/0/office",
    ),
    (
        "first is not departure",
        altered(OSH_POTI, "KG-OSH", role="via"),
        "route.first_not_departure",
        "/route/points/0/role",
    ),
    (
        "last is not destination",
        altered(OSH_POTI, "GE-POTI", role="via"),
        "route.last_not_destination",
        "/route/points/9/role",
    ),
    (
        "two destinations",
        altered(OSH_POTI, "AZ-ALAT", role="destination"),
        "route.role_misplaced",
        "/route/points/6/role",
    ),
    (
        "mode missing",
        altered(OSH_POTI, "TM-FARA", mode=None),
        "route.mode_missing",
        "/route/points/4/mode",
    ),
    (
        "mode unknown",
        altered(OSH_POTI, "TM-FARA", mode="air"),
        "route.mode_unknown",
        "/route/points/4/mode",
    ),
    (
        "mode after the destination",
        altered(OSH_POTI, "GE-POTI", mode="sea"),
        "route.mode_after_destination",
        "/route/points/9/mode",
    ),
    (
        "over the sea by road",
        altered(OSH_POTI, "TM-TURK", mode="road"),
        "route.gap",
        "/route/points/5/mode",
    ),
    (
        "no transit office at a frontier",
        altered(OSH_POTI, "TM-FARA", office=None, role="via"),
        "route.transit_missing",
        "/route/points/4/office",
    ),
    (
        "no transit office in the state of destination",
        altered(OSH_POTI, "GE-TSIT", office=None),
        "route.transit_missing",
        "/route/points/8/office",
    ),
    (
        "transit office inside a state",
        altered(OSH_POTI, "TM-TURK", role="transit"),
        "route.transit_not_frontier",
        "/route/points/5/office",
    ),
    (
        "estimated times run backwards",
        altered(
            altered(OSH_POTI, "KG-DOST", eta="2026-11-21T10:00:00Z"),
            "UZ-DUST",
            eta="2026-11-21T09:59:59.000Z",
        ),
        "route.eta_order",
        "/route/points/2/eta",
    ),
    *(
        (
            f"{eta} is in no calendar",
            altered(OSH_POTI, "UZ-DUST", eta=eta),
            "route.eta_impossible",
            "/route/points/2/eta",
        )
        for eta in (
            "2026-02-31T10:00:00Z",
            "2026-12-03T23:59:60Z",
            "2026-99-99T99:99:99Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        )
    ),
]


@pytest.mark.parametrize(
    ("route", "code", "pointer"),
    [pytest.param(*case[1:], id=case[0]) for case in WRONG],
)
def test_what_is_wrong_is_said_and_nothing_else(route: Route, code: str, pointer: str) -> None:
    assert problems(route) == [(code, pointer)]


def test_an_office_must_be_entitled_to_its_role() -> None:
    found = check_route(
        altered(OSH_POTI, "KG-OSH", place="KG-DOST", office="KGDOST01"), REFERENCE, TODAY
    )
    assert found[0] == RouteProblem(
        "route.office_role", "/route/points/0/office", {"office": "KGDOST01", "role": "departure"}
    )


def test_an_office_must_be_open_on_the_day() -> None:
    assert problems(OSH_POTI, "2024-01-01") == []
    closed = problems(OSH_POTI, "2023-12-31")
    assert closed[0] == ("route.office_closed", "/route/points/0/office")
    assert len(closed) == 10


def test_an_office_closes_after_its_last_day() -> None:
    offices = [
        msgspec.structs.replace(office, valid_to="2026-06-30")
        if office.place == "KG-OSH"
        else office
        for office in REFERENCE.offices.values()
    ]
    reference = rebuilt(offices=offices)
    assert check_route(OSH_POTI, reference, "2026-06-30") == ()
    assert [found.code for found in check_route(OSH_POTI, reference, "2026-07-01")] == [
        "route.office_closed"
    ]


def test_departure_and_destination_stand_at_the_ends_only() -> None:
    found = problems(altered(BISHKEK_POTI, "KG-AKJO", role="departure", office="KGBISH01"))
    assert ("route.role_misplaced", "/route/points/1/role") in found


def test_a_border_cannot_be_jumped() -> None:
    found = problems(without(OSH_POTI, "KG-DOST"))
    assert found == [("route.gap", "/route/points/0/mode")]


def test_two_parts_of_a_state_that_no_open_road_joins() -> None:
    route = plan_route(REFERENCE, "AZ-BAKU", "AZ-GANJ")
    assert route is not None
    found = problems(altered(route, "AZ-GANJ", place="AZ-NAKH", office="AZNAKH01"))
    assert found == [("route.gap", "/route/points/0/mode")]


def test_a_link_that_is_not_open_yet_says_so() -> None:
    points = (
        RoutePoint("AZ-HORA", "AZ", "AZHORA01", "departure", "rail"),
        RoutePoint("AZ-AGHB", "AZ", None, "via", "rail"),
        RoutePoint("AM-MEGH", "AM", None, "transit"),
    )
    found = check_route(Route(points), REFERENCE, TODAY)
    unfinished = [one for one in found if one.code == "route.link_not_open"]
    assert [one.args["status"] for one in unfinished] == ["construction", "planned"]


def test_no_office_of_transit_between_kg_and_kz() -> None:
    found = check_route(
        altered(BISHKEK_POTI, "KZ-KORD", role="transit", office="KZALMA01"), REFERENCE, TODAY
    )
    assert found[0] == RouteProblem(
        "route.transit_not_frontier",
        "/route/points/2/office",
        {"place": "KZ-KORD", "office": "KZALMA01"},
    )


def test_no_office_of_exit_between_kg_and_kz() -> None:
    found = problems(altered(BISHKEK_POTI, "KG-AKJO", role="exit", office="KGDOST01"))
    assert ("route.exit_not_frontier", "/route/points/1/office") in found


def test_offices_of_transit_are_distinct_r0003() -> None:
    found = check_route(altered(OSH_POTI, "TM-FARA", office="UZDUST01"), REFERENCE, TODAY)
    repeated = [one for one in found if one.code == "route.transit_repeated"]
    assert repeated == [
        RouteProblem(
            "route.transit_repeated", "/route/points/4/office", {"office": "UZDUST01"}, "R0003"
        )
    ]


def test_an_exit_need_not_be_declared() -> None:
    assert problems(altered(OSH_POTI, "KG-DOST", role="via", office=None)) == []


def test_goods_may_be_received_at_the_border_point_itself() -> None:
    route = plan_route(REFERENCE, "TM-TURK", "AZ-ALAT")
    assert route is not None
    assert [point.role for point in route.points] == ["departure", "destination"]
    assert problems(route) == []


def test_every_problem_is_listed_with_its_arguments() -> None:
    seen: dict[str, set[str]] = {}
    routes = [case[1] for case in WRONG]
    routes.append(altered(OSH_POTI, "TM-FARA", office="UZDUST01"))
    routes.append(altered(OSH_POTI, "KG-OSH", place="KG-DOST", office="KGDOST01"))
    routes.append(altered(BISHKEK_POTI, "KG-AKJO", role="exit", office="KGDOST01"))
    routes.append(altered(BISHKEK_POTI, "KG-AKJO", role="departure", office="KGBISH01"))
    routes.append(
        Route(
            (
                RoutePoint("AZ-HORA", "AZ", None, "departure", "rail"),
                RoutePoint("AZ-AGHB", "AZ", None, "destination"),
            )
        )
    )
    for route in routes:
        for day in (TODAY, "2020-01-01"):
            for found in check_route(route, REFERENCE, day):
                seen.setdefault(found.code, set()).update(found.args)
    for found in check_times(altered(OSH_POTI, "UZ-DUST", eta=f"{TODAY}T10:00:00Z"), "2027"):
        seen.setdefault(found.code, set()).update(found.args)
    assert {code: set(args) for code, args in ROUTE_PROBLEMS.items()} == seen


point = st.builds(
    RoutePoint,
    st.sampled_from(sorted(REFERENCE.places)) | st.text(max_size=5),
    st.sampled_from(["KG", "KZ", "UZ", "ZZ"]),
    st.sampled_from([None, *sorted(REFERENCE.offices), "KGNONE01"]),
    st.sampled_from(["departure", "exit", "transit", "destination", "via"]),
    st.sampled_from([None, "road", "rail", "sea"]),
)


@given(st.lists(point, max_size=8).map(lambda points: Route(tuple(points))))
def test_any_route_gets_an_answer(route: Route) -> None:
    for found in check_route(route, REFERENCE, TODAY):
        assert set(found.args) == set(ROUTE_PROBLEMS[found.code])
        assert found.pointer.startswith("/route/points")


def test_every_problem_has_a_text_that_uses_its_arguments_only() -> None:
    assert set(TEXTS) == set(ROUTE_PROBLEMS)
    for code, said in TEXTS.items():
        fields = {
            name
            for part in (said.text, said.remedy)
            for _, name, _, _ in Formatter().parse(part)
            if name
        }
        assert fields <= set(ROUTE_PROBLEMS[code]), code

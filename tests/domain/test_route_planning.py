"""Planning routes, and the places between two points of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.places import Mode
from corridor.domain.routes import DEMO_ROUTES, RoutePoint, check_route, path_places, plan_route
from tests.domain.routes_support import OSH_POTI, REFERENCE, TODAY, at, rebuilt


@pytest.mark.parametrize(
    ("name", "via", "modes", "within"),
    [
        ("osh-poti", (), ("road", "sea"), None),
        ("bishkek-poti", ("KZ-KORD",), ("road", "sea"), ("KG", "KZ", "AZ", "GE")),
        ("almaty-batumi", (), ("road", "sea"), ("KZ", "AZ", "GE")),
        ("almaty-poti-rail", (), ("rail", "sea"), None),
        ("tashkent-poti", (), ("road", "sea"), None),
        ("andijan-baku", (), ("road", "sea"), None),
        ("poti-osh", (), ("road", "sea"), None),
    ],
)
def test_demo_routes_are_what_planning_gives(
    name: str, via: tuple[str, ...], modes: tuple[Mode, ...], within: tuple[str, ...] | None
) -> None:
    route = DEMO_ROUTES[name]
    ends = (route.points[0].place, route.points[-1].place)
    assert plan_route(REFERENCE, *ends, via, modes, within) == route


def test_vehicles_take_the_ferry_not_the_container_ship() -> None:
    route = plan_route(REFERENCE, "KZ-AKTA", "AZ-BAKU")
    assert route is not None
    assert [point.place for point in route.points] == ["KZ-AKTA", "KZ-KURY", "AZ-ALAT", "AZ-BAKU"]


def test_goods_change_from_rail_to_road_where_rail_ends() -> None:
    route = plan_route(REFERENCE, "KZ-MOIN", "KZ-KORD", modes=("road", "rail"))
    assert route is not None
    assert [(point.place, point.mode) for point in route.points] == [
        ("KZ-MOIN", "rail"),
        ("KZ-ALMA", "road"),
        ("KZ-KORD", None),
    ]


def test_a_named_place_on_the_way_is_kept() -> None:
    route = plan_route(REFERENCE, "UZ-TASH", "GE-POTI", via=("AZ-GANJ",))
    assert route is not None
    ganja = route.points[at(route, "AZ-GANJ")]
    assert (ganja.role, ganja.office) == ("via", None)


def test_where_no_office_is_known_none_is_made_up() -> None:
    route = plan_route(REFERENCE, "CN-KASH", "KG-OSH")
    assert route is not None
    assert route.points[0].office is None
    assert check_route(route, REFERENCE, TODAY)[0].code == "route.office_missing"


@pytest.mark.parametrize(
    ("start", "end", "modes"),
    [
        ("KG-OSH", "XX-NONE", ("road",)),
        ("KG-OSH", "KG-OSH", ("road",)),
        ("KG-OSH", "GE-POTI", ("sea",)),
        ("AZ-BAKU", "AZ-NAKH", ("rail",)),
    ],
)
def test_no_route(start: str, end: str, modes: tuple[Mode, ...]) -> None:
    assert plan_route(REFERENCE, start, end, modes=modes) is None


demo_places = sorted(
    place.id
    for place in REFERENCE.places.values()
    if place.id in REFERENCE.offices_at
    and {"DEP", "DES"} <= {role for one in REFERENCE.offices_at[place.id] for role in one.roles}
)
DEMO_STATES = ("KG", "KZ", "UZ", "TM", "AZ", "GE")


@given(st.sampled_from(demo_places), st.sampled_from(demo_places), st.booleans())
def test_a_planned_route_inside_the_demo_is_right(start: str, end: str, by_rail: bool) -> None:
    modes: tuple[Mode, ...] = ("rail", "sea") if by_rail else ("road", "sea")
    route = plan_route(REFERENCE, start, end, modes=modes, within=DEMO_STATES)
    if route is not None:
        assert check_route(route, REFERENCE, TODAY) == ()
        pairs = zip(route.points, route.points[1:], strict=False)
        assert all(path_places(REFERENCE, a, b)[:1] == (a.place,) for a, b in pairs)


def test_planning_does_not_depend_on_the_order_of_the_data() -> None:
    backwards = rebuilt(links=list(reversed(REFERENCE.links)))
    for name in ("osh-poti", "tashkent-poti", "poti-osh"):
        ends = (DEMO_ROUTES[name].points[0].place, DEMO_ROUTES[name].points[-1].place)
        assert plan_route(backwards, *ends) == DEMO_ROUTES[name]


def test_the_places_between_two_points() -> None:
    points = OSH_POTI.points
    assert path_places(REFERENCE, points[2], points[3]) == (
        "UZ-DUST",
        "UZ-ANDI",
        "UZ-KOKA",
        "UZ-TASH",
        "UZ-SAMA",
        "UZ-BUKH",
        "UZ-ALAT",
    )
    assert path_places(REFERENCE, points[5], points[6]) == ("TM-TURK", "AZ-ALAT")
    assert path_places(REFERENCE, points[9], points[0]) == ()
    assert path_places(REFERENCE, points[0], points[2]) == ()
    nakhchivan = RoutePoint("AZ-NAKH", "AZ")
    assert path_places(REFERENCE, points[6], nakhchivan) == ()

"""The map: signs of neighbours stand beside each other."""

from itertools import combinations
from math import dist
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.reference import load_reference
from corridor.domain.routes.demo import DEMO_ROUTES
from corridor.web.views.map_signs import APART, Spot, set_apart
from corridor.web.views.map_ways import way_lines
from tests.support.pages import attributes, check_page


def signs(*spots: tuple[int, int]) -> dict[str, Spot]:
    """Places, named by their number."""
    return {str(number): {"x": x, "y": y} for number, (x, y) in enumerate(spots)}


def _apart(spots: dict[str, Spot]) -> dict[str, Spot]:
    return set_apart(spots, spots)


@pytest.mark.parametrize(
    "spots",
    [
        ((100, 100), (100, 100)),
        ((100, 100), (104, 103), (108, 106)),
        ((100, 100), (100, 100), (101, 100), (100, 101)),
    ],
)
def test_signs_that_would_lie_upon_each_other_are_set_apart(
    spots: tuple[tuple[int, int], ...],
) -> None:
    found = [(spot["x"], spot["y"]) for spot in _apart(signs(*spots)).values()]
    assert all(dist(one, other) > APART - 2 for one, other in combinations(found, 2))
    assert all(dist(now, was) < 3 * APART for now, was in zip(found, spots, strict=True))


def test_others_stay_and_dots_go_along() -> None:
    far: dict[str, Spot] = {
        "a": {"x": 1, "y": 2, "dot": [3, 4]},
        "b": {"x": 90, "y": 90, "dot": [95, 90]},
    }
    assert _apart(far) == far
    near = _apart({"a": {"x": 50, "y": 50, "dot": [67, 50]}, "b": {"x": 53, "y": 50}})
    assert near["a"] == {"x": 45, "y": 50, "dot": [62, 50]}


def test_two_sides_of_a_frontier_stand_each_towards_its_state() -> None:
    spots = {"AZ-BAKU": (400, 60), "AZ-KRAS": (200, 50), "GE-TSIT": (200, 50), "GE-POTI": (90, 40)}
    places = {name: {"x": x, "y": y} for name, (x, y) in spots.items()}
    for order in (list(places), list(places)[::-1]):
        found = set_apart(order, places)
        assert found["AZ-KRAS"]["x"] > 200 > found["GE-TSIT"]["x"]


def test_no_two_signs_of_the_start_page_touch(client: TestClient[Litestar]) -> None:
    page = check_page(client.get("/"), "ru")
    circles = [attributes(one) for one in page.query(".map__place .map__sign")]
    at = [(float(one["cx"]), float(one["cy"])) for one in circles if "cx" in one]
    assert len(at) > len(DEMO_ROUTES)
    assert all(dist(one, other) > 10 for one, other in combinations(at, 2))


def _box(text: Any, letter: float) -> tuple[float, float, float, float]:
    """What a text of the drawing covers: left, top, right, bottom."""
    given = attributes(text)
    x, y, wide = float(given["x"]), float(given["y"]), letter * len(text.to_text().strip())
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[given.get("text-anchor", "middle")]
    return left, y - 10, left + wide, y


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_countries_are_named_and_no_place_is_written_upon_them(
    client: TestClient[Litestar], lang: str
) -> None:
    client.cookies.set("lang", lang)
    page = check_page(client.get("/"), lang)
    countries = page.query(".map__country")
    named = {one.to_text().strip() for one in countries}
    assert {"ru": "Кыргызстан", "en": "Kyrgyzstan"}[lang] in named
    assert len(named) == len(countries) > 6
    boxes = [_box(one, 8) for one in countries]
    for name in page.query(".map__name:not(.map__name--crowded)"):
        left, top, right, bottom = _box(name, 6.5)
        assert not [
            name.to_text()
            for a, b, c, d in boxes
            if left < c and a < right and top < d and b < bottom
        ]


def test_one_corridor_is_chosen_by_a_link_and_let_go_by_the_same(
    client: TestClient[Litestar],
) -> None:
    links = check_page(client.get("/"), "ru").query(".map-ways a")
    assert len(links) == 7
    asked = str(attributes(links[0])["href"])
    page = check_page(client.get(asked.partition("#")[0]), "ru")
    [current] = page.query(".map-ways [aria-current]")
    [way] = page.query(".map__ways--chosen .map__way--on")
    assert attributes(way)["href"] == asked
    assert attributes(current)["href"] == "/#map"
    assert len(page.query(".map__place")) == len(DEMO_ROUTES["osh-poti"].points)


def test_a_corridor_that_there_is_not_chooses_nothing(client: TestClient[Litestar]) -> None:
    page = check_page(client.get("/?corridor=<nowhere>"), "ru")
    assert not page.query(".map__ways--chosen, .map__way--on, .map-ways [aria-current]")


def test_two_ferries_from_one_port_leave_each_other() -> None:
    spots = {"KZ-KURY": {"x": 390, "y": 260}, "TM-TURK": {"x": 412, "y": 374}}
    spots["AZ-ALAT"] = {"x": 322, "y": 367}
    there, back = (
        [
            line["d"]
            for line in way_lines(DEMO_ROUTES[name], load_reference(), spots)
            if "Q" in line["d"]
        ]
        for name in ("osh-poti", "poti-osh")
    )
    assert there == back == ["M322 367Q368 356 412 374"]

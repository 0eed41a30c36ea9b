"""The map: signs of neighbours stand beside each other."""

from itertools import combinations
from math import dist

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.domain.routes.demo import DEMO_ROUTES
from corridor.web.views.map_signs import APART, Spot, set_apart
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

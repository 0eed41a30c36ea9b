"""Signs on the map that would lie upon each other: two sides of a frontier are often one spot."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import hypot
from typing import Any, Final

APART: Final = 13
"""Least distance of two signs, in units of the map: a sign is up to 12 wide."""
_ROUNDS: Final = 40
Spot = dict[str, Any]
Point = tuple[float, float]


def set_apart(shown: Iterable[str], spots: Mapping[str, Spot]) -> dict[str, Spot]:
    """The shown places, those that are too near pushed from each other; their dots go with them.

    `spots`: all places of the map by id, which begins with the state's code.
    """
    places = [place for place in dict.fromkeys(shown) if place in spots]
    at = {place: _point(spots[place]) for place in places}
    for _ in range(_ROUNDS):
        near = [pair for pair in combinations(places, 2) if _distance(at, *pair) < APART]
        if not near:
            break
        for one, other in near:
            _push(at, one, other, spots)
    return {place: _moved(spots[place], *at[place]) for place in places}


def _point(spot: Spot) -> Point:
    return float(spot["x"]), float(spot["y"])


def _distance(at: Mapping[str, Point], one: str, other: str) -> float:
    return hypot(at[other][0] - at[one][0], at[other][1] - at[one][1])


def _push(at: dict[str, Point], one: str, other: str, spots: Mapping[str, Spot]) -> None:
    """Each by half of what is missing, along the line between them; on one spot, homewards."""
    (x, y), (a, b) = at[one], at[other]
    distance = hypot(a - x, b - y)
    start, end = (at[one], at[other]) if distance else (_home(one, spots), _home(other, spots))
    across, down = _direction(start, end)
    by = max(0.0, APART - distance) / 2
    at[one] = (x - across * by, y - down * by)
    at[other] = (a + across * by, b + down * by)


def _home(place: str, spots: Mapping[str, Spot]) -> Point:
    """The middle of the places of its state."""
    points = [_point(spot) for name, spot in spots.items() if name[:2] == place[:2]]
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _direction(start: Point, end: Point) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1])
    if not length:
        return 1.0, 0.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _moved(spot: Spot, x: float, y: float) -> Spot:
    new_x, new_y = round(x), round(y)
    by_x, by_y = new_x - spot["x"], new_y - spot["y"]
    dot_x, dot_y = spot.get("dot", (spot["x"], spot["y"]))
    return spot | {"x": new_x, "y": new_y, "dot": [dot_x + by_x, dot_y + by_y]}

"""Ways over the map: lines over land, and a bow over the sea, where two ferries would cross."""

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any, Final

from corridor.domain.reference import Reference
from corridor.domain.routes import Route, RoutePoint, path_places

BOW: Final = 0.16
"""How far a ferry's line leaves the straight one, as a part of its length."""
Point = tuple[int, int]


def way_lines(
    route: Route, reference: Reference, spots: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, str]]:
    """What is drawn of a route: {kind: land | sea, d: path data}, in its order."""
    steps = [
        (before.mode == "sea", _points(reference, before, after, spots))
        for before, after in pairwise(route.points)
    ]
    found = []
    for is_sea, group in groupby(steps, key=lambda step: step[0]):
        draw = _bow if is_sea else _line
        drawn = [draw(points) for _, points in group if len(points) > 1]
        found.append({"kind": "sea" if is_sea else "land", "d": "".join(drawn)})
    return [line for line in found if line["d"]]


def _points(
    reference: Reference, before: RoutePoint, after: RoutePoint, spots: Mapping[str, Any]
) -> list[Point]:
    """The same one way and back."""
    names = path_places(reference, before, after) or (before.place, after.place)
    found = list(dict.fromkeys(_at(spots, names)))
    return min(found, found[::-1])


def _at(spots: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Point]:
    for name in names:
        if name in spots:
            yield spots[name]["x"], spots[name]["y"]


def _line(points: list[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _bow(points: list[Point]) -> str:
    (x, y), (a, b) = points[0], points[-1]
    over, down = round((x + a) / 2 + (b - y) * BOW), round((y + b) / 2 - (a - x) * BOW)
    return f"M{x} {y}Q{over} {down} {a} {b}"

"""Signs on the map that would lie upon each other: two sides of a frontier are often one spot."""

from itertools import combinations
from math import hypot
from typing import Any, Final

APART: Final = 13
"""Least distance of two signs, in units of the map: a sign is up to 12 wide."""
_ROUNDS: Final = 40
Spot = dict[str, Any]


def set_apart(spots: dict[str, Spot]) -> dict[str, Spot]:
    """The same places, those that are too near pushed from each other; their dots go with them."""
    at = {place: (float(spot["x"]), float(spot["y"])) for place, spot in spots.items()}
    for _ in range(_ROUNDS):
        near = [pair for pair in combinations(at, 2) if _distance(at, *pair) < APART]
        if not near:
            break
        for one, other in near:
            _push(at, one, other)
    return {place: _moved(spot, *at[place]) for place, spot in spots.items()}


def _distance(at: dict[str, tuple[float, float]], one: str, other: str) -> float:
    return hypot(at[other][0] - at[one][0], at[other][1] - at[one][1])


def _push(at: dict[str, tuple[float, float]], one: str, other: str) -> None:
    """Each by half of what is missing, along the line between them; across, where there is none."""
    (x, y), (a, b) = at[one], at[other]
    distance = hypot(a - x, b - y)
    across, down = ((a - x) / distance, (b - y) / distance) if distance else (1.0, 0.0)
    by = max(0.0, APART - distance) / 2
    at[one] = (x - across * by, y - down * by)
    at[other] = (a + across * by, b + down * by)


def _moved(spot: Spot, x: float, y: float) -> Spot:
    new_x, new_y = round(x), round(y)
    by_x, by_y = new_x - spot["x"], new_y - spot["y"]
    dot_x, dot_y = spot.get("dot", (spot["x"], spot["y"]))
    return spot | {"x": new_x, "y": new_y, "dot": [dot_x + by_x, dot_y + by_y]}

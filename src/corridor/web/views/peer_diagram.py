"""Peers around this node, as positions of a small drawing."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

WIDTH: Final = 560
HEIGHT: Final = 300
_RADIUS_X, _RADIUS_Y = 210, 105


def diagram_of(node: str, peers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """{width, height, centre: {x, y, node}, peers: [{x, y, mid_x, mid_y, …the peer}]}."""
    centre = (WIDTH // 2, HEIGHT // 2)
    placed = []
    for index, peer in enumerate(peers):
        angle = 2 * math.pi * index / max(1, len(peers)) - math.pi / 2
        x = round(centre[0] + _RADIUS_X * math.cos(angle))
        y = round(centre[1] + _RADIUS_Y * math.sin(angle))
        middle = {"mid_x": (x + centre[0]) // 2, "mid_y": (y + centre[1]) // 2}
        placed.append({**peer, "x": x, "y": y, **middle})
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "centre": {"x": centre[0], "y": centre[1], "node": node},
        "peers": placed,
    }

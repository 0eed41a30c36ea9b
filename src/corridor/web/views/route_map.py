"""A route on the map of the corridor, as macros/map.html draws it."""

from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from corridor.domain.reference import Reference
from corridor.domain.routes import Route, path_places
from corridor.web.templating import STATIC, Reader
from corridor.web.views.map_signs import set_apart

View = dict[str, Any]


@cache
def map_base() -> dict[str, Any] | None:
    """Positions of places on the drawn map; None where the front end was not built."""
    file = STATIC / "map.json"
    return dict(msgspec.json.decode(file.read_bytes())) if file.is_file() else None


def route_map(reader: Reader, route: Route, reference: Reference) -> View | None:
    """The map with this way drawn strongly and its stations named."""
    base = map_base()
    if base is None:
        return None
    places = base["places"]
    stations = set_apart((point.place for point in route.points), places)
    return {
        "width": base["width"],
        "height": base["height"],
        "seas": base["seas"],
        "lines": _lines(route, places, reference),
        "places": [_place(reader, id, spot) for id, spot in stations.items()],
        "movements": [],
    }


def _lines(route: Route, places: View, reference: Reference) -> list[list[list[int]]]:
    line: list[list[int]] = []
    for before, after in pairwise(route.points):
        names = path_places(reference, before, after) or (before.place, after.place)
        line += [[places[n]["x"], places[n]["y"]] for n in names if n in places]
    return [line] if line else []


def _place(reader: Reader, id: str, spot: View) -> View:
    return {
        "id": id,
        "name": reader.names.place(id),
        "country": id[:2],
        "wait": "",
        "level": "neutral",
        "href": "",
        **spot,
    }

"""A route on the map of the corridor, as macros/map.html draws it."""

from typing import Any

from corridor.domain.reference import Reference
from corridor.domain.routes import Route
from corridor.web.templating import Reader
from corridor.web.views.corridor_map import base_of, drawn
from corridor.web.views.map_signs import set_apart
from corridor.web.views.map_ways import way_lines

View = dict[str, Any]


def route_map(reader: Reader, route: Route, reference: Reference) -> View | None:
    """The map with this way drawn strongly and its stations named; None without a built map."""
    places = drawn()["places"]
    if not places:
        return None
    stations = set_apart((point.place for point in route.points), places)
    way = {"id": "", "name": "", "chosen": True, "lines": way_lines(route, reference, places)}
    return base_of(reader) | {
        "ways": [way],
        "chosen": "",
        "places": [_place(reader, id, spot) for id, spot in stations.items()],
        "movements": [],
    }


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

"""The map of the observatory: segments by speed, checkpoints by wait, and the same as a table.

Lightness tells high from low, in one scale that all eyes tell apart; width does so too, and each
number stands in the table.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from corridor.domain.places import Mode
from corridor.domain.reference import Reference
from corridor.domain.routes import Route, RoutePoint
from corridor.domain.routes.paths import Hop, shortest_path
from corridor.web.charts.heat import edges_of, shade_of
from corridor.web.observed.figure import Asked, brief
from corridor.web.observed.shelf import Shelf
from corridor.web.templating import Reader
from corridor.web.views.corridor_map import base_of, drawn
from corridor.web.views.map_signs import set_apart
from corridor.web.views.map_ways import way_lines

SPEED, WAIT = "segment-speed", "wait"
JOINT: Final = "~"
"""Between the places of a segment, in an address."""
MODES: Final[tuple[Mode, ...]] = ("road", "sea", "rail")


def observed_map(reader: Reader, reference: Reference, shelf: Shelf, period: str) -> dict[str, Any]:
    """What macros/observed.html draws."""
    speeds = list(_figures(reader, shelf, SPEED, "segment", period))
    waits = list(_figures(reader, shelf, WAIT, "office", period))
    segments = [one | _line(reference, one["value"]) for one in _shaded(speeds)]
    spots = _spots(reference, _shaded(waits))
    return base_of(reader) | {
        "segments": [_named(reader, reference, one) for one in segments],
        "checkpoints": [one | {"name": reader.names.office(one["value"])} for one in spots],
        "speed_key": _key(speeds),
        "wait_key": _key(waits),
    }


def _figures(
    reader: Reader, shelf: Shelf, name: str, column: str, period: str
) -> Iterator[dict[str, Any]]:
    if name not in shelf.measured:
        return
    for value in shelf.values(name, column):
        asked = Asked(reader, shelf, name, {column: value}, period)
        cell = asked.cell
        if cell is not None:
            yield brief(asked) | {"value": value, "number": shelf.figure(name, cell)}


def _shaded(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not found:
        return []
    edges = edges_of([one["number"] for one in found])
    return [one | {"shade": shade_of(one["number"], edges)} for one in found]


def _key(found: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """The lowest and the highest, as they are said."""
    if not found:
        return None
    ordered = sorted(found, key=lambda one: float(one["number"]))
    return ordered[0]["figure"], ordered[-1]["figure"]


def _line(reference: Reference, segment: str) -> dict[str, str]:
    """Its path over the map, by the first mode that joins its places, else by the shortest way."""
    start, end = segment.split(">")
    joining = {one.mode for one in reference.links if {one.start, one.end} == {start, end}}
    mode = next((one for one in MODES if one in joining), None)
    hops = [Hop(mode, end)] if mode else _shortest(reference, start, end)
    places = (start, *(one.place for one in hops))
    modes = (*(one.mode for one in hops), None)
    points = tuple(map(_point, places, modes))
    lines = way_lines(Route(points), reference, drawn()["places"])
    return {"d": "".join(one["d"] for one in lines)}


def _shortest(reference: Reference, start: str, end: str) -> Sequence[Hop]:
    by_road = shortest_path(reference, start, end, MODES[:1])
    return by_road or shortest_path(reference, start, end, MODES) or ()


def _point(place: str, mode: Mode | None) -> RoutePoint:
    return RoutePoint(place=place, country=place[:2], office=None, role="via", mode=mode)


def _named(reader: Reader, reference: Reference, one: dict[str, Any]) -> dict[str, Any]:
    start, end = one["value"].split(">")
    name = f"{reader.names.place(start)} → {reader.names.place(end)}"
    return one | {
        "name": name,
        "href": segment_href(one["value"]),
    }


def segment_href(segment: str) -> str:
    """The page of a segment."""
    return f"/observatory/segments/{segment.replace('>', JOINT)}"


def _spots(reference: Reference, waits: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each where its place is; two sides of a frontier apart from each other."""
    places = {one["value"]: _place(reference, one["value"]) for one in waits}
    spots = set_apart((place for place in places.values() if place), drawn()["places"])
    return [
        one
        | {
            "href": f"/observatory/checkpoints/{one['value']}",
            "spot": spots.get(places[one["value"]]),
        }
        for one in waits
    ]


def _place(reference: Reference, office: str) -> str:
    found = reference.office_ever(office)
    return found.place if found else ""

"""What the tests of routes share: the reference, two known routes, and ways to spoil them."""

from typing import Any

import msgspec

from corridor.domain.reference import Reference, build_reference, load_reference
from corridor.domain.routes import DEMO_ROUTES, Route

REFERENCE = load_reference()
TODAY = "2026-11-21"
OSH_POTI = DEMO_ROUTES["osh-poti"]
BISHKEK_POTI = DEMO_ROUTES["bishkek-poti"]


def at(route: Route, place: str) -> int:
    return [point.place for point in route.points].index(place)


def altered(route: Route, where: str, /, **fields: Any) -> Route:
    points = list(route.points)
    position = at(route, where)
    points[position] = msgspec.structs.replace(points[position], **fields)
    return Route(tuple(points))


def rebuilt(**changes: Any) -> Reference:
    rows: dict[str, Any] = {
        "places": list(REFERENCE.places.values()),
        "links": REFERENCE.links,
        "countries": list(REFERENCE.countries.values()),
        "offices": list(REFERENCE.offices.values()),
        "borders": REFERENCE.borders,
        "contracting_parties": REFERENCE.contracting_parties,
        "lists": {name: list(rows.values()) for name, rows in REFERENCE.lists.items()},
    }
    return build_reference(**(rows | changes))

"""Where a navigation seal is: at which office of the route, or near which place."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from corridor.domain.movement.seal_parts import Position
from corridor.domain.places import Place
from corridor.domain.reference import Reference
from corridor.domain.routes import Route

AT_OFFICE_M: Final = 10_000
"""So near a place of the route counts as being at its office: places are points, yards are not."""
_EARTH_M: Final = 6_371_000


def metres_between(place: Place, position: Position) -> int:
    """Along the great circle."""
    here, there = radians(float(position.lat)), radians(float(place.lat))
    across = radians(float(position.lon) - float(place.lon)) / 2
    square = sin((here - there) / 2) ** 2 + cos(here) * cos(there) * sin(across) ** 2
    return round(2 * _EARTH_M * asin(min(1, sqrt(square))))


def office_near(route: Route, position: Position | None, reference: Reference) -> str:
    """The nearest office of the route that it lies at; empty where it lies at none."""
    if position is None:
        return ""
    found = [
        (metres_between(place, position), point.office)
        for point in route.points
        if point.office and (place := reference.places.get(point.place)) is not None
    ]
    metres, office = min(found, default=(AT_OFFICE_M + 1, ""))
    return office if metres <= AT_OFFICE_M else ""


def place_near(route: Route, position: Position, reference: Reference) -> tuple[str, int]:
    """(place of the route, whole kilometres) of the nearest; nothing where none is known."""
    found = [
        (metres_between(place, position), place.id)
        for point in route.points
        if (place := reference.places.get(point.place)) is not None
    ]
    metres, place_id = min(found, default=(0, ""))
    return place_id, round(metres / 1000)

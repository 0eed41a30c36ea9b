"""The least travel time: faster than this nobody goes, whatever the road.

The measure is the great circle between two points, which no road is shorter than, and a speed that
is kept by nobody from gate to gate. Roads of the corridors are some 1.3 times as long, so 110 km/h
over the great circle are 140 km/h at the wheel, without a stop. Where a link of the corridor joins
the two and is shorter, it counts instead (the two sides of a border), and a place whose position is
not surveyed counts as so much nearer. What is found to be faster is not fast, it is wrong.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import asin, cos, floor, radians, sin, sqrt
from typing import Final, NamedTuple

from corridor.domain.places import Place, Quality
from corridor.domain.reference.model import Reference
from corridor.domain.routes.model import Route, RoutePoint

EARTH_KM: Final = 6_371
DETOUR_PERCENT: Final = 130
"""As long as this part of the great circle are the ways of the corridors."""
ASTRAY_KM: Final[Mapping[Quality, int]] = {"surveyed": 0, "approx": 5, "proxy": 30}
"""How far a place may lie from its coordinates."""


class Pace(NamedTuple):
    """Kilometres of the great circle in an hour, and how far two right clocks may differ."""

    valid_from: str
    road_kmh: int
    rail_kmh: int
    sea_kmh: int
    clocks_min: int


PACES: Final = (Pace("2026-01-01", 110, 120, 50, 5),)
"""By the first day on which each is in force, the earliest first. Ours, and no agreement's."""


def pace_on(date: str) -> Pace:
    """The one in force on a day (ISO date); before all of them, the first."""
    return next((pace for pace in reversed(PACES) if pace.valid_from <= date), PACES[0])


def least_minutes(
    route: Route, reference: Reference, pace: Pace, time_factor: int = 1
) -> tuple[int, ...]:
    """Whole minutes, rounded down, to each point from the one before it; 0 for the first.

    `time_factor`: how many times as fast the world goes as the clock, as in a demonstration.
    """
    return (0, *_legs(route, reference, pace, time_factor))


def _legs(route: Route, reference: Reference, pace: Pace, time_factor: int) -> Iterator[int]:
    speeds = {"road": pace.road_kmh, "rail": pace.rail_kmh, "sea": pace.sea_kmh}
    for before, after in pairwise(route.points):
        speed_kmh = speeds[before.mode or "road"]
        yield least_km(before, after, reference) * 60 // (speed_kmh * time_factor)


def least_km(before: RoutePoint, after: RoutePoint, reference: Reference) -> int:
    """So far it is at least from one point to the next, in whole kilometres rounded down; nothing
    where a place is unknown.
    """
    start, end = reference.places.get(before.place), reference.places.get(after.place)
    if start is None or end is None:
        return 0
    astray = ASTRAY_KM[start.quality] + ASTRAY_KM[end.quality]
    links = reference.links_at.get(start.id, ())
    joined = (link.km for link in links if {link.start, link.end} == {start.id, end.id})
    return min((max(0, great_circle_km(start, end) - astray), *joined))


def great_circle_km(start: Place, end: Place) -> int:
    """The shortest way over the sphere, rounded down, by the haversine formula."""
    lat, lon = radians(float(start.lat)), radians(float(start.lon))
    to_lat, to_lon = radians(float(end.lat)), radians(float(end.lon))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return floor(2 * EARTH_KM * asin(sqrt(half)))

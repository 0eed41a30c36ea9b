"""Expected times on a route: shown and typed in the local time of each place."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from corridor.domain.days import clock_at, is_instant, zone_at
from corridor.domain.reference import Reference
from corridor.domain.routes import Route, RoutePoint, path_places
from corridor.domain.typed import moment
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.reading import Reading

KM_PER_HOUR = {"road": 40, "rail": 25, "sea": 20}
FRONTIER_HOURS = 6
NIGHT_SHARE = 2
"""A lorry stands about as long as it drives."""


def local_text(instant: str | None, where: str) -> str:
    """`2026-11-22T12:00`, as the field for date and time takes it."""
    local = clock_at(instant or "", where)
    return local.isoformat()[:16] if local else ""


def instant_of(local: str, where: str) -> str | None:
    """The instant of a local date and time; None where the text is none, or names another zone."""
    try:
        there = datetime.fromisoformat(local)
        utc = there.replace(tzinfo=zone_at(where)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    instant = utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    return instant if there.tzinfo is None and is_instant(instant) else None


def with_typed_times(draft: Draft, read: Reading) -> Route:
    """The route with the times of the form; a time nobody touched stays exact to the second."""
    points = []
    for index, point in enumerate(draft.points):
        name = f"eta_{index}"
        typed = moment(read[name]) if name in read.values else None
        if typed is None or typed == local_text(point.eta, point.place):
            points.append(point)
            continue
        eta = instant_of(typed, point.place) if typed else None
        if typed and eta is None:
            read.note(name, NOT_A_MOMENT)
        points.append(replace(point, eta=eta))
    return Route(tuple(points))


def estimated(route: Route, start: str, reference: Reference) -> Route:
    """The route with a guess at each time, from the lengths of its stretches. `start`: instant."""
    moment = datetime.fromisoformat(start)
    points = [replace(route.points[0], eta=_text(moment))]
    for before, after in pairwise(route.points):
        moment += timedelta(hours=_hours(before, after, reference))
        points.append(replace(after, eta=_text(moment)))
    return Route(tuple(points))


def _hours(before: RoutePoint, after: RoutePoint, reference: Reference) -> int:
    mode = before.mode or "road"
    hours = length_km(before, after, reference) // KM_PER_HOUR[mode]
    if mode == "road":
        hours *= NIGHT_SHARE
    return max(1, hours + (FRONTIER_HOURS if before.country != after.country else 0))


def length_km(before: RoutePoint, after: RoutePoint, reference: Reference) -> int:
    """Kilometres between two points of a route, 0 where the network does not tell."""
    places = path_places(reference, before, after)
    return sum(_link_km(a, b, before.mode or "", reference) for a, b in pairwise(places))


def _link_km(a: str, b: str, mode: str, reference: Reference) -> int:
    joined = (
        link.km
        for link in reference.links_at.get(a, ())
        if {link.start, link.end} == {a, b} and link.mode == mode
    )
    return min(joined, default=0)


def _text(moment: datetime) -> str:
    rounded = moment.replace(minute=0, second=0, microsecond=0)
    return rounded.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

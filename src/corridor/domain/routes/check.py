"""Whether a declared route can be travelled, with an office for everything that must be done."""

from collections.abc import Iterator
from types import MappingProxyType

import msgspec

from corridor.domain.places import MODES
from corridor.domain.reference.model import OfficeRole, Reference
from corridor.domain.routes.model import Role, Route, RoutePoint
from corridor.domain.territories import is_customs_frontier

OFFICE_ROLE_FOR: MappingProxyType[Role, OfficeRole] = MappingProxyType(
    {"departure": "DEP", "exit": "EXT", "transit": "TRA", "destination": "DES"}
)
"""What an office must be entitled to, for the role it plays on a route."""


class RouteProblem(msgspec.Struct, frozen=True):
    """One thing wrong with a route.

    ``code``     stable, ``route.<what>``; see ROUTE_PROBLEMS
    ``pointer``  JSON pointer inside the dossier, ``/route/points/3/office``
    ``args``     what the text about it needs
    ``rule``     the NCTS rule it answers to, or empty
    """

    code: str
    pointer: str
    args: dict[str, str] = {}
    rule: str = ""


ROUTE_PROBLEMS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "route.too_short": (),
        "route.place_unknown": ("place",),
        "route.place_country": ("place", "country", "expected"),
        "route.office_unknown": ("office",),
        "route.office_place": ("office", "place"),
        "route.office_role": ("office", "role"),
        "route.office_closed": ("office", "date"),
        "route.office_missing": ("place", "role"),
        "route.first_not_departure": ("place",),
        "route.last_not_destination": ("place",),
        "route.role_misplaced": ("place", "role"),
        "route.mode_missing": ("place",),
        "route.mode_unknown": ("place", "mode"),
        "route.mode_after_destination": ("place",),
        "route.gap": ("from", "to", "mode"),
        "route.link_not_open": ("from", "to", "mode", "status"),
        "route.transit_missing": ("place", "country", "from_country"),
        "route.transit_not_frontier": ("place", "office"),
        "route.exit_not_frontier": ("place", "office"),
        "route.transit_repeated": ("office",),
        "route.eta_order": ("place", "eta"),
    }
)
"""Every problem that may be reported, with the names of its arguments."""


def check_route(route: Route, reference: Reference, on_date: str) -> tuple[RouteProblem, ...]:
    """Everything wrong with the route on a day (ISO date), in the order of its points.

    Under TIR no office of transit has to be declared (NCTS C0030): leave
    ``route.transit_missing`` out then.
    """
    if len(route.points) < 2:
        return (RouteProblem("route.too_short", "/route/points"),)
    return tuple(_problems(route.points, reference, on_date))


def _problems(
    points: tuple[RoutePoint, ...], reference: Reference, on_date: str
) -> Iterator[RouteProblem]:
    last = len(points) - 1
    transit_offices: set[str] = set()
    before: RoutePoint | None = None
    for position, point in enumerate(points):
        at = f"/route/points/{position}"
        after = points[position + 1] if position < last else None
        yield from _place_problems(point, reference, at)
        yield from _role_problems(point, before, after, at)
        yield from _frontier_problems(point, before, after, at)
        yield from _office_problems(point, reference, on_date, at)
        yield from _step_problems(point, after, reference, at)
        if before and before.eta and point.eta and point.eta[:19] < before.eta[:19]:
            args = {"place": point.place, "eta": point.eta}
            yield RouteProblem("route.eta_order", at + "/eta", args)
        if point.role == "transit" and point.office is not None:
            if point.office in transit_offices:
                args = {"office": point.office}
                yield RouteProblem("route.transit_repeated", at + "/office", args, "R0003")
            transit_offices.add(point.office)
        before = point


def _place_problems(point: RoutePoint, reference: Reference, at: str) -> Iterator[RouteProblem]:
    place = reference.places.get(point.place)
    if place is None:
        yield RouteProblem("route.place_unknown", at + "/place", {"place": point.place})
    elif place.country != point.country:
        args = {"place": point.place, "country": point.country, "expected": place.country}
        yield RouteProblem("route.place_country", at + "/country", args)


def _role_problems(
    point: RoutePoint, before: RoutePoint | None, after: RoutePoint | None, at: str
) -> Iterator[RouteProblem]:
    if before is None:
        if point.role != "departure":
            yield RouteProblem("route.first_not_departure", at + "/role", {"place": point.place})
    elif after is None:
        if point.role != "destination":
            yield RouteProblem("route.last_not_destination", at + "/role", {"place": point.place})
    elif point.role in ("departure", "destination"):
        args = {"place": point.place, "role": point.role}
        yield RouteProblem("route.role_misplaced", at + "/role", args)


def _frontier_problems(
    point: RoutePoint, before: RoutePoint | None, after: RoutePoint | None, at: str
) -> Iterator[RouteProblem]:
    """An office of transit where a customs territory is entered, and nowhere else.

    Goods whose destination is the border point itself are received there: that office lets in.
    """
    entered = before is not None and is_customs_frontier(before.country, point.country)
    if before is not None and entered:
        if point.office is None or point.role not in ("transit", "destination"):
            args = {
                "place": point.place,
                "country": point.country,
                "from_country": before.country,
            }
            yield RouteProblem("route.transit_missing", at + "/office", args, "C0030")
    elif point.role == "transit":
        args = {"place": point.place, "office": point.office or ""}
        yield RouteProblem("route.transit_not_frontier", at + "/office", args)
    if point.role == "exit" and not (after and is_customs_frontier(point.country, after.country)):
        args = {"place": point.place, "office": point.office or ""}
        yield RouteProblem("route.exit_not_frontier", at + "/office", args)


def _office_problems(
    point: RoutePoint, reference: Reference, on_date: str, at: str
) -> Iterator[RouteProblem]:
    at += "/office"
    if point.office is None:
        if point.role not in ("via", "transit"):  # a missing transit office is said above
            args = {"place": point.place, "role": point.role}
            yield RouteProblem("route.office_missing", at, args)
        return
    office = reference.offices.get(point.office)
    if office is None:
        yield RouteProblem("route.office_unknown", at, {"office": point.office})
        return
    if office.place != point.place:
        args = {"office": point.office, "place": point.place}
        yield RouteProblem("route.office_place", at, args)
    needed = OFFICE_ROLE_FOR.get(point.role)
    if needed is not None and needed not in office.roles:
        yield RouteProblem("route.office_role", at, {"office": point.office, "role": point.role})
    if not office.is_open(on_date):
        yield RouteProblem("route.office_closed", at, {"office": point.office, "date": on_date})


def _step_problems(
    point: RoutePoint, after: RoutePoint | None, reference: Reference, at: str
) -> Iterator[RouteProblem]:
    """The way from a point to the next: a known mode, and open links of that mode."""
    if after is None:
        if point.mode is not None:
            args = {"place": point.place}
            yield RouteProblem("route.mode_after_destination", at + "/mode", args)
    elif point.mode is None:
        yield RouteProblem("route.mode_missing", at + "/mode", {"place": point.place})
    elif point.mode not in MODES:
        args = {"place": point.place, "mode": point.mode}
        yield RouteProblem("route.mode_unknown", at + "/mode", args)
    elif not _joined(point, after, reference):
        yield _gap(point, after, reference, at)


def _joined(point: RoutePoint, after: RoutePoint, reference: Reference) -> bool:
    start, end, mode = point.place, after.place, point.mode
    if start == end or start not in reference.places or end not in reference.places:
        return True  # an unknown place has been reported as such
    if mode is None or (mode, start, end) in reference.open_links:
        return True
    same_state = reference.places[start].country == reference.places[end].country
    return same_state and reference.mainland[mode, start] == reference.mainland[mode, end]


def _gap(point: RoutePoint, after: RoutePoint, reference: Reference, at: str) -> RouteProblem:
    args = {"from": point.place, "to": after.place, "mode": point.mode or ""}
    ends = {point.place, after.place}
    for link in reference.links:
        if link.mode == point.mode and {link.start, link.end} == ends:
            return RouteProblem("route.link_not_open", at + "/mode", args | {"status": link.status})
    return RouteProblem("route.gap", at + "/mode", args)

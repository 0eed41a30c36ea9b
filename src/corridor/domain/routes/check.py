"""Whether a declared route can be travelled, with an office for everything that must be done."""

from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from corridor.domain.days import is_instant
from corridor.domain.places import MODES, Mode
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
        "route.eta_impossible": ("place", "given"),
        "route.eta_past": ("place", "eta"),
    }
)
"""Every problem that may be reported, with the names of its arguments."""


def check_route(route: Route, reference: Reference, on_date: str) -> tuple[RouteProblem, ...]:
    """Everything wrong with the route on a day (ISO date), in the order of its points.

    Under TIR no office of transit has to be declared (NCTS C0030): leave
    ``route.transit_missing`` out then.
    """
    points = route.points
    if len(points) < 2:
        return (RouteProblem("route.too_short", "/route/points"),)
    impossible = tuple(_impossible(points))
    if impossible:
        return impossible
    if not any(map(_is_too_soon, points, points[1:])):
        points = tuple(replace(point, eta=None) for point in points)
    return _check_points(points, reference, on_date)


@lru_cache(maxsize=1_000)
def _check_points(
    points: tuple[RoutePoint, ...], reference: Reference, on_date: str
) -> tuple[RouteProblem, ...]:
    """Remembered, since the same ways are gone again and again, if at other times."""
    found: list[RouteProblem] = []
    transit_offices: set[str] = set()
    last = len(points) - 1
    before: RoutePoint | None = None
    for position, point in enumerate(points):
        after = points[position + 1] if position < last else None
        _check_place(found, position, point, reference)
        _check_role(found, position, point, last)
        _check_frontier(found, position, point, before, after)
        _check_office(found, position, point, reference, on_date)
        _check_step(found, position, point, after, reference)
        if before and _is_too_soon(before, point):
            args = {"place": point.place, "eta": point.eta or ""}
            found.append(_problem("route.eta_order", position, "eta", args))
        if point.role == "transit" and point.office is not None:
            if point.office in transit_offices:
                args = {"office": point.office}
                found.append(_problem("route.transit_repeated", position, "office", args, "R0003"))
            transit_offices.add(point.office)
        before = point
    return tuple(found)


def _impossible(points: tuple[RoutePoint, ...]) -> Iterator[RouteProblem]:
    """Expected times that no calendar has: nobody could show them."""
    for position, point in enumerate(points):
        if point.eta and not is_instant(point.eta):
            args = {"place": point.place, "given": point.eta}
            yield _problem("route.eta_impossible", position, "eta", args)


def check_times(route: Route, at: str) -> tuple[RouteProblem, ...]:
    """Offices of transit at which it was expected before this instant, at which it is declared
    (NCTS R0005).
    """
    return tuple(
        _problem(
            "route.eta_past",
            position,
            "eta",
            {"place": point.place, "eta": point.eta or ""},
            "R0005",
        )
        for position, point in enumerate(route.points)
        if is_overtaken(point, at)
    )


def is_overtaken(point: RoutePoint, at: str) -> bool:
    """Whether it was expected at this office of transit at an instant, or before it."""
    return point.role == "transit" and bool(point.eta) and (point.eta or "")[:19] <= at[:19]


def _is_too_soon(before: RoutePoint, point: RoutePoint) -> bool:
    """Whether the point is to be reached before the one before it."""
    return bool(before.eta and point.eta and point.eta[:19] < before.eta[:19])


def _problem(
    code: str, position: int, field: str, args: dict[str, str], rule: str = ""
) -> RouteProblem:
    return RouteProblem(code, f"/route/points/{position}/{field}", args, rule)


def _check_place(
    found: list[RouteProblem], position: int, point: RoutePoint, reference: Reference
) -> None:
    place = reference.places.get(point.place)
    if place is None:
        args = {"place": point.place}
        found.append(_problem("route.place_unknown", position, "place", args))
    elif place.country != point.country:
        args = {"place": point.place, "country": point.country, "expected": place.country}
        found.append(_problem("route.place_country", position, "country", args))


def _check_role(found: list[RouteProblem], position: int, point: RoutePoint, last: int) -> None:
    args = {"place": point.place}
    if position == 0:
        if point.role != "departure":
            found.append(_problem("route.first_not_departure", position, "role", args))
    elif position == last:
        if point.role != "destination":
            found.append(_problem("route.last_not_destination", position, "role", args))
    elif point.role in ("departure", "destination"):
        args["role"] = point.role
        found.append(_problem("route.role_misplaced", position, "role", args))


def _check_frontier(
    found: list[RouteProblem],
    position: int,
    point: RoutePoint,
    before: RoutePoint | None,
    after: RoutePoint | None,
) -> None:
    """An office of transit where a customs territory is entered (C0030, R0006), nowhere else.

    Goods whose destination is the border point itself are received there: that office lets in.
    """
    role = point.role
    if before is not None and is_customs_frontier(before.country, point.country):
        if point.office is None or role not in ("transit", "destination"):
            args = {
                "place": point.place,
                "country": point.country,
                "from_country": before.country,
            }
            found.append(_problem("route.transit_missing", position, "office", args, "C0030"))
    elif role == "transit":
        args = {"place": point.place, "office": point.office or ""}
        found.append(_problem("route.transit_not_frontier", position, "office", args))
    if role == "exit" and not (after and is_customs_frontier(point.country, after.country)):
        args = {"place": point.place, "office": point.office or ""}
        found.append(_problem("route.exit_not_frontier", position, "office", args))


def _check_office(
    found: list[RouteProblem],
    position: int,
    point: RoutePoint,
    reference: Reference,
    on_date: str,
) -> None:
    code, role = point.office, point.role
    if code is None:
        if role not in ("via", "transit"):  # a missing transit office is said above
            args = {"place": point.place, "role": role}
            found.append(_problem("route.office_missing", position, "office", args))
        return
    office = reference.offices.get(code)
    if office is None:
        found.append(_problem("route.office_unknown", position, "office", {"office": code}))
        return
    if office.place != point.place:
        args = {"office": code, "place": point.place}
        found.append(_problem("route.office_place", position, "office", args))
    needed = OFFICE_ROLE_FOR.get(role)
    if needed is not None and needed not in office.roles:
        args = {"office": code, "role": role}
        found.append(_problem("route.office_role", position, "office", args))
    if not office.is_open(on_date):
        args = {"office": code, "date": on_date}
        found.append(_problem("route.office_closed", position, "office", args))


def _check_step(
    found: list[RouteProblem],
    position: int,
    point: RoutePoint,
    after: RoutePoint | None,
    reference: Reference,
) -> None:
    """The way from a point to the next: a known mode, and open links of that mode."""
    mode = point.mode
    if after is None:
        if mode is not None:
            args = {"place": point.place}
            found.append(_problem("route.mode_after_destination", position, "mode", args))
    elif mode is None:
        found.append(_problem("route.mode_missing", position, "mode", {"place": point.place}))
    elif mode not in MODES:
        args = {"place": point.place, "mode": mode}
        found.append(_problem("route.mode_unknown", position, "mode", args))
    elif not _joined(mode, point.place, after.place, reference):
        found.append(_gap(mode, position, point.place, after.place, reference))


def _joined(mode: Mode, start: str, end: str, reference: Reference) -> bool:
    if start == end or (mode, start, end) in reference.open_links:
        return True
    here, there = reference.mainland.get((mode, start)), reference.mainland.get((mode, end))
    return here == there or here is None or there is None  # unknown places are said elsewhere


def _gap(mode: Mode, position: int, start: str, end: str, reference: Reference) -> RouteProblem:
    args = {"from": start, "to": end, "mode": mode}
    for link in reference.links:
        if link.mode == mode and {link.start, link.end} == {start, end}:
            args["status"] = link.status
            return _problem("route.link_not_open", position, "mode", args)
    return _problem("route.gap", position, "mode", args)

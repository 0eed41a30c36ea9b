"""A route: the points a consignment passes, in order, and what they say by themselves."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import msgspec

from corridor.domain.places import Mode
from corridor.domain.territories import is_customs_frontier, territory_of
from corridor.domain.values import Code, Country, Instant, Office

POINTS_MAX = 64

Role = Literal["departure", "exit", "transit", "destination", "via"]


class RoutePoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One point of a route.

    ``place``    id of a place, ``KG-OSH``
    ``country``  ISO 3166 code of the place
    ``office``   customs office there, ``KGOSH001``; None where none acts
    ``role``     what the office does: releases (departure), sees out of a customs territory
                 (exit), lets into one (transit), receives (destination), nothing (via)
    ``mode``     how the goods travel from here to the next point; None at the last one
    ``eta``      expected instant of arrival, ``2026-11-21T22:51:00.000Z``, or None
    """

    place: Code
    country: Country
    office: Office | None = None
    role: Role = "via"
    mode: Mode | None = None
    eta: Instant | None = None


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The points in the order of travel, departure first and destination last."""

    points: Annotated[tuple[RoutePoint, ...], msgspec.Meta(max_length=POINTS_MAX)]


class Frontier(NamedTuple):
    """The border of two states on a route: the last point before it, the first after it.

    ``position`` is that of ``entry`` in the route; ``customs`` is False inside a union.
    """

    position: int
    exit: RoutePoint
    entry: RoutePoint
    customs: bool


def countries_of(route: Route) -> tuple[str, ...]:
    """The states of the route in order of first entry, each once."""
    return tuple(dict.fromkeys(point.country for point in route.points))


def frontiers_of(route: Route) -> tuple[Frontier, ...]:
    """The borders of states on the route, in order."""
    return tuple(_frontiers(route.points))


def _frontiers(points: tuple[RoutePoint, ...]) -> Iterator[Frontier]:
    for index in range(1, len(points)):
        before, after = points[index - 1], points[index]
        if before.country != after.country:
            customs = is_customs_frontier(before.country, after.country)
            yield Frontier(index, before, after, customs)


def union_of(route: Route) -> str:
    """The union that the whole way through several of its states lies in; empty where none is.

    There one declaration is enough, from the office of departure to that of destination: its
    outer border is the frontier, and none of its inner borders has an office of transit.
    """
    countries = countries_of(route)
    territories = {territory_of(country) for country in countries}
    return territories.pop() if len(countries) > 1 and len(territories) == 1 else ""


def office_roles(route: Route) -> dict[str, frozenset[Role]]:
    """Each office named on the route with the roles it holds there, ``via`` left out."""
    roles: dict[str, frozenset[Role]] = {}
    for point in route.points:
        if point.office is not None and point.role != "via":
            roles[point.office] = roles.get(point.office, frozenset()) | {point.role}
    return roles


def entry_office(route: Route, country: str) -> str | None:
    """The office by which the route first enters a state from another customs territory.

    None when the route begins there, never enters it, or enters it inside a union.
    """
    for frontier in _frontiers(route.points):
        if frontier.entry.country == country and frontier.customs:
            return frontier.entry.office
    return None

"""Shortest ways over open links."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from heapq import heappop, heappush
from typing import NamedTuple

from corridor.domain.places import Link, Mode
from corridor.domain.reference.model import Reference
from corridor.domain.routes.model import RoutePoint

TRANSSHIPMENT_KM = 300
"""What it costs, in kilometres of detour, to take goods off one means of transport onto another:
between road and rail, and onto a ship that takes no vehicles on board."""

BORDER_KM = 150
"""The detour that is worth making to cross one border less; without it a way inside one state
would run through its neighbour for the sake of a few kilometres."""


class Hop(NamedTuple):
    """One link travelled: by which mode, and to which place."""

    mode: Mode
    place: str


class _Spot(NamedTuple):
    """Where the search stands: a place, and the land mode that brought the goods there."""

    place: str
    land: Mode | None


def shortest_path(
    reference: Reference,
    start: str,
    end: str,
    modes: Collection[Mode],
    within: Collection[str] | None = None,
) -> tuple[Hop, ...] | None:
    """The hops from one place to another, or None when open links of these modes do not join them.

    ``within`` names the states the way may touch; None: any. Equal ways are told apart by the
    names of their places, so that the answer does not depend on the order of the data.
    """
    allowed = None if within is None else frozenset(within)
    return _shortest_path(reference, start, end, frozenset(modes), allowed)


@lru_cache(maxsize=4096)  # a page asks for the same ways as the one before, office by office
def _shortest_path(
    reference: Reference,
    start: str,
    end: str,
    modes: frozenset[Mode],
    within: frozenset[str] | None,
) -> tuple[Hop, ...] | None:
    first = _Spot(start, None)
    queue: list[tuple[int, str, str, _Spot]] = [(0, start, "", first)]
    cost = {first: 0}
    came: dict[_Spot, tuple[_Spot, Hop]] = {}
    settled: set[_Spot] = set()
    while queue:
        spent, _, _, spot = heappop(queue)
        if spot.place == end:
            return tuple(_back(came, spot))
        if spot in settled:
            continue
        settled.add(spot)
        for hop, price in _hops(reference, spot, modes, within):
            land = spot.land if hop.mode == "sea" else hop.mode
            reached = _Spot(hop.place, land)
            if spent + price < cost.get(reached, spent + price + 1):
                cost[reached] = spent + price
                came[reached] = (spot, hop)
                heappush(queue, (spent + price, reached.place, land or "", reached))
    return None


def _hops(
    reference: Reference, spot: _Spot, modes: Collection[Mode], within: Collection[str] | None
) -> Iterator[tuple[Hop, int]]:
    state = reference.places[spot.place].country
    for link in reference.links_at.get(spot.place, ()):
        other = link.end if link.start == spot.place else link.start
        if link.mode not in modes:
            continue
        other_state = reference.places[other].country
        if within is not None and other_state not in within:
            continue
        border = 0 if other_state == state else BORDER_KM
        yield Hop(link.mode, other), link.km + border + _handling_km(link, spot.land)


def _handling_km(link: Link, land: Mode | None) -> int:
    if link.mode == "sea":
        return TRANSSHIPMENT_KM if link.vessel == "ship" else 0
    return TRANSSHIPMENT_KM if land not in (None, link.mode) else 0


def _back(came: dict[_Spot, tuple[_Spot, Hop]], spot: _Spot) -> list[Hop]:
    hops: list[Hop] = []
    while spot in came:
        spot, hop = came[spot]
        hops.append(hop)
    hops.reverse()
    return hops


def path_places(reference: Reference, start: RoutePoint, end: RoutePoint) -> tuple[str, ...]:
    """The ids of the places from one route point to the next, both included, for a map.

    Over the frontier that is the two themselves. Empty when the points are not joined.
    """
    if start.mode is None:
        return ()
    if start.country != end.country:
        joined = (start.mode, start.place, end.place) in reference.open_links
        return (start.place, end.place) if joined else ()
    hops = shortest_path(reference, start.place, end.place, (start.mode,), within=(start.country,))
    return () if hops is None else (start.place, *(hop.place for hop in hops))

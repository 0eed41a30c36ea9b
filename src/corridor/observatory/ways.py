"""Which corridor a way follows, and how long it is."""

from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Final

from corridor.domain.reference import Reference
from corridor.domain.routes import Route, RoutePoint
from corridor.domain.routes.pace import great_circle_km

WAYS_KEPT: Final = 4_000


class Ways:
    """Reads ways by the places and links of the reference data; each is read once."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._links = {
            frozenset((link.start, link.end)): link
            for link in sorted(reference.links, key=lambda one: (-one.km, one.mode))
        }
        self.corridor = lru_cache(WAYS_KEPT)(self._corridor)
        self.bound = lru_cache(WAYS_KEPT)(self._bound)

    def _corridor(self, route: Route) -> str:
        """The corridor to which most of its kilometres belong; nothing where none is known."""
        shares: Counter[str] = Counter()
        for before, after in pairwise(route.points):
            link = self._links.get(frozenset((before.place, after.place)))
            if link is not None:
                shares.update(dict.fromkeys(link.corridors, link.km))
        return min(shares, key=lambda name: (-shares[name], name), default="")

    def _bound(self, route: Route) -> str:
        """`east` or `west`, by where it begins and ends; nothing where a place is unknown."""
        places = self._reference.places
        ends = [places.get(route.points[end].place) for end in (0, -1)]
        if ends[0] is None or ends[1] is None:
            return ""
        return "east" if float(ends[1].lon) > float(ends[0].lon) else "west"

    def km(self, route: Route, start: int, end: int) -> int | None:
        """Kilometres from one point of the way to a later one; None where a place is unknown."""
        legs = [self._leg(*pair) for pair in pairwise(route.points[start : end + 1])]
        return None if None in legs or not legs else sum(leg for leg in legs if leg is not None)

    def _leg(self, before: RoutePoint, after: RoutePoint) -> int | None:
        link = self._links.get(frozenset((before.place, after.place)))
        if link is not None:
            return link.km
        here = self._reference.places.get(before.place)
        there = self._reference.places.get(after.place)
        return great_circle_km(here, there) if here is not None and there is not None else None

"""Ways to choose from: planned between the places named, and ready-made ones of the demo."""

from collections.abc import Collection, Iterator
from itertools import pairwise

import msgspec

from corridor.domain.places import Mode
from corridor.domain.reference import Reference
from corridor.domain.routes import DEMO_ROUTES, OFFICE_ROLE_FOR, Route, countries_of, plan_route
from corridor.web.views.drafting.instants import length_km
from corridor.web.views.drafting.model import Values

VIA = ("via1", "via2", "via3")
_MODES: tuple[tuple[Mode, ...], ...] = (("road", "sea"), ("rail", "sea"), ("road", "rail", "sea"))


class Way(msgspec.Struct, frozen=True):
    """A way between two places. `key` names it in the form, `km` is its length or 0.

    `unserved`: places of it where customs has to act and no office is known, so that no
    declaration over this way can be made here.
    """

    key: str
    route: Route
    countries: tuple[str, ...]
    km: int
    ready_made: bool = False
    unserved: tuple[str, ...] = ()

    def is_seen(self, nodes: Collection[str]) -> bool:
        """Whether each of its states has a node, so that all of them see the dossier."""
        return all(country in nodes for country in self.countries)


def ways_for(
    values: Values, reference: Reference, demo: bool, nodes: Collection[str]
) -> tuple[Way, ...]:
    """The ways between the places of the form, each once; without places the ready-made ones.

    Those that can be declared come first, and of them those whose states all have a node.
    """
    found: dict[tuple[tuple[str, str | None], ...], Way] = {}
    for way in (*_planned(values, reference), *(_ready_made(values, reference) if demo else ())):
        found.setdefault(_shape(way.route), way)
    return tuple(
        sorted(found.values(), key=lambda way: (bool(way.unserved), not way.is_seen(nodes)))
    )


def _planned(values: Values, reference: Reference) -> Iterator[Way]:
    start, end = values.get("from", ""), values.get("to", "")
    if not start or not end:
        return
    via = [values[name] for name in VIA if values.get(name)]
    wanted = set(filter(None, values.get("modes", "").split(",")))
    for number, modes in enumerate(_MODES):
        if wanted and not set(modes) - {"sea"} <= wanted:
            continue
        usable = modes if not wanted or "sea" in wanted else tuple(m for m in modes if m != "sea")
        route = plan_route(reference, start, end, via, usable)
        if route is not None:
            yield _way(f"plan:{number}", route, reference)


def _ready_made(values: Values, reference: Reference) -> Iterator[Way]:
    start, end = values.get("from", ""), values.get("to", "")
    for name, route in DEMO_ROUTES.items():
        ends = (route.points[0].place, route.points[-1].place)
        if (not start or start == ends[0]) and (not end or end == ends[1]):
            yield _way(f"demo:{name}", route, reference, ready_made=True)


def _way(key: str, route: Route, reference: Reference, ready_made: bool = False) -> Way:
    km = sum(length_km(a, b, reference) for a, b in pairwise(route.points))
    unserved = [
        point.place
        for point in route.points
        if point.role in OFFICE_ROLE_FOR and point.office is None
    ]
    return Way(key, route, countries_of(route), km, ready_made, tuple(unserved))


def _shape(route: Route) -> tuple[tuple[str, str | None], ...]:
    return tuple((point.place, point.mode) for point in route.points)

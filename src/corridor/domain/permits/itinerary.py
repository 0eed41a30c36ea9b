"""What the permit rules see of a journey: one stage per state, with what the goods do there."""

from functools import lru_cache
from typing import NamedTuple

from corridor.domain.consignment import ROAD, Dossier
from corridor.domain.days import day_at
from corridor.domain.places import Mode
from corridor.domain.reference.permit_rule import EVERYWHERE, Direction, RequirementRule
from corridor.domain.routes import Route, countries_of
from corridor.domain.territories import territory_of
from corridor.domain.typed import is_day


class Stage(NamedTuple):
    """The part of a journey that lies in one state.

    `union_direction` is set in the state where the goods meet the border of a union of several
    states, and only there: rules of a union speak once. `entry_on` is the expected date of entry,
    `leaves_on` that on which the journey begins; ISO, or empty.
    """

    country: str
    direction: Direction
    union: str
    union_direction: Direction | None
    modes: frozenset[Mode]
    entry_on: str
    leaves_on: str


@lru_cache(maxsize=100)
def stages_of(route: Route) -> tuple[Stage, ...]:
    """One stage per state of the route, in order of entry; none for a journey inside one state.

    Remembered, for one dossier asks several times at once.
    """
    countries = countries_of(route)
    if len(countries) < 2:
        return ()
    first, last = route.points[0].country, route.points[-1].country
    gates = _union_gates(countries, last)
    modes, leaves_on = _modes_by_country(route), _entry_on(route, first)
    return tuple(
        Stage(
            country,
            _direction(country, first, last),
            territory_of(country),
            gates.get(country),
            modes[country],
            _entry_on(route, country),
            leaves_on,
        )
        for country in countries
    )


def direction_in(stage: Stage, rule: RequirementRule) -> Direction | None:
    """How a rule sees the stage: by its state, by its union, or not at all."""
    countries = rule.countries
    if stage.country in rule.except_countries:
        return None
    if rule.by_union:
        return stage.union_direction if stage.country in countries else None
    if EVERYWHERE in countries or stage.country in countries:
        return stage.direction
    return stage.union_direction if stage.union in countries else None


def registration_of(dossier: Dossier) -> tuple[str, int] | None:
    """Where the road vehicle is registered, and its place among the means of transport."""
    for index, means in enumerate(dossier.consignment.means):
        if means.role == "departure" and means.kind in ROAD and means.nationality:
            return means.nationality, index
    return None


def _direction(country: str, first: str, last: str) -> Direction:
    if country == first:
        return "export"
    return "import" if country == last else "transit"


def _union_gates(countries: tuple[str, ...], last: str) -> dict[str, Direction]:
    """The states where the border of their union is met first, with the union's direction."""
    home, goal = territory_of(countries[0]), territory_of(last)
    gates: dict[str, Direction] = {}
    seen: set[str] = set()
    for country in countries:
        union = territory_of(country)
        if union != country and union not in seen and not home == goal == union:
            gates[country] = _direction(union, home, goal)
        seen.add(union)
    return gates


def _modes_by_country(route: Route) -> dict[str, frozenset[Mode]]:
    """How the goods come into each state and travel in it."""
    found: dict[str, set[Mode]] = {}
    arriving: Mode | None = None
    for point in route.points:
        here = found.setdefault(point.country, set())
        here.update(mode for mode in (arriving, point.mode) if mode)
        arriving = point.mode
    return {country: frozenset(modes) for country, modes in found.items()}


def _entry_on(route: Route, country: str) -> str:
    points = (point for point in route.points if point.country == country)
    first = next(points, None)
    entry = day_at(first.eta, first.place) if first is not None and first.eta else ""
    return entry if is_day(entry) else ""

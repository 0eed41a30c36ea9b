"""Planning: a carrier names places, the route with its offices, roles and modes follows."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from corridor.domain.places import Mode
from corridor.domain.reference.model import OfficeRole, Reference
from corridor.domain.routes.check import OFFICE_ROLE_FOR
from corridor.domain.routes.model import Role, Route, RoutePoint
from corridor.domain.routes.paths import Hop, shortest_path
from corridor.domain.territories import is_customs_frontier


def plan_route(
    reference: Reference,
    from_place: str,
    to_place: str,
    via: Sequence[str] = (),
    modes: Collection[Mode] = ("road", "sea"),
    within: Collection[str] | None = None,
) -> Route | None:
    """The shortest route over open links, or None when there is none or a place is unknown.

    Its points are those worth showing: the ends, the places in ``via``, both sides of every
    border, both ends of a crossing by sea, and where the mode changes. ``within`` names the
    states it may touch; None: any. An office is left out where the reference has none for the
    role; ``check_route`` then says so.
    """
    stops = (from_place, *via, to_place)
    if any(stop not in reference.places for stop in stops):
        return None
    hops: list[Hop] = []
    for start, end in pairwise(stops):
        leg = shortest_path(reference, start, end, modes, within)
        if leg is None:
            return None
        hops.extend(leg)
    if not hops:
        return None
    return Route(tuple(_points(reference, from_place, hops, frozenset(via))))


def _points(
    reference: Reference, start: str, hops: Sequence[Hop], via: frozenset[str]
) -> Iterator[RoutePoint]:
    places = [start, *(hop.place for hop in hops)]
    modes = [hop.mode for hop in hops]
    states = [reference.places[place].country for place in places]
    last = len(places) - 1
    for at, place in enumerate(places):
        if 0 < at < last and place not in via and not _is_turn(states, modes, at):
            continue
        role = _role(states, at)
        mode = modes[at] if at < last else None
        yield RoutePoint(place, states[at], _office(reference, place, role), role, mode)


def _is_turn(states: Sequence[str], modes: Sequence[Mode], at: int) -> bool:
    """Whether a border or a change of mode lies on either side of an inner place."""
    return modes[at - 1] != modes[at] or not states[at - 1] == states[at] == states[at + 1]


def _role(states: Sequence[str], at: int) -> Role:
    if at == 0:
        return "departure"
    if at == len(states) - 1:
        return "destination"
    if is_customs_frontier(states[at - 1], states[at]):
        return "transit"
    if is_customs_frontier(states[at], states[at + 1]):
        return "exit"
    return "via"


def _office(reference: Reference, place: str, role: Role) -> str | None:
    needed: OfficeRole | None = OFFICE_ROLE_FOR.get(role)
    if needed is None:
        return None
    offices = reference.offices_at.get(place, ())
    return next((office.code for office in offices if needed in office.roles), None)

"""Which movements travel on the wagons of a train, as far as an office may know them."""

from collections.abc import Iterable, Mapping
from typing import Final

from corridor.domain.consignment import wagons_of
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.movement.wagons import standing_at
from corridor.domain.searching import mark_of
from corridor.engine.queries import Queries

OF_ONE_MAX: Final = 20
"""Movements that one wagon is looked for in: goods of many may be in one."""
Carried = Mapping[str, tuple[Movement, ...]]


def carried_on(queries: Queries, wagons: Iterable[str], actor: Actor) -> Carried:
    """By mark of each wagon, the movements under way on it; groupage has several."""
    marks = tuple(map(mark_of, wagons))
    found = queries.bearing(marks, OF_ONE_MAX)
    states = {one: queries.get(one).state for subjects in found.values() for one in subjects}
    seen = {
        one: state for one, state in states.items() if _is_open(state) and may_see(actor, state)
    }
    return {
        mark: tuple(seen[one] for one in found[mark] if one in seen and _has(seen[one], mark))
        for mark in marks
    }


def _is_open(state: object) -> bool:
    return isinstance(state, Movement) and state.status in OPEN


def _has(state: Movement, mark: str) -> bool:
    return any(mark_of(one.id) == mark for one in wagons_of(state.dossier))


def said_of(state: Movement, office: str, mark: str) -> str:
    """What this office said of the wagon last, or of its movement as a whole; else nothing."""
    done = standing_at(state, office).get(mark)
    crossing = state.crossing_at(office)
    if crossing is not None and crossing.status == "crossed":
        return "crossed"
    if done is not None:
        return done.did
    if state.exit_at(office) is not None:
        return "left"
    if state.destination.arrived_at and state.destination.office == office:
        return "arrived"
    is_of_some = any(one.did == "stopped" and one.office == office for one in state.wagons)
    return "stopped" if crossing is not None and not is_of_some else ""

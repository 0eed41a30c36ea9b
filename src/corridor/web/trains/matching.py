"""Which movements travel on the wagons of a train, as far as an office may know them."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final

from corridor.domain.consignment import wagons_of
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.parts import WagonsDone
from corridor.domain.movement.state import OPEN, Movement
from corridor.domain.searching import mark_of
from corridor.engine.queries import Queries

OF_ONE_MAX: Final = 20
"""Movements that one wagon is looked for in: goods of many may be in one."""
Carried = Mapping[str, tuple[Movement, ...]]


def carried_on(queries: Queries, wagons: Iterable[str], actor: Actor) -> Carried:
    """By mark of each wagon, the movements under way on it; groupage has several."""
    marks = tuple(map(mark_of, wagons))
    found = queries.bearing(marks, OF_ONE_MAX)
    subjects = frozenset(chain.from_iterable(found.values()))
    states = {one: queries.get(one).state for one in subjects}
    seen = {
        one: (state, _marks_of(state))
        for one, state in states.items()
        if isinstance(state, Movement) and state.status in OPEN and may_see(actor, state)
    }
    return {
        mark: tuple(seen[one][0] for one in found[mark] if one in seen and mark in seen[one][1])
        for mark in marks
    }


def _marks_of(state: Movement) -> frozenset[str]:
    return frozenset(mark_of(one.id) for one in wagons_of(state.dossier))


def said_of(state: Movement, office: str, done: WagonsDone | None) -> str:
    """What this office said last of a wagon, or of its movement as a whole; else nothing.

    `done`: the last that it said of this wagon.
    """
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

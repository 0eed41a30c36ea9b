"""Where a visit stands in the lists of its checkpoint, and by which keys it can be found."""

from typing import Any

from corridor.domain.checkpoints.measures import wait_minutes
from corridor.domain.checkpoints.state import Visit
from corridor.domain.listings import Row
from corridor.domain.searching import Findable, findable, identifier


def listings(state: Visit, node: str) -> tuple[Row, ...]:
    """The one row of the visit, on the node of its checkpoint: waiting, inside or left.

    Who has waited longest is due first.
    """
    if state.office[:2] != node:
        return ()
    place = f"checkpoint:{state.office}:{state.status}"
    return (Row(place, state.arrived_at, state.plate, state.updated_at, summary(state)),)


def summary(state: Visit) -> dict[str, Any]:
    """What the checkpoint's list shows of a visit."""
    last = state.scans[-1] if state.scans else None
    return {
        "id": state.id,
        "office": state.office,
        "plate": state.plate,
        "direction": state.direction,
        "movement": state.movement,
        "status": state.status,
        "arrived_at": state.arrived_at,
        "gate_in_at": state.gate_in_at,
        "gate_out_at": state.gate_out_at,
        "wait_minutes": wait_minutes(state),
        "scans": len(state.scans),
        "permit": last.number if last else "",
        "verdict": last.verdict if last else "",
        "trouble": len(state.discrepancies) + len(state.unheard),
    }


def keys(state: Visit, node: str) -> tuple[str, ...]:
    """Keys to find it by: the plate, its movement, and while live the unique one of the visit."""
    found = [f"plate:{identifier(state.plate)}"]
    if state.movement:
        found.append(visits_key(state.movement))
    if state.status != "left" and state.office[:2] == node:
        found.append(visit_key(state.office, state.plate))
    return tuple(found)


def found_by(state: Visit, node: str) -> Findable:
    """The plate, at the checkpoint and its customs office."""
    here = state.office[:2] == node
    desks = {f"checkpoint:{state.office}", f"customs:{state.office}"} if here else set[str]()
    return findable(frozenset(desks), (state.plate,), ())


def visit_key(office: str, plate: str) -> str:
    """Unique while live: one visit of a vehicle at a checkpoint, however its plate is written."""
    return f"visit:{office}:{identifier(plate)}"


def visits_key(movement: str) -> str:
    """The visits of a movement, under the number that the gate wrote: its MRN, or its id."""
    return f"movement-visits:{movement}"

"""What happened at a checkpoint, as rows."""

from collections.abc import Iterator
from typing import Any

from corridor.domain.checkpoints.arriving import VehicleArrived
from corridor.domain.checkpoints.gate import GateLeft, GateOpened
from corridor.domain.checkpoints.state import Visit
from corridor.domain.facts import Fact
from corridor.observatory.happening import Happening, happened


def happened_at_gate(entry: int, fact: Fact[Any], after: Visit) -> Iterator[Happening]:
    """Rows for one event of a visit: joined the queue, let in, left the zone."""
    match fact.payload:
        case VehicleArrived():
            yield _row(entry, fact, after, "queued", after.arrived_at)
        case GateOpened(passed_at=at):
            yield _row(entry, fact, after, "gate_in", at, after.arrived_at)
        case GateLeft(passed_at=at):
            yield _row(entry, fact, after, "gate_out", at, after.arrived_at)
        case _:
            return


def _row(
    entry: int, fact: Fact[Any], visit: Visit, kind: str, at: str, began: str = ""
) -> Happening:
    return happened(
        entry,
        kind,
        fact,
        at,
        visit.office,
        visit.id,
        visit.movement,
        began,
        office=visit.office,
        country=visit.office[:2],
        side=visit.direction,
        mode="road",
        vehicle="truck",
    )

"""What can have happened to one visit of a vehicle at a checkpoint."""

from typing import Literal

from corridor.domain.facts import Payload
from corridor.domain.values import Instant, Text


class VehicleArrived(Payload, frozen=True, tag="checkpoint.arrived/1"):
    """Arrived in the waiting area."""

    office: str
    plate: str
    direction: Literal["entry", "exit"]
    movement: str = ""
    arrived_at: Instant = ""


class GateOpened(Payload, frozen=True, tag="checkpoint.gate_in/1"):
    """Called and let in."""

    office: str
    passed_at: Instant


class PermitScanned(Payload, frozen=True, tag="checkpoint.permit_scanned/1"):
    """A permit's QR was read at the gate, and what came of it."""

    office: str
    number: str
    verdict: Literal["valid", "invalid", "check"]
    reason: Text = ""


class GateLeft(Payload, frozen=True, tag="checkpoint.gate_out/1"):
    """Left the zone of the checkpoint."""

    office: str
    passed_at: Instant


class QueueLeft(Payload, frozen=True, tag="checkpoint.queue_left/1"):
    """Turned back from the waiting area, and never went in."""

    office: str
    left_at: Instant
    reason: Text = ""


CheckpointEvent = VehicleArrived | GateOpened | PermitScanned | GateLeft | QueueLeft

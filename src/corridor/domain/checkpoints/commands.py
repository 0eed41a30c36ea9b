"""What may be asked at a checkpoint. The subject is one visit of one vehicle."""

from typing import Annotated, Literal

from msgspec import Meta

from corridor.domain.commands import Command
from corridor.domain.values import Instant, Office, Text

Plate = Annotated[str, Meta(min_length=1, max_length=35)]


class RegisterArrival(Command, frozen=True, tag="checkpoint.arrive"):
    """The vehicle is in the waiting area."""

    office: Office
    plate: Plate
    direction: Literal["entry", "exit"]
    movement: Annotated[str, Meta(max_length=70)] = ""
    arrived_at: Instant | None = None


class OpenGate(Command, frozen=True, tag="checkpoint.gate_in"):
    """Let it in."""


class ScanPermit(Command, frozen=True, tag="checkpoint.scan_permit"):
    """Keep the result of a scan."""

    number: Annotated[str, Meta(min_length=1, max_length=60)]
    verdict: Literal["valid", "invalid", "check"]
    reason: Text = ""


class LeaveGate(Command, frozen=True, tag="checkpoint.gate_out"):
    """It left the zone."""


class LeaveQueue(Command, frozen=True, tag="checkpoint.leave_queue"):
    """It turned back before the gate; without this it could never arrive again."""

    reason: Text = ""


CheckpointCommand = RegisterArrival | OpenGate | ScanPermit | LeaveGate | LeaveQueue

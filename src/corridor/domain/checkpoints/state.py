"""The state of one visit."""

from typing import Literal

import msgspec


class Scan(msgspec.Struct, frozen=True, omit_defaults=True):
    """One permit read at the gate."""

    number: str
    verdict: str
    at: str
    reason: str = ""


class Visit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A vehicle at a checkpoint: waiting, inside, left."""

    id: str
    office: str
    plate: str
    direction: Literal["entry", "exit"]
    movement: str = ""
    arrived_at: str = ""
    gate_in_at: str = ""
    gate_out_at: str = ""
    queue_left_at: str = ""
    reason: str = ""
    """Why it left the queue."""
    weighed_kg: str = ""
    """What the loaded vehicle weighed last."""
    weighed_at: str = ""
    updated_at: str = ""
    scans: tuple[Scan, ...] = ()
    unheard: tuple[str, ...] = ()
    """`node:number` of events whose speaker had no right to say them: kept, never applied."""
    discrepancies: tuple[str, ...] = ()
    """What was said in an impossible order: `gate_out_while_waiting`."""

    @property
    def status(self) -> str:
        """`left`, `inside` or `waiting`."""
        if self.gate_out_at or self.queue_left_at:
            return "left"
        return "inside" if self.gate_in_at else "waiting"

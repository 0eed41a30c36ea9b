"""Measures of a visit. Whole minutes, since the board is read at a glance."""

from datetime import datetime

from corridor.domain.checkpoints.state import Visit


def wait_minutes(visit: Visit) -> int | None:
    """From the arrival in the waiting area to the gate; None while it waits, or never went in."""
    return _minutes(visit.arrived_at, visit.gate_in_at)


def clearance_minutes(visit: Visit) -> int | None:
    """From arrival to the exit of the zone (CAREC CPMM indicator TFI1, here for one side)."""
    return _minutes(visit.arrived_at, visit.gate_out_at) if visit.gate_in_at else None


def _minutes(start: str, end: str) -> int | None:
    if not start or not end:
        return None
    seconds = (_instant(end) - _instant(start)).total_seconds()
    return max(0, int(seconds // 60))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

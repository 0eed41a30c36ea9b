"""Measures of a visit. Whole minutes, since the board is read at a glance."""

from datetime import datetime

from corridor.domain.checkpoints.state import Visit


def wait_minutes(visit: Visit) -> int | None:
    """From the arrival in the waiting area to the gate; None while it waits, or never went in."""
    if not visit.gate_in_at:
        return None
    seconds = (_instant(visit.gate_in_at) - _instant(visit.arrived_at)).total_seconds()
    return max(0, int(seconds // 60))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

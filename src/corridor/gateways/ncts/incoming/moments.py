"""Times of messages, which have no zone, as instants."""

from datetime import UTC, datetime

from corridor.domain.days import is_instant, zone_at


def instant_of(local: str, office: str) -> str | None:
    """The instant at which an office's clock shows this; None for what is in no calendar."""
    try:
        there = datetime.fromisoformat(local).replace(tzinfo=zone_at(office))
        found = f"{there.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    except (ValueError, OverflowError):
        return None
    return found if is_instant(found) else None

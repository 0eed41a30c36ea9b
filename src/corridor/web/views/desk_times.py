"""Times as an officer types them: in the zone of the office, without seconds."""

from datetime import UTC, datetime

from corridor.domain.days import zone_at


def local_input(instant: str, where: str) -> str:
    """The value of a `datetime-local` field: `2026-11-22T10:40`."""
    local = datetime.fromisoformat(instant).astimezone(zone_at(where))
    return local.strftime("%Y-%m-%dT%H:%M")


def instant_of(text: str, where: str) -> str:
    """The instant that a typed local time means. Raises ValueError where it is none."""
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None:
        raise ValueError(text)
    utc = local.replace(tzinfo=zone_at(where)).astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def hour_of(instant: str, where: str) -> str:
    """The local hour that an instant falls in: `2026-11-22T10:00`, sortable."""
    local = datetime.fromisoformat(instant).astimezone(zone_at(where))
    return local.strftime("%Y-%m-%dT%H:00")

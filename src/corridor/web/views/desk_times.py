"""Times as an officer types them: in the zone of the office, without seconds."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from corridor.domain.reference import Reference


def zone_of(where: str, reference: Reference) -> ZoneInfo:
    """The time zone of an office, a place or a country."""
    country = reference.countries.get(where[:2])
    return ZoneInfo(country.time_zone if country else "UTC")


def local_input(instant: str, where: str, reference: Reference) -> str:
    """The value of a `datetime-local` field: `2026-11-22T10:40`."""
    local = datetime.fromisoformat(instant).astimezone(zone_of(where, reference))
    return local.strftime("%Y-%m-%dT%H:%M")


def instant_of(text: str, where: str, reference: Reference) -> str:
    """The instant that a typed local time means. Raises ValueError where it is none."""
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None:
        raise ValueError(text)
    utc = local.replace(tzinfo=zone_of(where, reference)).astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def hour_of(instant: str, where: str, reference: Reference) -> str:
    """The local hour that an instant falls in: `2026-11-22T10:00`, sortable."""
    local = datetime.fromisoformat(instant).astimezone(zone_of(where, reference))
    return local.strftime("%Y-%m-%dT%H:00")

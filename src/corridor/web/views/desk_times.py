"""Times as an officer types and reads them: in the zone of the office, without seconds."""

from datetime import UTC, datetime

from corridor.domain.days import clock_at, zone_at
from corridor.domain.movement.order import NO_TIME, span_between
from corridor.web.templating import Reader


def local_input(instant: str, where: str) -> str:
    """The value of a `datetime-local` field: `2026-11-22T10:40`."""
    local = clock_at(instant, where)
    return local.strftime("%Y-%m-%dT%H:%M") if local else ""


def instant_of(text: str, where: str) -> str:
    """The instant that a typed local time means. Raises ValueError where it is none."""
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None:
        raise ValueError(text)
    try:
        utc = local.replace(tzinfo=zone_at(where)).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None
    return utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def hour_of(instant: str, where: str) -> str:
    """The local hour that an instant falls in: `2026-11-22T10:00`, sortable; empty for what is in
    no calendar.
    """
    local = clock_at(instant, where)
    return local.strftime("%Y-%m-%dT%H:00") if local else ""


def freshness(reader: Reader, said_at: str, now: str) -> str:
    """How old the carrier's word is, or that its plan is all there is."""
    if not said_at:
        return reader.words("planned, not reported")
    ago = reader.formats.duration(minutes_between(said_at, now))
    return reader.words("reported %(span)s ago", span=ago)


def minutes_between(first: str, last: str) -> int:
    """Whole minutes; none below zero."""
    span = span_between(first, last) or NO_TIME
    return max(0, int(span.total_seconds() // 60))

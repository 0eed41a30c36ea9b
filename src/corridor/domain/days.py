"""Days of the law: the one place where an instant becomes a calendar day.

A day in a legal text is a calendar day where it is judged: a permit's days at the post that lets
the vehicle pass, the limit date at the office of destination, a decision's deadline at the
authority, a dossier's decisive date at the office of departure. So there is no "today" without a
place.

Zones come from the product's own pinned package `tzdata`, never from the tables of the machine: an
old one there has Almaty an hour wrong since 1 March 2024. A place or an office whose clock is not
that of its state's capital has a zone of its own.
"""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from corridor.domain.reference.loader import load_countries, load_zones

_TABLES: Final = resources.files("tzdata") / "zoneinfo"
_FIRST: Final = datetime(2024, 1, 1, tzinfo=UTC)
_DAYS: Final = 16 * 366
_A_DAY: Final = timedelta(days=1)
_A_QUARTER: Final = timedelta(minutes=15)
_OURS: Final = re.compile(r":[0-5]\d\.\d{3}Z")
"""How an instant of ours ends, after its minute."""


def zone_at(where: str) -> ZoneInfo:
    """The zone of a country, place or office: all begin with the code of their state.

    Where no state is known, UTC.
    """
    zones = _zone_names()
    return _zone(zones.get(where) or zones.get(where[:2], "UTC"))


@cache
def _zone(key: str) -> ZoneInfo:
    with (_TABLES / key).open("rb") as table:
        return ZoneInfo.from_file(table, key)


@cache
def _zone_names() -> dict[str, str]:
    return {country.code: country.time_zone for country in load_countries()} | load_zones()


def day_at(moment: str, where: str) -> str:
    """The calendar day (ISO) of an instant at a place; a day is itself everywhere.

    Total: what another state calls an instant, and is none, keeps the day that is written in it.
    """
    if len(moment) == len("2026-11-26"):
        return moment
    if _OURS.fullmatch(moment, len("2026-11-26T08:00")):
        return _day_in(f"{moment[:16]}Z", where)  # no place's day begins within a minute
    return _day_in(moment, where)


@lru_cache(maxsize=1_000)
def _day_in(moment: str, where: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone(zone_at(where)).isoformat()[:10]
    except (ValueError, OverflowError):
        return moment[:10]


def clock_at(moment: str, where: str) -> datetime | None:
    """An instant on the clock of a place; None for what is in no calendar there, which another
    state may say all the same.
    """
    try:
        return datetime.fromisoformat(moment).astimezone(zone_at(where))
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1_000)
def is_instant(moment: str) -> bool:
    """Whether it is in the calendar of every place, and so are the days around it."""
    found = clock_at(moment, "")
    return found is not None and date.min.year < found.year < date.max.year


def is_day(day: str) -> bool:
    """Whether it is in the calendar, and so are the days around it."""
    try:
        return date.min.year < date.fromisoformat(day).year < date.max.year
    except ValueError:
        return False


def start_of_day(day: str, where: str) -> str:
    """The first instant of a day (ISO) at a place.

    Total, as its end is: a day that does not exist begins as it is written, in UTC.
    """
    try:
        midnight = datetime.fromisoformat(day).replace(tzinfo=zone_at(where)).astimezone(UTC)
    except (ValueError, OverflowError):
        return f"{day}T00:00:00.000Z"
    return f"{midnight:%Y-%m-%dT%H:%M:%S}.000Z"


def end_of_day(day: str, where: str) -> str:
    """The last instant of a day (ISO) at a place, to the millisecond.

    Total: a day that does not exist (31 February) ends as it is written, in UTC.
    """
    try:
        midnight = datetime.fromisoformat(day).replace(tzinfo=zone_at(where)) + _A_DAY
        last = midnight.astimezone(UTC) - timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return f"{day}T23:59:59.999Z"
    return f"{last:%Y-%m-%dT%H:%M:%S}.999Z"


def span_of_month(month: str, where: str) -> tuple[str, str]:
    """The first instant of a month (`2026-11`) at a place, and the first after it."""
    first = f"{month}-01"
    return start_of_day(first, where), start_of_day(months_later(first, 1), where)


def hour_at(moment: str, where: str) -> int:
    """The hour on the clock of a place at an instant."""
    return datetime.fromisoformat(moment).astimezone(zone_at(where)).hour


def next_hour(moment: str, where: str, hour: int) -> str:
    """The first instant after another at which a place's clock shows this full hour."""
    local = datetime.fromisoformat(moment).astimezone(zone_at(where))
    found = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if found <= local:
        found += _A_DAY
    return f"{found.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def minutes_later(moment: str, minutes: int) -> str:
    """The instant so many minutes after another."""
    later = datetime.fromisoformat(moment).astimezone(UTC) + timedelta(minutes=minutes)
    return f"{later:%Y-%m-%dT%H:%M:%S}.{later.microsecond // 1000:03d}Z"


def days_later(day: str, days: int) -> str:
    """The day (ISO) so many days after another.

    Total, since other states' days come through here too: one that is in no calendar, or would
    leave it, stays as it is, and `is_day` refuses it where it matters.
    """
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day


def days_between(day: str, later: str) -> int:
    """From one day (ISO) to another; nothing where one of them is in no calendar."""
    if not (is_day(day) and is_day(later)):
        return 0
    return (date.fromisoformat(later) - date.fromisoformat(day)).days


def months_later(day: str, months: int) -> str:
    """The day (ISO) so many months after another; the last of a month that has no such day.

    Total, as `days_later` is.
    """
    if not is_day(day):
        return day
    begun = date.fromisoformat(day)
    years, month = divmod(begun.month - 1 + months, 12)
    year = begun.year + years
    if not MINYEAR <= year <= MAXYEAR:
        return day
    last = monthrange(year, month + 1)[1]
    return begun.replace(year, month + 1, min(begun.day, last)).isoformat()


def tables_version() -> str:
    """The edition of the zone tables, as their authors name it: `2026f`."""
    with (_TABLES / "tzdata.zi").open(encoding="ascii") as tables:
        return tables.readline().removeprefix("# version ").strip()


def tables_known_to(day: str) -> bool:
    """Whether the tables are at most a year old on a day (ISO).

    They do not say when they were made, only their year and the day up to which their list of leap
    seconds is known: they are no older than either.
    """
    lines = (_TABLES / "leapseconds").read_text(encoding="ascii").splitlines()
    updated = next((line for line in lines if line.startswith("#updated")), "")
    newest = max(f"{tables_version()[:4]}-01-01", updated.partition("(")[2][:10])
    return days_later(newest, 365) >= day


@cache
def offsets_at(where: str) -> tuple[tuple[int, int], ...]:
    """(instant in milliseconds, minutes east of UTC from it on), for devices without these tables.

    The first pair holds for all time before the second; they reach some years ahead.
    """
    found = [(0, _minutes_east(_FIRST, where))]
    for day in range(_DAYS):
        after = _FIRST + day * _A_DAY
        if _minutes_east(after + _A_DAY, where) != found[-1][1]:
            quarters = (after + quarter * _A_QUARTER for quarter in range(1, 97))
            change = next(q for q in quarters if _minutes_east(q, where) != found[-1][1])
            found.append((round(change.timestamp() * 1000), _minutes_east(change, where)))
    return tuple(found)


def minutes_east(moment: str, where: str) -> int:
    """How far the clock of a place is ahead of UTC at an instant."""
    return _minutes_east(datetime.fromisoformat(moment), where)


def _minutes_east(moment: datetime, where: str) -> int:
    offset = moment.astimezone(zone_at(where)).utcoffset()
    return 0 if offset is None else round(offset.total_seconds() / 60)

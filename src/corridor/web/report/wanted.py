"""What a report is asked of: a corridor, a state or a commission of two states, and the months."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from corridor.domain.refusals import N_
from corridor.web.common.adding import Common
from corridor.web.i18n import LANGUAGES
from corridor.web.observed.shelf import MONTH, Shelf

MONTHS_MAX: Final = 36
SORTS: Final = {
    "corridor": N_("Corridor"),
    "state": N_("Country"),
    "commission": N_("Commission of two states"),
}
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")
_DASHES: Final = re.compile(r"\s*[-–—]\s*")
UNKNOWN: Final = {
    "": N_("Choose of what the report shall be: corridor, state or commission, and which."),
    "corridor": N_("There is no corridor of this name. Known: %(known)s."),
    "state": N_("No state of this code takes part. Known: %(known)s."),
    "commission": N_("Write two states that take part, AZ-KG. Known: %(known)s."),
}
NO_MONTH: Final = N_("Write a month as 2026-01.")
BEFORE: Final = N_("The last month lies before the first.")
TOO_MANY: Final = N_("A report is of %(most)s months at most.")
OUTSIDE: Final = N_("Nothing was measured then: there are figures from %(first)s to %(last)s.")
NO_LANGUAGE: Final = N_("A report is written in ru or en.")


class Wanted(msgspec.Struct, frozen=True):
    """A report that can be made. `states`: those that it is of; none for a corridor."""

    sort: str
    name: str
    first: str
    last: str
    lang: str

    @property
    def states(self) -> tuple[str, ...]:
        """One, two, or none."""
        return tuple(self.name.split("-")) if self.sort != "corridor" else ()

    @property
    def months(self) -> tuple[str, ...]:
        """One after the other."""
        return tuple(months_between(self.first, self.last))


class Fault(NamedTuple):
    """What keeps it from being made, and in which field."""

    field: str
    text: str
    args: Mapping[str, str] = {}


def months_between(first: str, last: str) -> Iterator[str]:
    """Both with."""
    month = first
    while month <= last:
        yield month
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"


def wanted_of(
    asked: Mapping[str, str], shelf: Shelf, common: Common, corridors: set[str]
) -> Wanted | list[Fault]:
    """`about` (`corridor:TITR`, `state:KG`, `commission:AZ-KG`), `from`, `to`, `lang`."""
    sort, _, name = asked.get("about", "").partition(":")
    sort, name = sort.strip(), _DASHES.sub("-", name.strip()) if sort == "commission" else name
    found = Wanted(sort, name, asked.get("from", ""), asked.get("to", ""), asked.get("lang", "ru"))
    faults = [
        *_wrong_name(found, common, corridors),
        *_wrong_months(found, shelf),
        *([] if found.lang in LANGUAGES else [Fault("lang", NO_LANGUAGE)]),
    ]
    return faults or found


def _wrong_name(found: Wanted, common: Common, corridors: set[str]) -> Iterator[Fault]:
    if found.sort not in SORTS:
        yield Fault("about", UNKNOWN[""])
        return
    known = sorted(corridors) if found.sort == "corridor" else list(common.states)
    names = [found.name] if found.sort == "corridor" else list(found.states)
    many = 2 if found.sort == "commission" else 1
    if len(set(names)) != many or len(names) != many or not set(names) <= set(known):
        yield Fault("about", UNKNOWN[found.sort], {"known": ", ".join(known)})


def _wrong_months(found: Wanted, shelf: Shelf) -> Iterator[Fault]:
    wrong = [
        field
        for field, month in (("from", found.first), ("to", found.last))
        if not _MONTH.match(month)
    ]
    if wrong:
        yield from (Fault(field, NO_MONTH) for field in wrong)
        return
    if found.last < found.first:
        yield Fault("to", BEFORE)
    elif _distance(found.first, found.last) >= MONTHS_MAX:
        yield Fault("to", TOO_MANY, {"most": str(MONTHS_MAX)})
    else:
        yield from _outside(found, shelf)


def _outside(found: Wanted, shelf: Shelf) -> Iterator[Fault]:
    first, last = shelf.overview.first[:MONTH], shelf.overview.last[:MONTH]
    if found.last < first or found.first > last:
        yield Fault("from", OUTSIDE, {"first": first, "last": last})


def _distance(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])

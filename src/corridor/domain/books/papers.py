"""Papers that end: which of an entry end soon, and what a dossier that uses it hears of it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple, get_args

from msgspec.structs import replace

from corridor.domain.books.entries import Driver, Entry, RoadVehicle
from corridor.domain.consignment import ROAD, Dossier
from corridor.domain.days import day_at, days_later
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.searching import identifier
from corridor.domain.values import DriverPaper

SOON_DAYS: Final = 30
"""So long before it ends a paper is told of: what renewing an insurance or a visa may take."""
_UNTIL: Final = "_until"
_CARRIED: Final = frozenset(get_args(DriverPaper))
_NEVER: Final = "9999"
TEXTS: Final = {
    "paper_ended": RefusalText(
        N_("{vehicle}: {paper} was valid until {date}."),
        N_("Renew it, enter the new day in the book, or take another vehicle."),
    ),
    "paper_ends_on_the_way": RefusalText(
        N_("{vehicle}: {paper} is valid until {date}, but the goods are expected on {entry}."),
        N_("Renew it before the journey, or take another vehicle."),
    ),
}


class Paper(NamedTuple):
    """A paper by its name (`insurance`), and the last day on which it is valid (ISO)."""

    name: str
    until: str


@cache
def _ends_of(shape: type[Entry]) -> tuple[str, ...]:
    return tuple(name for name in shape.__struct_fields__ if name.endswith(_UNTIL))


def told_until(today: str) -> str:
    """The last day (ISO) on which a paper ends that is told of today."""
    return days_later(today, SOON_DAYS)


def ending(entry: Entry, last: str) -> tuple[Paper, ...]:
    """The papers that have ended or end by this day (ISO), the first to end first."""
    ends = ((getattr(entry, name), name) for name in _ends_of(type(entry)))
    found = sorted(one for one in ends if "" < one[0] <= last)
    return tuple(Paper(name.removesuffix(_UNTIL), until) for until, name in found)


def still_valid(entry: Entry, today: str) -> Entry:
    """A driver without the papers that have ended before today (ISO); others as they are."""
    if not isinstance(entry, Driver):
        return entry
    ended = (paper.name for paper in papers_of(entry) if paper.until < today)
    return replace(entry, **dict.fromkeys(_CARRIED.intersection(ended), ""))


def papers_of(entry: Entry) -> tuple[Paper, ...]:
    """All papers whose end is known."""
    return ending(entry, _NEVER)


def paper_doubts(
    dossier: Dossier, vehicles: Mapping[str, RoadVehicle], today: str
) -> Iterator[Refusal]:
    """What stands against the vehicles of a dossier in the book of its firm.

    `vehicles`: by `key_of`. Papers are no part of the declaration, so nothing here ever blocks.
    """
    end = dossier.route.points[-1] if dossier.route.points else None
    arrival = day_at(end.eta, end.place) if end is not None and end.eta else ""
    for index, means in enumerate(dossier.consignment.means):
        known = vehicles.get(identifier(means.id)) if means.kind in ROAD else None
        for paper in papers_of(known) if known is not None else ():
            at = f"/dossier/consignment/means/{index}/id"
            args = {"vehicle": means.id, "paper": paper.name, "date": paper.until, "entry": arrival}
            if paper.until < today:
                yield Refusal("paper_ended", at, "", args)
            elif paper.until < arrival:
                yield Refusal("paper_ends_on_the_way", at, "", args)

"""The figures of a desk: what was decided is counted when it is done, what is open by an index."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, Final, NamedTuple

from corridor.domain.days import days_later, start_of_day
from corridor.engine.ports import Pick
from corridor.engine.queries import Queries
from corridor.engine.tallying import TALLY, Tally, read_tally, tally_id
from corridor.web.act import Tale
from corridor.web.acts.readings import label_of
from corridor.web.templating import Reader

DAYS: Final = 7
AGES: Final = ((0, 1), (1, 3), (3, 7), (7, None))
"""Days that something has been open: from, and to."""
COUNTED_MAX: Final = 10_000
"""Of what is open so many are counted one by one; a higher figure is said to be one."""
FIRST_TIME, END_OF_TIME = "0000", "9999"
View = dict[str, Any]


class Lanes(NamedTuple):
    """Lists of a desk: all that hold each case once, and the one that waits for a decision."""

    desk: str
    every: tuple[str, ...]
    waiting: str


def figures_of(queries: Queries, lanes: Lanes, reader: Reader, office: str, today: str) -> View:
    """Today and in the last seven days, and what is open by its age."""
    days = [days_later(today, -ago) for ago in range(DAYS)]
    tallies = [_tally(queries, lanes.desk, day) for day in days]
    spans = [days[:1], days]
    return {
        "received": [_said(reader, _received(queries, lanes, office, span[-1])) for span in spans],
        "decided": [sum(_sum(tallies[: len(span)]).values()) for span in spans],
        "median": [_median(tallies[: len(span)]) for span in spans],
        "outcomes": _outcomes(tallies, reader, office),
        "ages": [_open(queries, reader, lanes, office, today, *age) for age in AGES],
    }


def _tally(queries: Queries, desk: str, day: str) -> Tally:
    return read_tally(queries.document(TALLY, tally_id(desk, day)))


def _sum(tallies: Iterable[Tally]) -> dict[str, int]:
    found: dict[str, int] = {}
    for tag, count in chain.from_iterable(tally.decided.items() for tally in tallies):
        found[tag] = found.get(tag, 0) + count
    return found


def _outcomes(tallies: list[Tally], reader: Reader, office: str) -> list[View]:
    day, week = _sum(tallies[:1]), _sum(tallies)
    tale = Tale(reader, office)
    ordered = sorted(week, key=lambda tag: -week[tag])
    return [
        {"label": label_of(tag, tale), "counts": [day.get(tag, 0), week[tag]]} for tag in ordered
    ]


def _median(tallies: Iterable[Tally]) -> int | None:
    """The lower middle of the minutes that decisions took; None where none was measured."""
    took: dict[int, int] = {}
    for minutes, count in chain.from_iterable(tally.took.items() for tally in tallies):
        took[minutes] = took.get(minutes, 0) + count
    half = (sum(took.values()) + 1) // 2
    for minutes in sorted(took):
        half -= took[minutes]
        if half <= 0:
            return minutes
    return None


def _received(queries: Queries, lanes: Lanes, office: str, first: str) -> list[int | None]:
    start = start_of_day(first, office)
    return [_within(queries, f"{lanes.desk}:{lane}", start, END_OF_TIME) for lane in lanes.every]


def _open(
    queries: Queries,
    reader: Reader,
    lanes: Lanes,
    office: str,
    today: str,
    newest: int,
    oldest: int | None,
) -> View:
    first = FIRST_TIME if oldest is None else days_later(today, 1 - oldest)
    start = first if oldest is None else start_of_day(first, office)
    end = start_of_day(days_later(today, 1 - newest), office)
    name = f"{lanes.desk}:{lanes.waiting}"
    last = days_later(today, -newest)
    return {
        "from": newest,
        "to": oldest,
        "count": _said(reader, [_within(queries, name, start, end)]),
        "query": f"lane={lanes.waiting}&date=since&last={last}"
        + ("" if oldest is None else f"&first={first}"),
    }


def _within(queries: Queries, name: str, first: str, end: str) -> int | None:
    """How many rows of a list came in so, in the index of that order; None where too many."""
    pick = Pick((), ("since", first, end), few=0, looked_max=0, counted_max=COUNTED_MAX)
    return queries.picked(name, pick, limit=0).total


def _said(reader: Reader, counts: list[int | None]) -> str:
    """Their sum; with a plus where more were not counted."""
    found = sum(COUNTED_MAX if count is None else count for count in counts)
    return reader.formats.number(found) + ("+" if None in counts else "")

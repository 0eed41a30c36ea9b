"""What the address asks of a list: `?state=released&vehicle=01KG777ABC&sort=due&columns=…`."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from litestar.datastructures import MultiDict

from corridor.domain.days import days_later, start_of_day
from corridor.domain.listings import MARK_MAX, Column, Filter, Listing, Order, mark
from corridor.domain.searching import identifier
from corridor.engine.cases import OFFICER
from corridor.engine.ports import Pick
from corridor.web.listing.whose import whose

ONLY_MAX: Final = 200
"""Rows that can be selected at once."""
DATES: Final = ("date", "first", "last")
FIRST_TIME, END_OF_TIME = "0000", "9999"


class Asked:
    """A listing as the address asks for it; what it does not understand, it leaves out."""

    def __init__(
        self,
        listing: Listing,
        query: MultiDict[str],
        where: str,
        me: str,
        apart: tuple[str, ...] = (),
    ) -> None:
        """`apart`: marks of rows that the tab leaves out of its list."""
        self.listing = listing
        self._apart = apart
        self._where = where
        self._me = me
        held = {one.name: _clean(one, query.get(one.name, "")) for one in listing.filters}
        self.filters = {name: value for name, value in held.items() if value}
        dates = [order for order, _ in listing.dates]
        self.date: Order = next((d for d in dates if d == query.get("date")), dates[0])
        self.first, self.last = (_day(query.get(name, "")) for name in ("first", "last"))
        orders = [column.order for column in listing.columns if column.order]
        self.order: Order = next((o for o in orders if o == query.get("sort")), listing.usual)
        self.descending = query.get("dir") == "desc"
        self.after = query.get("after", "")
        self.columns = tuple(_columns(listing, query.getall("columns", [])))
        self.only = tuple(query.getall("row", []))[:ONLY_MAX]

    @property
    def is_filtered(self) -> bool:
        """Whether it is less than the whole list."""
        return bool(self.filters or self.first or self.last)

    @property
    def marks(self) -> tuple[str, ...]:
        """What a row has to be marked with."""
        plain = (mark(name, value) for name, value in self.filters.items() if name != OFFICER)
        return (*plain, *whose(self.filters.get(OFFICER, ""), self._me)[0])

    @property
    def without(self) -> tuple[str, ...]:
        """What a row may not be marked with."""
        return whose(self.filters.get(OFFICER, ""), self._me)[1]

    @property
    def pick(self) -> Pick:
        """The same as the store is asked; days are those of the place, from midnight on."""
        without = (*self.without, *self._apart)
        if not self.first and not self.last:
            return Pick(self.marks, without=without)
        first = start_of_day(self.first, self._where) if self.first else FIRST_TIME
        end = start_of_day(days_later(self.last, 1), self._where) if self.last else END_OF_TIME
        return Pick(self.marks, (self.date, first, end), without=without)


def _clean(one: Filter, value: str) -> str:
    value = identifier(value) if one.is_plate else " ".join(value.split())
    return value[:MARK_MAX]


def _day(text: str) -> str:
    """A day that has one after it, or nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if 1900 < day.year < 9000 else ""


def _columns(listing: Listing, named: list[str]) -> Iterator[Column]:
    """Those that are named, in the order of the list; without any, those usually shown."""
    wanted = set(",".join(named).split(","))
    is_usual = wanted.isdisjoint(column.name for column in listing.columns)
    for column in listing.columns:
        if column.shown if is_usual else column.name in wanted:
            yield column

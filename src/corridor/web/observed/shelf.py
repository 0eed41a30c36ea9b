"""The figures of the observatory, found by what is asked for: made once for each file."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final, TypeVar

import msgspec

from corridor.domain.growth import year_before
from corridor.engine.observed import Cell, Charted, Measured, Overview

ADDED: Final = ("total", "spread", "share")
"""Kinds of figures of which several months make one."""
YEAR, MONTH = 4, 7
"""Letters of a period; all time has none."""
Where = Mapping[str, str]
_NOTHING: Final[Mapping[str, Cell]] = {}
T = TypeVar("T")


class Shelf:
    """One overview."""

    def __init__(self, overview: Overview) -> None:
        self.overview = overview
        self.measured: dict[str, Measured] = {one.name: one for one in overview.measured}
        self.charted: dict[str, Charted] = {one.name: one for one in overview.charted}
        self._tables = dict(_tables(overview))
        self._kept: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What follows from the figures and a key of which there are few, worked out once."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def choices(self, name: str) -> tuple[str, ...]:
        """The columns by which a measure can be chosen, each by itself."""
        tables = self.charted[name].tables if name in self.charted else ()
        return tuple(dict.fromkeys(column for one in tables for column in one.by))

    def told_by(self, name: str, columns: Where) -> tuple[str, ...] | None:
        """Its table by these columns, in their order; None where it has none."""
        tables = self.charted[name].tables if name in self.charted else ()
        return next((one.by for one in tables if set(one.by) == set(columns)), None)

    def periods(self, name: str, where: Where) -> Mapping[str, Cell]:
        """By period: months, years, and all time without a name. Nothing where nothing is told."""
        by = self.told_by(name, where)
        if by is None:
            return _NOTHING
        values = tuple(where[column] for column in by)
        found: Mapping[str, Cell] = self._tables[name, by].get(values, _NOTHING)
        return found

    def months(self, name: str, where: Where) -> list[Cell]:
        """One after the other."""
        found = self.periods(name, where)
        return [found[key] for key in sorted(found) if len(key) == MONTH]

    def values(self, name: str, column: str) -> list[str]:
        """All that a column can be."""
        return sorted({one[0] for one in self._tables.get((name, (column,)), {})})

    def figure(self, name: str, cell: Cell, figure: str = "") -> float:
        """One of a cell's figures; without a name the one that is quoted."""
        names = self.charted[name].figures
        return cell.figures[names.index(figure or quoted(names))]


def quoted(names: tuple[str, ...]) -> str:
    """The figure of a kind that is told first."""
    return "median" if "median" in names else names[0]


def _tables(overview: Overview) -> Any:
    for chart in overview.charted:
        for table in chart.tables:
            found: dict[tuple[str, ...], dict[str, Cell]] = {}
            for cell in table.cells:
                found.setdefault(cell.values, {})[cell.period] = cell
            yield (chart.name, table.by), found


class Growth(msgspec.Struct, frozen=True):
    """This year against the same months of the year before.

    `rate` is this / base - 1; of a share, the difference of the two. `months`: those of this year.
    """

    now: float
    base: float
    rate: float
    is_share: bool
    months: tuple[str, ...]
    n: int
    base_n: int


def growth_of(shelf: Shelf, name: str, where: Where, year: str = "") -> Growth | None:
    """Of whole months that are told in both years; None where there is none, or its base is 0."""
    known = [one.period for one in shelf.months(name, where) if is_whole(shelf, one.period)]
    year = year or max((period[:YEAR] for period in known), default="")
    if not year:
        return None
    return growth_over(shelf, name, where, [one for one in known if one.startswith(year)])


def growth_over(shelf: Shelf, name: str, where: Where, months: Iterable[str]) -> Growth | None:
    """The same of these months, whatever years they are of."""
    cells = {one.period: one for one in shelf.months(name, where) if is_whole(shelf, one.period)}
    pairs = [
        (cells[period], cells[before])
        for period in sorted(months)
        if period in cells and (before := year_before(period)) in cells
    ]
    kind = shelf.measured[name].figures
    if not pairs or kind not in ADDED:
        return None  # of quotients and quantiles of months there is no common one
    now = together(shelf, name, [one for one, _ in pairs])
    base = together(shelf, name, [one for _, one in pairs])
    if not base:
        return None
    rate = now - base if kind == "share" else now / base - 1
    return Growth(
        now,
        base,
        rate,
        kind == "share",
        tuple(one.period for one, _ in pairs),
        sum(one.n for one, _ in pairs),
        sum(one.n for _, one in pairs),
    )


class Twelve(msgspec.Struct, frozen=True):
    """Twelve whole months together. `growth`: since the twelve before, where all are told."""

    now: float
    months: tuple[str, ...]
    growth: float | None


def twelve_of(shelf: Shelf, name: str, where: Where) -> Twelve | None:
    """The sum of the last twelve whole months of a total; None where one of them is not told."""
    if shelf.measured[name].figures != "total":
        return None
    whole = {one.period: one for one in shelf.months(name, where) if is_whole(shelf, one.period)}
    if not whole:
        return None
    months = _months_up_to(max(whole), 24)
    if not whole.keys() >= {*months[12:]}:
        return None
    now, base = (
        together(shelf, name, [whole[one] for one in half]) if whole.keys() >= {*half} else 0.0
        for half in (months[12:], months[:12])
    )
    return Twelve(now, tuple(months[12:]), now / base - 1 if base else None)


def _months_up_to(last: str, count: int) -> list[str]:
    number = int(last[:YEAR]) * 12 + int(last[5:MONTH]) - 1
    found = (divmod(number - back, 12) for back in range(count - 1, -1, -1))
    return [f"{year:04}-{month + 1:02}" for year, month in found]


def together(shelf: Shelf, name: str, cells: list[Cell]) -> float:
    """Of several months: the sum; of means and shares, that of all their cases."""
    if shelf.measured[name].figures == "total":
        return sum(shelf.figure(name, one, "sum") for one in cells)
    figure = "mean" if shelf.measured[name].figures == "spread" else "share"
    cases = sum(one.n for one in cells)
    return sum(shelf.figure(name, one, figure) * one.n for one in cells) / cases


def is_whole(shelf: Shelf, month: str) -> bool:
    """Whether the log goes beyond this month: what goes on is not held against a whole one."""
    return month < shelf.overview.last[:MONTH]

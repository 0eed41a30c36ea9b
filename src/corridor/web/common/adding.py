"""Adding up what states published: pure, so that page, file and report say the same.

A movement is told of by the state where it departs, so that a sum counts it once. A month that a
state has not published is missing in the sum, and is said to be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from corridor.domain.figures.state import FigureRow, MonthFigures
from corridor.domain.growth import percent, year_before

Key = tuple[str, str, str]
"""Of a row: measure, column, value."""


class Sum(msgspec.Struct, frozen=True):
    """Cases and figure of some states together. `of`: those that told it."""

    n: int
    figure: Decimal
    of: tuple[str, ...]


class Grown(msgspec.Struct, frozen=True):
    """A sum beside that of the same span a year before, of the states alone that told it in each
    month of both.
    """

    value: str
    now: Sum
    before: Sum | None
    percent: Decimal | None
    """Of the figure; None where there is nothing to compare."""


class Mirror(msgspec.Struct, frozen=True):
    """One border in one direction, as both sides told it; None where a side told nothing."""

    start: str
    end: str
    exits: int | None
    entries: int | None

    @property
    def difference(self) -> int | None:
        """Entries above exits."""
        if self.exits is None or self.entries is None:
            return None
        return self.entries - self.exits

    @property
    def percent(self) -> Decimal | None:
        """The difference as a part of the greater of the two."""
        if self.exits is None or self.entries is None:
            return None
        return percent(self.entries - self.exits, max(self.exits, self.entries))


class Table(msgspec.Struct, frozen=True):
    """What counts of one state and month."""

    figures: MonthFigures
    rows: Mapping[Key, FigureRow]


class Common:
    """All that was published, by state and month."""

    def __init__(self, figures: Iterable[MonthFigures], states: Iterable[str]) -> None:
        self.tables = {
            (one.node, one.month): Table(one, {row.key: row for row in one.last.rows})
            for one in figures
        }
        self.states = tuple(sorted({*states, *(node for node, _ in self.tables)}))
        self.months = tuple(sorted({month for _, month in self.tables}))

    def of(self, node: str, month: str) -> MonthFigures | None:
        """What a state told of a month; None before it did."""
        found = self.tables.get((node, month))
        return found.figures if found is not None else None

    def missing(self, months: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """By month, the states that have not published it."""
        found = {
            month: tuple(node for node in self.states if (node, month) not in self.tables)
            for month in months
        }
        return {month: nodes for month, nodes in found.items() if nodes}

    def sums(
        self, measure: str, by: str, months: Sequence[str], states: Sequence[str] | None = None
    ) -> dict[str, Sum]:
        """By value of a column, the sum over some months of those states; of all without them."""
        found: dict[str, Sum] = {}
        for node in self.states if states is None else states:
            for month in months:
                for row in self._rows(node, month, measure, by):
                    found[row.value] = _added(found.get(row.value), row, node)
        return dict(sorted(found.items()))

    def grown(self, measure: str, by: str, months: Sequence[str]) -> tuple[Grown, ...]:
        """The same with the growth since the same months of the year before."""
        found = self.sums(measure, by, months)
        return tuple(self._grown((measure, by, value), one, months) for value, one in found.items())

    def _grown(self, key: Key, now: Sum, months: Sequence[str]) -> Grown:
        """What a state did not tell is not nothing: it may have been too few to be told of."""
        earlier = [year_before(month) for month in months]
        both = [
            node
            for node in now.of
            if all(self._row(node, month, key) for month in (*months, *earlier))
        ]
        same, before = self._sum(key, months, both), self._sum(key, earlier, both)
        return Grown(key[2], now, before, _growth(same, before))

    def mirrors(self, months: Sequence[str]) -> tuple[Mirror, ...]:
        """Borders over some months: movements that one side let out, that the other took in."""
        exits = self.sums("crossings", "exit", months)
        entries = self.sums("crossings", "entry", months)
        return tuple(
            Mirror(*_ends(border), _n(exits.get(border)), _n(entries.get(border)))
            for border in sorted(exits.keys() | entries.keys())
        )

    def spread(self, measure: str, by: str, month: str) -> Iterator[tuple[str, FigureRow]]:
        """(state, row) of a measure that has no sum: medians of two states have none together."""
        for node in self.states:
            yield from ((node, row) for row in self._rows(node, month, measure, by))

    def _sum(self, key: Key, months: Sequence[str], states: Sequence[str]) -> Sum | None:
        found = None
        for node in states:
            for month in months:
                row = self._row(node, month, key)
                found = _added(found, row, node) if row is not None else found
        return found

    def _row(self, node: str, month: str, key: Key) -> FigureRow | None:
        table = self.tables.get((node, month))
        return table.rows.get(key) if table is not None else None

    def _rows(self, node: str, month: str, measure: str, by: str) -> Iterator[FigureRow]:
        table = self.tables.get((node, month))
        if table is not None:
            yield from (row for key, row in table.rows.items() if key[:2] == (measure, by))


def _added(earlier: Sum | None, row: FigureRow, node: str) -> Sum:
    figure = Decimal(row.figures.get("sum", "0"))
    if earlier is None:
        return Sum(row.n, figure, (node,))
    of = earlier.of if node in earlier.of else (*earlier.of, node)
    return Sum(earlier.n + row.n, earlier.figure + figure, of)


def _ends(border: str) -> tuple[str, str]:
    start, _, end = border.partition(">")
    return start, end


def _n(found: Sum | None) -> int | None:
    return found.n if found is not None else None


def _growth(now: Sum | None, before: Sum | None) -> Decimal | None:
    if now is None or before is None:
        return None
    return percent(now.figure - before.figure, before.figure)

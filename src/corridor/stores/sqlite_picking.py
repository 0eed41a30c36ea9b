"""Rows of a list behind filters in SQLite: few are taken all at once, many are walked along."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from corridor.domain.listings import Order
from corridor.engine.ports import Pick, Picked, StoredRow
from corridor.stores import picking_statements as sql
from corridor.stores import statements
from corridor.stores.places import Place, start_of, within

Values = Sequence[object]


class Picking:
    """One list, one pick, one order, on a connection with an open transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        name: str,
        pick: Pick,
        order: Order,
        descending: bool,
    ) -> None:
        self._connection = connection
        self._name = name
        self._pick = pick
        self._order = order
        self._descending = descending
        self._facets = [self._facet(mark) for mark in pick.marks]
        self._without = [self._facet(mark)[0] for mark in pick.without]

    def page(self, after: Place | None, limit: int) -> Picked:
        """The rows after a place."""
        few = self._few()
        return self._walk(after, limit) if few is None else self._sorted(few, after, limit)

    def _few(self) -> list[Place] | None:
        """All that fits, in no order, where one of the conditions has few."""
        pick, (column, bounds) = self._pick, self._span()
        size, least = min(((size, facet) for facet, size in self._facets), default=(0, None))
        if least is not None and size <= pick.few:
            others = [facet for facet, _ in self._facets if facet != least]
            found = sql.few_marked(self._order, column, len(others), len(self._without))
            return self._all(found, least, *bounds, *others, *self._without)
        if column is not None and self._within(pick.few + 1) <= pick.few:
            found = sql.few_within(self._order, column, len(self._facets), len(self._without))
            return self._all(found, self._name, *bounds, *self._judged())
        return None

    def _sorted(self, few: list[Place], after: Place | None, limit: int) -> Picked:
        few.sort(reverse=self._descending)
        if after is not None:
            left = [one for one in few if (one < after if self._descending else one > after)]
        else:
            left = few
        shown = left[:limit]
        onward = shown[-1] if shown and len(left) > limit else None
        return Picked(self._rows(shown), onward, len(few), len(few))

    def _walk(self, after: Place | None, limit: int) -> Picked:
        total = self._total()
        shown: list[Place] = []
        last: Place | None = None
        onward: Place | None = None
        looked = 0
        for place, subject, fits in self._looked_at(after):
            if not within(self._pick.span, self._order, place):
                break
            if looked == self._pick.looked_max:
                onward = last
                break
            looked, last = looked + 1, (place, subject)
            if fits and len(shown) == limit:
                onward = shown[-1] if shown else None
                break
            if fits:
                shown.append(last)
        return Picked(self._rows(shown), onward, total, looked)

    def _looked_at(self, after: Place | None) -> Iterator[tuple[str, str, int]]:
        pick = self._pick
        start = start_of(pick.span, self._order, after, self._descending)
        is_own = pick.span is not None and pick.span[0] == self._order
        column, bounds = (None, ()) if is_own else self._span()
        goes_on, without = start is not None, len(self._without)
        text = sql.walk(self._order, self._descending, goes_on, column, len(pick.marks), without)
        values = (*bounds, *self._judged(), self._name, *(start or ()), pick.looked_max + 1)
        yield from self._connection.execute(text, values)

    def _total(self) -> int | None:
        """How many fit, where a single count tells."""
        span = self._pick.span
        if self._without:
            return None
        if len(self._facets) == 1 and span is None:
            [(_, counted)] = self._facets
        elif span is not None and not self._facets:
            counted = self._within(self._pick.counted_max + 1)
        else:
            return None
        return counted if counted <= self._pick.counted_max else None

    def _facet(self, mark: str) -> tuple[int, int]:
        """Its number and how many rows have it; none has the number 0."""
        found = self._all(sql.FACET, self._name, mark)
        return found[0] if found else (0, 0)

    def _within(self, limit: int) -> int:
        assert self._pick.span is not None  # noqa: S101 - asked for where there is one
        column, first, end = self._pick.span
        return int(self._one(sql.count_span(column), self._name, first, end, limit))

    def _span(self) -> tuple[str | None, Values]:
        return (None, ()) if self._pick.span is None else (self._pick.span[0], self._pick.span[1:])

    def _judged(self) -> Values:
        return (*(facet for facet, _ in self._facets), *self._without)

    def _rows(self, places: Sequence[Place]) -> tuple[StoredRow, ...]:
        found = (self._all(statements.ROW, subject, self._name)[0] for _, subject in places)
        return tuple(StoredRow(*row) for row in found)

    def _all(self, text: str, *values: object) -> list[Any]:
        return self._connection.execute(text, values).fetchall()

    def _one(self, text: str, *values: object) -> int:
        return int(self._connection.execute(text, values).fetchone()[0])

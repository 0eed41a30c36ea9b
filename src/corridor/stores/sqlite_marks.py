"""What the rows of work lists are filtered by: kept at the end of a transaction, all at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from corridor.stores import statements
from corridor.stores.gathered import in_bulk

Run = Callable[..., list[Any]]
Mark = tuple[str, str]
"""The list, and what is marked."""


class ChangedMarks:
    """Marks that rows got and lost, by list and mark, until they are written."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._added: dict[Mark, list[int]] = defaultdict(list)
        self._taken: dict[Mark, list[int]] = defaultdict(list)

    def add(self, name: str, row: int, marks: Iterable[str]) -> None:
        """A row of the list has these marks now, and had not."""
        for mark in marks:
            self._added[name, mark].append(row)

    def take(self, name: str, row: int, marks: Iterable[str]) -> None:
        """It had them and has them no more; what it got in this transaction it never had."""
        for mark in marks:
            added = self._added.get((name, mark), [])
            if row in added:
                added.remove(row)
            else:
                self._taken[name, mark].append(row)

    def change(self, name: str, row: int, was: set[str], now: set[str]) -> None:
        """A row has other marks than before."""
        self.take(name, row, was - now)
        self.add(name, row, now - was)

    def write(self) -> None:
        """Write them; each facet is counted once."""
        facets = self._counted()
        for one, rows in self._taken.items():
            for row in rows:
                self._run(statements.DELETE_MARK, facets[one], row)
        entries = [(facets[one], row) for one, rows in self._added.items() for row in rows]
        for sql, values in in_bulk(statements.ADD_MARK, entries):
            self._run(sql, *values)
        self._taken.clear()
        self._added.clear()

    def _counted(self) -> dict[Mark, int]:
        """Facets that more or fewer rows have now, and their numbers; those of none are dropped."""
        changed = dict.fromkeys((*self._taken, *self._added))
        more = {one: self._more(one) for one in changed}
        counts = [(*one, by) for one, by in more.items()]
        facets = {
            (name, mark): int(facet)
            for sql, values in in_bulk(statements.COUNT_FACET, counts)
            for facet, name, mark in self._run(sql, *values)
        }
        for one, by in more.items():
            if by <= 0:
                self._run(statements.DROP_FACET, facets[one])
        return facets

    def _more(self, one: Mark) -> int:
        return len(self._added.get(one, ())) - len(self._taken.get(one, ()))

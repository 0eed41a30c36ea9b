"""What the rows of work lists are filtered by: kept at the end of a transaction, all at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from corridor.stores import statements
from corridor.stores.gathered import in_bulk

Run = Callable[..., list[Any]]


class ChangedMarks:
    """Marks that rows got and lost, by list and mark, until they are written."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._added: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._taken: dict[tuple[str, str], list[int]] = defaultdict(list)

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
        entries: list[tuple[int, int]] = []
        for name, mark in dict.fromkeys((*self._taken, *self._added)):
            taken = self._taken.get((name, mark), [])
            added = self._added.get((name, mark), [])
            facet = self._counted(name, mark, len(added) - len(taken))
            for row in taken:
                self._run(statements.DELETE_MARK, facet, row)
            entries += [(facet, row) for row in added]
        for sql, values in in_bulk(statements.ADD_MARK, entries):
            self._run(sql, *values)
        self._taken.clear()
        self._added.clear()

    def _counted(self, name: str, mark: str, by: int) -> int:
        """The number of a facet that so many rows more have; one that none has is dropped."""
        [(facet,)] = self._run(statements.COUNT_FACET, name, mark, by)
        if by <= 0:
            self._run(statements.DROP_FACET, facet)
        return int(facet)

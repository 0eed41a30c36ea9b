"""Inserts that wait in an open transaction, to be made many rows at a time.

A statement of many rows goes into the database in one call, during which other threads of the
process run on; row by row, each row would ask for the interpreter again. The reads of the
transaction have what they would miss written first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

Rows = Sequence[tuple[Any, ...]]
ROWS_AT_ONCE: Final = (64, 16, 4, 1)
_ONE_ROW: Final = re.compile(r"VALUES (\([?, ]+\))")


class Gathered:
    """What waits, by statement. `write` is called with a statement and its rows, in their order."""

    def __init__(self, write: Callable[[str, Rows], None]) -> None:
        self._write = write
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._keys: dict[str, set[Hashable]] = defaultdict(set)

    def add(self, sql: str, key: Hashable, *rows: tuple[Any, ...]) -> None:
        """Let rows wait; `key` is what `write_if_waits` asks for them by."""
        self._rows[sql].extend(rows)
        self._keys[sql].add(key)

    def write_if_waits(self, sql: str, key: Hashable) -> None:
        """Write all rows of the statement when one of this key waits."""
        if key in self._keys.get(sql, ()):
            self.write(sql)

    def write(self, sql: str) -> None:
        """Write all rows of the statement that wait."""
        self._keys.pop(sql, None)
        rows = self._rows.pop(sql, None)
        if rows:
            self._write(sql, rows)

    def write_all(self) -> None:
        """Write everything."""
        for sql in tuple(self._rows):
            self.write(sql)


def in_bulk(sql: str, rows: Rows) -> Iterator[tuple[str, list[Any]]]:
    """(statement of many rows, its parameters), for an INSERT of one row and the rows for it."""
    at = 0
    while at < len(rows):
        count = next(size for size in ROWS_AT_ONCE if size <= len(rows) - at)
        part = rows[at : at + count]
        yield _of_rows(sql, count), [value for row in part for value in row]
        at += count


@lru_cache(maxsize=256)
def _of_rows(sql: str, count: int) -> str:
    found = _ONE_ROW.search(sql)
    if found is None:
        raise ValueError(f"not an INSERT of one row: {sql}")
    return sql[: found.end()] + f", {found[1]}" * (count - 1) + sql[found.end() :]

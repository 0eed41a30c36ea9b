"""The figures of a measure's public rows by any columns: written once, and compiled once.

What Ibis makes of an expression takes longer than most questions do. So the expression is over a
view with one column `key`, and the view is what changes from question to question.
"""

from collections.abc import Sequence
from typing import Any, Final

import duckdb
import ibis
from ibis.expr.types import Table

from corridor.observatory.compiled import compiled
from corridor.observatory.measures.measure import Measure, grouped
from corridor.observatory.public import KEPT

VIEW: Final = "keyed"
KEY: Final = "key"
JOINT: Final = "\x1f"
"""Between the values of a key: no code has it."""


class Keyed:
    """Of the rows that were kept last. `is_empty`: there is nothing to ask."""

    def __init__(self, db: duckdb.DuckDBPyConnection, measure: Measure) -> None:
        self._db = db
        [(count,)] = db.execute(f"SELECT count(*) FROM {KEPT}").fetchall()  # noqa: S608 - ours
        self.is_empty = not count
        if not self.is_empty:
            self._look(())
            key = ("keyed", measure.name)
            self._question = compiled(key, lambda: _grouped(db, measure))

    def groups(self, by: Sequence[str]) -> list[dict[str, Any]]:
        """A dict for each group with its figures, and the values of these columns as `values`."""
        if self.is_empty:
            return []
        self._look(by)
        found = self._question.rows(self._db)
        for one in found:
            key = str(one.pop(KEY))
            one["values"] = tuple(key.split(JOINT)) if by else ()
        return found

    def _look(self, by: Sequence[str]) -> None:
        parts = ", ".join(f'"{name}"' for name in by)
        key = f"concat_ws('{JOINT}', {parts})" if by else "''"
        self._db.execute(
            f"CREATE OR REPLACE TEMP VIEW {VIEW} AS "  # noqa: S608 - the columns are a measure's
            f"SELECT *, {key} AS {KEY} FROM {KEPT}"
        )


def _grouped(db: duckdb.DuckDBPyConnection, measure: Measure) -> Table:
    return grouped(measure, ibis.duckdb.from_connection(db).table(VIEW), (KEY,))

"""Which rows of a measure everybody may be told of: whole cells of five or more, and no others.

A cell is what is left when all choices that the public has are made at once. Every public figure is
of whole cells, so no choice tells of fewer than five, nor does the difference of two. What is in a
smaller cell is in no public figure.
"""

from itertools import combinations
from typing import Any, Final

import duckdb
import ibis
from ibis.expr.types import Table

from corridor.domain.figures.state import LEAST
from corridor.observatory.measures.measure import Measure, spanned

LASTING: Final = ("spread", "reliability", "part")
"""Kinds of figures that leave out what ended before it began."""
KEPT: Final = "kept"
_CELL: Final = "month"
_BESIDE: Final = ("over", "case")
"""What the figures of a quotient need beside the value."""
_WIDTH: Final = ("value", "movement", "subject", "month", "year")


def kept_rows(db: duckdb.DuckDBPyConnection, measure: Measure, facts: Table) -> tuple[Table, int]:
    """The rows of cells of five or more, and how many rows are in no such cell."""
    rows = spanned(measure.rows(facts))
    wanted = (*measure.cells, *measure.wider, *measure.public)
    extra: tuple[str, ...] = ("hour",) if "hour" in measure.by else ()
    extra += tuple(one for one in _BESIDE if one in rows.columns)
    rows = rows.select(*dict.fromkeys((*wanted, *extra, *_WIDTH)))
    by = (*measure.cells, _CELL)
    counted = rows.filter(rows["value"] >= 0) if measure.figures in LASTING else rows
    cells = counted.group_by(list(by)).aggregate(
        n=counted["subject"].nunique(), of=counted["movement"].nunique()
    )
    enough = cells.filter(cells["n"] >= LEAST, cells["of"] >= LEAST)
    kept: Any = rows.semi_join(enough, list(by))
    connection = ibis.duckdb.from_connection(db)
    db.execute(f"DROP TABLE IF EXISTS {KEPT}")
    kept = connection.create_table(KEPT, kept, temp=True)
    return kept, _count(rows) - _count(kept)


def choices(measure: Measure) -> list[tuple[str, ...]]:
    """All that may be chosen together: columns of the cells, and what they determine."""
    found: list[tuple[str, ...]] = []
    for count in range(len(measure.cells) + 1):
        found += combinations(measure.cells, count)
    found += [(name,) for name in measure.wider]
    return [one for one in found if not measure.apart or measure.apart in one]


def _count(rows: Table) -> int:
    return int(rows.count().to_pyarrow().as_py())

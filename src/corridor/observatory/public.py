"""Which rows of a measure everybody may be told of: whole cells of five or more, and no others.

A cell is what is left when all choices that the public has are made at once, in one month. Every
public figure is of whole cells, so no choice tells of fewer than five, nor does the difference of
two. What is in a smaller cell is in no public figure. And a cell stays as it was told until five
or more of it are other than they were (`holding`): so does no difference of two readings.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple

import duckdb
from ibis.expr.types import Table

from corridor.domain.figures.state import LEAST
from corridor.observatory.asking import facts_in
from corridor.observatory.compiled import compiled
from corridor.observatory.holding import NOW, hold
from corridor.observatory.measures.figures import MARKS, NO_SIZE, fitting, marks_in
from corridor.observatory.measures.measure import Measure, spanned

LASTING: Final = ("spread", "reliability", "part")
"""Kinds of figures that leave out what ended before it began."""
RULES: Final = ("negative", *MARKS, NO_SIZE)
"""By which rows are left out of figures, and counted."""
KEPT: Final = "kept"
MONTH: Final = "month"
_BESIDE: Final = ("over", "case", *MARKS, NO_SIZE)
"""What figures need beside the value, where a measure has it."""
_WIDTH: Final = ("value", "movement", "subject", "month", "year", "country")
WITHIN: Final = {"chapter": "section"}
"""Columns of which one divides the other: both are told, and neither may give the other away."""


class LeftOut(NamedTuple):
    """What is in no figure: rows in no cell of five, and rows that cannot be, by their rule."""

    small: int
    excluded: dict[str, int]


def keep_rows(db: duckdb.DuckDBPyConnection, measure: Measure) -> LeftOut:
    """Write to `KEPT` the rows that may be told, and remember them; how many are left out."""
    key = ("counted", measure.name)
    now = compiled(key, lambda: _counted(measure, _all_rows(measure, facts_in(db))))
    db.execute(f"CREATE OR REPLACE TEMP TABLE {NOW} ({now.columns})")
    db.execute(f"INSERT INTO {NOW} {now.sql}")
    hold(db, measure.name, (*measure.cells, MONTH), KEPT)
    small = max(0, _size(db, NOW) - _size(db, KEPT))
    for column in sorted(dividing(measure), key=WITHIN.__contains__):
        _hide_parts(db, measure.cells, column)
    return LeftOut(in_fives(small), _excluded(db, measure, _marks(measure, now.names)))


def _all_rows(measure: Measure, facts: Table) -> Table:
    """Of the measure, with what is told of them."""
    rows = spanned(measure.rows(facts))
    wanted = (*measure.cells, *measure.wider, *measure.public)
    extra: tuple[str, ...] = ("hour",) if "hour" in measure.by else ()
    extra += tuple(one for one in _BESIDE if one in rows.columns)
    return rows.select(*dict.fromkeys((*wanted, *extra, *_WIDTH)))


def _counted(measure: Measure, rows: Table) -> Table:
    """Those that figures are taken of."""
    if measure.figures in LASTING:
        return rows.filter(fitting(rows))
    for mark in marks_in(rows):
        rows = rows.filter(~rows[mark])
    return rows.filter(rows["value"] > 0) if NO_SIZE in rows.columns else rows


def _marks(measure: Measure, columns: Sequence[str]) -> list[str]:
    """The rules by which rows of these columns are left out."""
    is_left_out = {mark: mark in columns for mark in (*MARKS, NO_SIZE)}
    is_left_out["negative"] = measure.figures in LASTING
    return [one for one in RULES if is_left_out[one]]


def _excluded(
    db: duckdb.DuckDBPyConnection, measure: Measure, marks: Sequence[str]
) -> dict[str, int]:
    """How many of all rows are left out by each rule, in whole fives: see `in_fives`."""
    if not marks:
        return {}
    key = ("excluded", measure.name)
    make = lambda: _marked(_all_rows(measure, facts_in(db)), marks)  # noqa: E731
    [found] = compiled(key, make).rows(db)
    return {name: told for name in marks if (told := in_fives(int(found[name] or 0)))}


def _marked(rows: Table, marks: Sequence[str]) -> Table:
    """How many have each mark."""
    is_marked = {one: rows["value"] < 0 if one == "negative" else rows[one] for one in marks}
    return rows.aggregate(**{name: one.sum() for name, one in is_marked.items()})


def in_fives(count: int) -> int:
    """As much of a count as may be told beside the figures: two readings of it never differ by
    one to four.
    """
    return count - count % LEAST


def dividing(measure: Measure) -> set[str]:
    """Columns that are told, and divide cells once more."""
    return {*measure.public} - {*measure.cells, *measure.wider}


def _hide_parts(db: duckdb.DuckDBPyConnection, cells: tuple[str, ...], column: str) -> None:
    """Of each cell over the whole time, leave the values of a column by which five or more are
    told, and beside which nobody is left or at least five: no figure less another is of fewer.
    """
    if outer := WITHIN.get(column, ""):
        db.execute(f'UPDATE {KEPT} SET "{column}" = NULL WHERE "{outer}" IS NULL')  # noqa: S608
        cells = (*cells, outer)
    by = ", ".join(f'"{name}"' for name in cells)
    same = " AND ".join(f'{KEPT}."{name}" = hidden."{name}"' for name in (*cells, column))
    db.execute(
        f"""
        WITH parts AS (
          SELECT {by}, "{column}", count(DISTINCT movement) AS people
          FROM {KEPT} WHERE "{column}" IS NOT NULL GROUP BY ALL
        ), rest AS (
          SELECT {by}, count(DISTINCT movement) AS others
          FROM {KEPT} LEFT JOIN parts USING ({by}, "{column}")
          WHERE people IS NULL OR people < {LEAST} GROUP BY {by}
        ), told AS (
          SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY people, "{column}") AS place
          FROM parts WHERE people >= {LEAST}
        ), hidden AS (
          SELECT {by}, "{column}" FROM parts WHERE people < {LEAST}
          UNION ALL
          SELECT {by}, "{column}" FROM told JOIN rest USING ({by})
          WHERE place = 1 AND others < {LEAST}
        )
        UPDATE {KEPT} SET "{column}" = NULL FROM hidden WHERE {same}
        """  # noqa: S608 - the columns are a measure's
    )


def choices(measure: Measure) -> list[tuple[str, ...]]:
    """All that may be chosen together: columns of the cells, and what they determine."""
    found: list[tuple[str, ...]] = []
    for count in range(len(measure.cells) + 1):
        found += combinations(measure.cells, count)
    found += [(name,) for name in measure.wider]
    return [one for one in found if not measure.apart or measure.apart in one]


def _size(db: duckdb.DuckDBPyConnection, table: str) -> int:
    [(count,)] = db.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - ours
    return int(count)

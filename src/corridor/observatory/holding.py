"""What was told of a cell stays, until five or more of it are other than they were.

A month that goes on, and a late fact of one that is over, would else be told anew at each reading,
and who takes one reading from the next would see the single truck that came between. So the rows
that were told are kept beside the facts, measure by measure. A cell is told anew when at least five
movements, in at least five visits or permits, have come to it, left it or changed in it; it is told
no more when so many are gone that fewer than five are left. Whatever is added up of cells then
differs between any two readings by nobody, or by at least five.
"""

from collections.abc import Sequence
from typing import Final

import duckdb

from corridor.domain.figures.state import LEAST

NOW: Final = "rows_now"
"""The temporary table with all rows of a measure as they are now."""
ENOUGH: Final = f"least(count(DISTINCT subject), count(DISTINCT movement)) >= {LEAST}"
EMPTY: Final = "{told} AS SELECT * FROM rows_now LIMIT 0"
LARGE: Final = """
CREATE OR REPLACE TEMP TABLE large AS
SELECT {by} FROM rows_now GROUP BY {by} HAVING {enough}
"""
CHANGED: Final = """
CREATE OR REPLACE TEMP TABLE changed AS
WITH before AS (
  SELECT {by}, count(*) AS many, bit_xor(hash(rows)) AS mixed, sum(hash(rows) % 65521) AS summed
  FROM {told} rows GROUP BY {by}
), after AS (
  SELECT {by}, count(*) AS many, bit_xor(hash(rows)) AS mixed, sum(hash(rows) % 65521) AS summed
  FROM rows_now rows GROUP BY {by}
)
SELECT {by} FROM before FULL JOIN after USING ({by})
WHERE (before.many, before.mixed, before.summed)
  IS DISTINCT FROM (after.many, after.mixed, after.summed)
"""
"""Cells with other rows than were told: most are as they were, and are compared no further."""
FRESH: Final = """
CREATE OR REPLACE TEMP TABLE fresh AS
WITH before AS (SELECT * FROM {told} SEMI JOIN changed USING ({by})),
after AS (SELECT * FROM rows_now SEMI JOIN changed USING ({by})),
other AS (
  (SELECT * FROM before EXCEPT ALL SELECT * FROM after)
  UNION ALL (SELECT * FROM after EXCEPT ALL SELECT * FROM before)
)
SELECT {by} FROM other GROUP BY {by} HAVING {enough}
"""
"""Those of which enough changed."""
FORGET: Final = "DELETE FROM {told} WHERE ({by}) IN (SELECT ({by}) FROM fresh)"
REMEMBER: Final = """
INSERT INTO {told}
SELECT * FROM rows_now SEMI JOIN fresh USING ({by}) SEMI JOIN large USING ({by})
"""
KEEP: Final = "CREATE OR REPLACE TEMP TABLE {kept} AS SELECT * FROM {told}"


def hold(db: duckdb.DuckDBPyConnection, measure: str, cells: Sequence[str], kept: str) -> None:
    """Write to the temporary table `kept` what may be told of `NOW`, and remember it.

    `cells`: the columns of which each combination is a cell; what has none of one is in none.
    """
    names = {
        "told": table_of(measure),
        "by": ", ".join(f'"{name}"' for name in cells),
        "kept": kept,
        "enough": ENOUGH,
    }
    _ready(db, names["told"])
    for step in (LARGE, CHANGED, FRESH):
        db.execute(step.format(**names))
    db.begin()
    for step in (FORGET, REMEMBER):
        db.execute(step.format(**names))
    db.commit()
    db.execute(KEEP.format(**names))


def table_of(measure: str) -> str:
    """Where the rows of a measure are kept that were told."""
    return f"told_{measure.replace('-', '_')}"


def _ready(db: duckdb.DuckDBPyConnection, told: str) -> None:
    """The table, of today's columns: one of an earlier version holds nothing back any more."""
    db.execute(f"CREATE TABLE IF NOT EXISTS {EMPTY}".format(told=told))
    if _columns(db, told) != _columns(db, NOW):
        db.execute(f"CREATE OR REPLACE TABLE {EMPTY}".format(told=told))


def _columns(db: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return [(str(one[0]), str(one[1])) for one in db.execute(f"DESCRIBE {table}").fetchall()]

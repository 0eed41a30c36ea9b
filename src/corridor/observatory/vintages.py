"""Earlier figures of months that are over: what was told first is kept when it is told anew."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import duckdb
import pyarrow as pa
from msgspec.structs import replace

from corridor.engine.observed import Charted, Earlier, table_name

MONTH: Final = 7
"""Letters of a month."""
KEPT_MAX: Final = 2_000
"""Of one measure: the last ones. Those before are forgotten; no page ever shows them."""
_JOINT: Final = "\x1f"
_SCHEMA: Final = pa.schema(
    [
        ("measure", pa.string()),
        ("columns", pa.string()),
        ("key", pa.string()),
        ("period", pa.string()),
        ("n", pa.int64()),
        ("figures", pa.list_(pa.float64())),
    ]
)
TABLE: Final = """
CREATE TABLE IF NOT EXISTS vintages AS SELECT *, '' AS told FROM cells_now LIMIT 0
"""
NEWER: Final = """
INSERT INTO vintages
WITH last AS (
  SELECT * FROM vintages
  QUALIFY row_number() OVER (PARTITION BY measure, columns, key, period ORDER BY told DESC) = 1
)
SELECT now.*, $told FROM cells_now now
LEFT JOIN last USING (measure, columns, key, period)
WHERE last.n IS DISTINCT FROM now.n OR last.figures IS DISTINCT FROM now.figures
"""
FORGOTTEN: Final = """
DELETE FROM vintages WHERE rowid IN (
  SELECT rowid FROM (
    SELECT *, rowid, row_number() OVER (
      PARTITION BY measure, columns, key, period ORDER BY told DESC
    ) AS age FROM vintages
  ) WHERE age > 1
  QUALIFY row_number() OVER (PARTITION BY measure ORDER BY told DESC, columns, key, period) > $most
)
"""
SUPERSEDED: Final = """
WITH superseded AS (
  SELECT * FROM vintages
  QUALIFY row_number() OVER (PARTITION BY measure, columns, key, period ORDER BY told DESC) > 1
)
SELECT measure, columns, key, period, told, n, figures FROM superseded
QUALIFY row_number() OVER (
  PARTITION BY measure ORDER BY told DESC, columns, key, period
) <= $most
ORDER BY measure, told DESC, columns, key, period
"""


def with_earlier(
    db: duckdb.DuckDBPyConnection, charts: tuple[Charted, ...], last: str, told: str
) -> tuple[Charted, ...]:
    """The same, each with what was told of its months before. `last`: the last day that is known,
    whose month goes on and has no vintages; `told`: the instant of this telling.
    """
    db.register("cells_now", _cells(charts, last[:MONTH]))
    db.execute(TABLE)
    db.execute(NEWER, {"told": told})
    db.unregister("cells_now")
    db.execute(FORGOTTEN, {"most": KEPT_MAX})
    told_before = db.execute(SUPERSEDED, {"most": KEPT_MAX}).fetchall()
    found: dict[str, list[Earlier]] = defaultdict(list)
    for measure, columns, key, period, when, n, figures in told_before:
        values = tuple(key.split(_JOINT)) if key else ()
        found[measure].append(Earlier(columns, values, period, when, n, tuple(figures)))
    return tuple(replace(one, earlier=tuple(found[one.name])) for one in charts)


def _cells(charts: tuple[Charted, ...], running: str) -> pa.Table:
    rows = list(_rows(charts, running))
    columns = list(zip(*rows, strict=True)) or [()] * len(_SCHEMA)
    arrays = [pa.array(one, type=field.type) for one, field in zip(columns, _SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=_SCHEMA)


def _rows(charts: tuple[Charted, ...], running: str) -> Iterator[tuple[object, ...]]:
    for chart in charts:
        for table in chart.tables:
            name = table_name(table.by)
            for one in table.cells:
                if len(one.period) == MONTH and one.period < running:
                    key = _JOINT.join(one.values)
                    yield chart.name, name, key, one.period, one.n, list(one.figures)

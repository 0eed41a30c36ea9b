"""The tables of the open data as Parquet: written where the columns are at hand."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corridor.engine.observed import OPEN, Cells, Charted, Overview, open_file
from corridor.observatory.whole import whole


def write_open(told: Overview, folder: Path) -> None:
    """A file for each table of each measure, whole or not at all."""
    target = folder / OPEN
    target.mkdir(exist_ok=True)
    for chart in told.charted:
        for table in chart.tables:
            path = target / open_file(chart.name, table.by)
            with whole(path) as partial:
                pq.write_table(_columns(chart, table), str(partial), compression="zstd")


def _columns(chart: Charted, table: Cells) -> Any:
    cells, columns = table.cells, {}
    for number, name in enumerate(table.by):
        columns[name] = pa.array([one.values[number] for one in cells], pa.string())
    columns["period"] = pa.array([one.period for one in cells], pa.string())
    columns["n"] = pa.array([one.n for one in cells], pa.int64())
    for number, name in enumerate(chart.figures):
        columns[name] = pa.array([one.figures[number] for one in cells], pa.float64())
    return pa.table(columns)

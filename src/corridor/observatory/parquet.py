"""What happened as Parquet: a file for each month and kind, the same bytes for the same log."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb
import msgspec
from pyarrow import parquet

from corridor.observatory.happening import Happening
from corridor.observatory.store import Observatory, columns_of
from corridor.observatory.whole import whole

ROWS_IN_GROUP: Final = 100_000
_ROWS: Final = """
SELECT * EXCLUDE (mover) FROM facts WHERE month = $month AND kind = $kind ORDER BY entry, part
"""
_KINDS: Final = "SELECT DISTINCT month, kind FROM facts WHERE month BETWEEN ? AND ? ORDER BY ALL"


class Written(msgspec.Struct, frozen=True):
    """One file, and the rows in it."""

    path: Path
    rows: int


def export(observatory: Observatory, folder: Path, first: str, last: str) -> Iterator[Written]:
    """Write the months `first` to `last` (`2026-01`), told file by file."""
    with observatory.opened() as db:
        # One thread writes rows in the order of the log: more would cut groups by chance.
        db.execute("SET threads = 1")
        for month, kind in db.execute(_KINDS, [first, last]).fetchall():
            path = folder / f"month={month}" / f"{kind}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            yield Written(path, _write(db, month, kind, path))


def _write(db: duckdb.DuckDBPyConnection, month: str, kind: str, path: Path) -> int:
    rows = db.sql(_ROWS, params={"month": month, "kind": kind})
    with whole(path) as partial:
        rows.write_parquet(str(partial), compression="zstd", row_group_size=ROWS_IN_GROUP)
    [(count,)] = rows.aggregate("count(*)").fetchall()
    return int(count)


def write_rows(rows: Sequence[Happening], path: Path) -> None:
    """One file of rows that stand in no observatory yet, whole or not at all."""
    table = columns_of(rows)
    with whole(path) as partial:
        parquet.write_table(table, partial, compression="zstd", row_group_size=ROWS_IN_GROUP)

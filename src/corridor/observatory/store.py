"""The rows in columns: one DuckDB file beside the node's database, and how far it has come.

The file is open only while something is asked of it or written to it, so that a person at the
command line can ask while the node runs. Rows and position are one transaction: a crash loses
nothing and doubles nothing, and the whole can be made anew from the log at any time.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
from msgspec.structs import astuple

from corridor.engine.observed import PAST
from corridor.observatory.happening import MOVER, Happening

FILE: Final = "observatory.duckdb"
FORM: Final = 8
"""Raised where rows are made otherwise: what an earlier version made is then made anew."""
WAITS_S: Final = 5.0
"""So long another who has the file open is waited for."""
MEMORY: Final = "512MB"
LOCKED: Final = "Could not set lock"
DAMAGED: Final = ("not a valid DuckDB", "Corrupt database", "Could not read enough bytes")
"""How DuckDB tells why a file cannot be opened: it has no codes."""
_log: Final = logging.getLogger("corridor")
_MASS: Final = pa.decimal128(18, 6)
MOVERS_AT_HAND: Final = 50_000
_NUMBERED: Final = pa.schema([("movement", pa.string()), ("number", pa.int64())])
SCHEMA: Final = pa.schema(
    [
        ("entry", pa.int64()),
        ("part", pa.int32()),
        ("kind", pa.string()),
        ("at", pa.int64()),
        ("day", pa.string()),
        ("month", pa.string()),
        ("hour", pa.int32()),
        ("subject", pa.string()),
        ("movement", pa.string()),
        ("node", pa.string()),
        ("since", pa.int64()),
        ("office", pa.string()),
        ("country", pa.string()),
        ("side", pa.string()),
        ("mode", pa.string()),
        ("vehicle", pa.string()),
        ("chapter", pa.string()),
        ("gross_kg", _MASS),
        ("packages", pa.int64()),
        ("value_minor", pa.int64()),
        ("currency", pa.string()),
        ("origin", pa.string()),
        ("destination", pa.string()),
        ("corridor", pa.string()),
        ("states", pa.list_(pa.string())),
        ("km", pa.int64()),
        ("authority", pa.string()),
        ("what", pa.string()),
        ("cause", pa.string()),
        ("by_rule", pa.bool_()),
        ("again", pa.bool_()),
        ("bound", pa.string()),
        ("segment", pa.string()),
        ("invented", pa.bool_()),
        ("before", pa.int64()),
        ("holder", pa.string()),
        ("due", pa.string()),
        ("vehicles", pa.int32()),
        ("containers", pa.int32()),
        ("count", pa.int64()),
        ("released", pa.int64()),
        ("usd_minor", pa.int64()),
        ("unrated", pa.int32()),
        ("teu_100", pa.int32()),
        ("unsized", pa.int32()),
    ]
)
"""The columns, in the order of the fields of a happening. The table has one more, `mover`."""
_MOVER: Final = pa.field(MOVER, pa.int64())
_NUMBER_PAST: Final = """
INSERT INTO movers
SELECT movement, (SELECT count(*) FROM movers) + row_number() OVER (ORDER BY min(entry)) - 1
FROM read_parquet($past) ANTI JOIN movers USING (movement) GROUP BY movement
"""
_TAKE_PAST: Final = """
INSERT INTO facts BY NAME
SELECT rows.*, number AS mover FROM read_parquet($past) rows JOIN movers USING (movement)
"""
_RELEASED_PAST: Final = """
UPDATE facts SET released = began
FROM (
  SELECT mover AS whose, min("at") AS began FROM facts
  WHERE invented AND kind = 'released' GROUP BY mover
)
WHERE invented AND kind = 'arrived' AND released IS NULL AND mover = whose
"""
"""Of a file that was made before arrivals kept it."""


class Busy(Exception):
    """Somebody else has the file open, longer than is waited for."""


class Unusable(Exception):
    """The file can be neither opened nor made."""


class Observatory:
    """The file of one node. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._movers = Movers()

    def position(self) -> int:
        """Entries of the log whose rows are in it; 0 where it is not there, or of another form."""
        if not self.path.exists():
            return 0
        with self.opened() as db:
            return self.position_in(db)

    @staticmethod
    def position_in(db: duckdb.DuckDBPyConnection) -> int:
        """The same of the open file."""
        return int(_one(db, "SELECT entries FROM position"))

    def count(self) -> int:
        """Rows in it."""
        if not self.path.exists():
            return 0
        with self.opened() as db:
            return int(_one(db, "SELECT count(*) FROM facts"))

    def clear(self) -> None:
        """Forget all rows: they are made anew from the log. Who else has it open is waited for."""
        with self.opened() as db:
            _forget(db)

    @contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection, with the tables there; raises `Busy`, `Unusable`."""
        db = _connected(self.path)
        self._movers = Movers()  # who had it open before may have made it anew
        try:
            _prepare(db)
            _take_past(db, self.path.with_name(PAST))
            yield db
        finally:
            db.close()

    def append(
        self, db: duckdb.DuckDBPyConnection, rows: Sequence[Happening], start: int, end: int
    ) -> None:
        """Write the rows of the entries `start..end-1`, once: what has come so far is left out."""
        batch = columns_of(rows)
        db.begin()
        try:
            if (wanted := self.position_in(db)) != start:
                raise ValueError(f"the rows of entry {wanted} are wanted, not of {start}")
            movers = self._movers.numbers(db, [row.movement for row in rows])
            db.register("batch", batch.append_column(MOVER, pa.array(movers, pa.int64())))
            db.execute("INSERT INTO facts SELECT * FROM batch")
            db.unregister("batch")
            db.execute("UPDATE position SET entries = ?", [end])
            db.commit()
        except BaseException:
            db.rollback()
            self._movers = Movers()
            raise


class Movers:
    """Numbers of movements: given once, kept in the file, and the last ones at hand."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def numbers(self, db: duckdb.DuckDBPyConnection, movements: Sequence[str]) -> list[int]:
        """In the same order; those that come for the first time get the next ones."""
        if len(self._known) > MOVERS_AT_HAND:
            self._known.clear()
        if unknown := [one for one in dict.fromkeys(movements) if one not in self._known]:
            self._known |= self._looked_up(db, unknown)
        return [self._known[one] for one in movements]

    @staticmethod
    def _looked_up(db: duckdb.DuckDBPyConnection, movements: list[str]) -> dict[str, int]:
        db.register("asked", pa.table({"movement": pa.array(movements, pa.string())}))
        found = dict(db.execute("FROM movers SEMI JOIN asked USING (movement)").fetchall())
        start = int(_one(db, "SELECT count(*) FROM movers"))
        new = [one for one in movements if one not in found]
        found |= {one: start + place for place, one in enumerate(new)}
        numbers = {"movement": new, "number": [found[one] for one in new]}
        db.register("asked", pa.table(numbers, schema=_NUMBERED))
        db.execute("INSERT INTO movers FROM asked")
        db.unregister("asked")
        return found


def columns_of(rows: Sequence[Happening]) -> pa.Table:
    """The rows as DuckDB takes them."""
    values = list(zip(*map(astuple, rows), strict=True)) or [()] * len(SCHEMA)
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(values, SCHEMA, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    until = time.monotonic() + WAITS_S
    while True:
        try:
            return duckdb.connect(path, config={"memory_limit": MEMORY})
        except duckdb.IOException as error:
            if any(sign in str(error) for sign in DAMAGED):
                _remove_damaged(path)
            elif LOCKED not in str(error):
                raise Unusable(str(error)) from None
            elif time.monotonic() > until:
                raise Busy from None
            time.sleep(0.02)


def _remove_damaged(path: Path) -> None:
    """What is no database any more is made anew: nothing is in it that the log does not have."""
    _log.warning("%s is damaged: it is made anew", path.name)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def _prepare(db: duckdb.DuckDBPyConnection) -> None:
    tables = db.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    if ("position",) in tables and _one(db, "SELECT form FROM position") == FORM:
        return
    _forget(db)


def _forget(db: duckdb.DuckDBPyConnection) -> None:
    """Empty tables, of the form of today; all of it or nothing."""
    db.begin()
    for name in ("facts", "movers", "position"):
        db.execute(f"DROP TABLE IF EXISTS {name}")
    for name, schema in (("facts", SCHEMA.append(_MOVER)), ("movers", _NUMBERED)):
        db.register("empty", schema.empty_table())
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")  # noqa: S608 - ours
        db.unregister("empty")
    db.execute(
        "CREATE TABLE position AS "
        "SELECT 0::BIGINT AS entries, ?::INTEGER AS form, false AS has_past",
        [FORM],
    )
    db.commit()


def _take_past(db: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Invented rows, once, where there are any; a file made before a column was added lacks it."""
    if not path.exists() or _one(db, "SELECT has_past FROM position"):
        return
    db.begin()
    db.execute(_NUMBER_PAST, {"past": str(path)})
    db.execute(_TAKE_PAST, {"past": str(path)})
    db.execute(_RELEASED_PAST)
    db.execute("UPDATE position SET has_past = true")
    db.commit()


def _one(db: duckdb.DuckDBPyConnection, sql: str) -> Any:
    [(value,)] = db.execute(sql).fetchall()
    return value

"""Expressions as DuckDB reads them: each is compiled once, and its text asked from then on.

What Ibis makes of an expression takes longer than most questions do, and hangs on the columns, not
on the rows. A process remembers what it compiled. A node starts a new one for each reading, so it
keeps the texts in its folder too, until the program is another.
"""

import hashlib
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis
import msgspec
import pyarrow as pa
from ibis.expr.types import Table

from corridor.observatory.whole import whole

FILE: Final = "observatory-compiled.json"
QUESTIONS_MAX: Final = 500
"""In a process. A reading asks some two hundred; a person may ask anything."""
DIALECT: Final = "duckdb"
PACKAGES: Final = ("ibis-framework", "sqlglot", "duckdb", "pyarrow")
Key = tuple[str, ...]


class Question(msgspec.Struct, frozen=True):
    """One expression. `names` of its columns; `columns`: the same with their types, as a table of
    them is made; `types`: those of its rows in Arrow, since DuckDB's sums are wider than Ibis'.
    """

    sql: str
    names: tuple[str, ...]
    columns: str
    types: bytes

    def rows(self, db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
        """Its answer, a dict for each row."""
        wanted = pa.ipc.read_schema(pa.py_buffer(self.types))
        found: list[dict[str, Any]] = db.sql(self.sql).to_arrow_table().cast(wanted).to_pylist()
        return found


class Kept(msgspec.Struct, frozen=True):
    """The file. `program`: what compiled them."""

    program: str
    questions: tuple[tuple[Key, Question], ...]


_KNOWN: Final[dict[Key, Question]] = {}


def compiled(key: Sequence[str], make: Callable[[], Table]) -> Question:
    """The question of this key, made where it is not known. `key`: all that its text hangs on."""
    known = _KNOWN.get(tuple(key))
    if known is None:
        if len(_KNOWN) >= QUESTIONS_MAX:
            _KNOWN.clear()
        known = _KNOWN[tuple(key)] = question(make())
    return known


def question(asked: Table) -> Question:
    """Compiled now."""
    schema = asked.schema()
    columns = (one.sql(DIALECT) for one in schema.to_sqlglot_column_defs(DIALECT))
    return Question(
        str(ibis.to_sql(asked, dialect=DIALECT)),
        tuple(schema.names),
        ", ".join(columns),
        schema.to_pyarrow().serialize().to_pybytes(),
    )


def remember(folder: Path) -> str:
    """What an earlier process of the same program compiled; what this program is called."""
    program = _program()
    try:
        kept = msgspec.json.decode((folder / FILE).read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError):
        return program  # made anew
    if kept.program == program:
        _KNOWN.update(kept.questions)
    return program


def keep_compiled(folder: Path, program: str) -> None:
    """Write it beside the node's database, whole or not at all."""
    with whole(folder / FILE) as partial:
        partial.write_bytes(msgspec.json.encode(Kept(program, tuple(_KNOWN.items()))))


def _program() -> str:
    """All code that is loaded, and the packages that compile: what the texts may hang on."""
    told = hashlib.sha256("".join(map(version, PACKAGES)).encode())
    for name in sorted(one for one in sys.modules if one.partition(".")[0] == "corridor"):
        if path := getattr(sys.modules[name], "__file__", None):
            told.update(Path(path).read_bytes())
    return told.hexdigest()

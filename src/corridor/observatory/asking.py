"""Asking a node's observatory: a measure's figures as plain rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import ibis
from ibis.expr.types import Table

from corridor.observatory.compiled import compiled
from corridor.observatory.measures.measure import Measure, told
from corridor.observatory.store import Observatory


def facts_in(db: duckdb.DuckDBPyConnection) -> Table:
    """The rows of what happened, while the file is open."""
    return ibis.duckdb.from_connection(db).table("facts")


def ask(
    observatory: Observatory,
    measure: Measure,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    first: str = "",
    last: str = "",
) -> list[dict[str, Any]]:
    """The figures, a dict for each group in the order of the groups; raises `Unmeasured`."""
    with observatory.opened() as db:
        return asked_of(db, measure, by, where, first, last)


def asked_of(
    db: duckdb.DuckDBPyConnection,
    measure: Measure,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    first: str = "",
    last: str = "",
) -> list[dict[str, Any]]:
    """The same of the open file."""
    chosen = [part for one in (where or {}).items() for part in one]
    key = ("told", measure.name, str(len(by)), *by, first, last, *chosen)
    make = lambda: told(measure, facts_in(db), by, where, first, last)  # noqa: E731
    return compiled(key, make).rows(db)

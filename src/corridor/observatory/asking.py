"""Asking a node's observatory: a measure's figures as plain rows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import ibis
from ibis.expr.types import Table

from corridor.observatory.measures.measure import Measure, told
from corridor.observatory.store import Observatory


@contextmanager
def facts_of(observatory: Observatory) -> Iterator[Table]:
    """The rows of what happened, while the file is open."""
    with observatory.opened() as db:
        yield ibis.duckdb.from_connection(db).table("facts")


def ask(
    observatory: Observatory,
    measure: Measure,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    first: str = "",
    last: str = "",
) -> list[dict[str, Any]]:
    """The figures, a dict for each group in the order of the groups; raises `Unmeasured`."""
    with facts_of(observatory) as facts:
        found: list[dict[str, Any]] = (
            told(measure, facts, by, where, first, last).to_pyarrow().to_pylist()
        )
        return found

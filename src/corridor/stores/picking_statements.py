"""The SQL of a list behind filters: each is an index search that its LIMIT or a few rows bound."""

from functools import lru_cache
from typing import Final

from corridor.stores.statements import has

_MARKED = "EXISTS (SELECT 1 FROM marks m WHERE m.facet = ? AND m.row = r.id)"

FACET: Final = "SELECT id, count FROM facets WHERE list = ? AND mark = ?"
FACETS: Final = (
    "SELECT mark FROM facets WHERE list = ? AND mark > ? AND mark < ? ORDER BY mark LIMIT ?"
)


@lru_cache
def count_span(column: str) -> str:
    """(list, first, end, limit) → how many rows lie within the span, counted up to the limit."""
    return (
        f"SELECT count(*) FROM (SELECT 1 FROM rows"  # noqa: S608
        f" WHERE list = ? AND {column} >= ? AND {column} < ?{has(column)} LIMIT ?)"
    )


@lru_cache
def few_marked(order: str, column: str | None, others: int, without: int = 0) -> str:
    """(facet, first, end, facet …) → (place, subject) of all rows that fit.

    The last so many facets, `without`, are those that a row must not have; so below.
    """
    span = f" AND r.{column} >= ? AND r.{column} < ?" if column else ""
    return (
        f"SELECT r.{order}, r.subject FROM marks f CROSS JOIN rows r"  # noqa: S608
        " WHERE f.facet = ? AND r.id = f.row"
        f"{has(f'r.{order}')}{span}{_and_marked(others, without)}"
    )


@lru_cache
def few_within(order: str, column: str, marks: int, without: int = 0) -> str:
    """(list, first, end, facet …) → (place, subject) of all rows that fit."""
    return (
        f"SELECT r.{order}, r.subject FROM rows r WHERE r.list = ?"  # noqa: S608
        f" AND r.{column} >= ? AND r.{column} < ?{has(f'r.{order}')}{_and_marked(marks, without)}"
    )


@lru_cache
def walk(
    order: str, descending: bool, goes_on: bool, column: str | None, marks: int, without: int = 0
) -> str:
    """(first, end, facet …, list, after, limit) → (place, subject, whether it fits).

    A span of the order's own column is no condition here: it ends the walk.
    """
    way, beyond = (" DESC", "<") if descending else ("", ">")
    start = f" AND (r.{order}, r.subject) {beyond} (?, ?)" if goes_on else ""
    span = f" AND r.{column} >= ? AND r.{column} < ?" if column else ""
    return (
        f"SELECT r.{order}, r.subject, 1{span}{_and_marked(marks, without)} FROM rows r"  # noqa: S608
        f" WHERE r.list = ?{has(f'r.{order}')}{start}"
        f" ORDER BY r.{order}{way}, r.subject{way} LIMIT ?"
    )


def _and_marked(marks: int, without: int) -> str:
    return f" AND {_MARKED}" * marks + f" AND NOT {_MARKED}" * without

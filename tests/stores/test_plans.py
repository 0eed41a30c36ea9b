"""No read and no write of the SQLite store walks a table or sorts: cost stays flat as it grows."""

import sqlite3
from collections.abc import Iterator

import pytest

from corridor.stores import statements
from corridor.stores.migrations import migrate, shipped


def _statements() -> Iterator[tuple[str, str]]:
    for name, value in vars(statements).items():
        if name.isupper() and isinstance(value, str) and not name.startswith("_"):
            yield name, value
    for key, sql in statements.ROWS.items():
        yield f"ROWS {key}", sql


STATEMENTS = dict(_statements())


@pytest.fixture(scope="module")
def schema() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, shipped())
    yield connection
    connection.close()


def _plan(schema: sqlite3.Connection, sql: str) -> list[str]:
    count = sql.count("?")
    return [row[3] for row in schema.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * count)]


def test_there_are_statements_to_look_at() -> None:
    assert len(STATEMENTS) > 50


# The plan of max() says SEARCH though no term narrows it; reading a tree from its end says SCAN.
READ_FROM_THE_END = {
    "CHECKPOINT_NEWEST": "SCAN checkpoints",
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_is_an_index_search(schema: sqlite3.Connection, name: str) -> None:
    plan = _plan(schema, STATEMENTS[name])
    if name in READ_FROM_THE_END:
        assert plan == [READ_FROM_THE_END[name]]
        assert STATEMENTS[name].endswith("ORDER BY size DESC LIMIT 1")
        return
    for step in plan:
        assert step.startswith("SEARCH "), f"{step}: {STATEMENTS[name]}"
        assert "TEMP B-TREE" not in step


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("EVENTS", "log_by_subject (subject=?)"),
        ("EVENT_NAMED", "log_by_name (node=? AND number=?)"),
        ("LAST_NUMBER", "log_by_name (node=?)"),
        ("DUE_TIMERS", "timers_by_due (due<?)"),
        ("ROWS ('due', False, True)", "rows_by_due (list=? AND (due,subject)>(?,?))"),
        ("ROWS ('name', True, True)", "rows_by_name (list=? AND (name,subject)<(?,?))"),
        ("ROWS ('updated', True, False)", "rows_by_updated (list=?)"),
        ("DOCUMENTS_OF_OWNER", "documents_by_owner (kind=? AND owner=? AND updated<?)"),
    ],
)
def test_the_index_meant_is_the_index_used(
    schema: sqlite3.Connection, name: str, index: str
) -> None:
    (step,) = _plan(schema, STATEMENTS[name])
    assert index in step

"""No read and no write of the SQLite store walks a table or sorts: cost stays flat as it grows."""

import sqlite3
from collections.abc import Iterator
from itertools import product

import pytest

from corridor.domain.guarantees.tables import OF_GUARANTOR, OF_HOLDER
from corridor.domain.listings import Order
from corridor.domain.movement.tables import AT_CUSTOMS
from corridor.domain.movement.tables import OF_CARRIER as DOSSIERS
from corridor.domain.permits.tables import AT_AUTHORITY
from corridor.domain.permits.tables import OF_CARRIER as PERMITS
from corridor.stores import picking_statements as picking
from corridor.stores import statements
from corridor.stores.migrations import migrate, shipped

LISTINGS = (DOSSIERS, PERMITS, AT_CUSTOMS, AT_AUTHORITY, OF_HOLDER, OF_GUARANTOR)
FILTERS_MAX = max(len(listing.filters) for listing in LISTINGS)


def _statements() -> Iterator[tuple[str, str]]:
    for name, value in vars(statements).items():
        if name.isupper() and isinstance(value, str) and not name.startswith("_"):
            yield name, value
    for key, sql in statements.ROWS.items():
        yield f"ROWS {key}", sql
    yield "FACET", picking.FACET
    yield "FACETS", picking.FACETS
    yield from _of_filters()


def _of_filters() -> Iterator[tuple[str, str]]:
    """Every order with every date to filter by, and as many filters as a list offers."""
    spans = (None, "due", "since", "updated")
    for order, span, marks in product(statements.ORDERS, spans, range(FILTERS_MAX + 1)):
        without = marks % 2
        few = picking.few_marked(order, span, marks, without)
        yield f"FEW_MARKED {order} {span} {marks}", few
        if span is not None:
            within = picking.few_within(order, span, marks, without)
            yield f"FEW_WITHIN {order} {span} {marks}", within
            yield f"COUNT_SPAN {span}", picking.count_span(span)
        for down, goes_on in product((False, True), repeat=2):
            sql = picking.walk(order, down, goes_on, span, marks, without)
            yield f"WALK {order} {down} {goes_on} {span} {marks}", sql


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
NEWEST_ALONE = "ORDER BY size DESC LIMIT 1"
# Few hold such a key: an index would cost each command.
SORTED = {"FIND_NEWEST": "USE TEMP B-TREE FOR ORDER BY"}


def _walks(name: str, plan: list[str]) -> Iterator[str]:
    """The steps of a statement's plan that are no search of an index."""
    if name in READ_FROM_THE_END:
        if plan != [READ_FROM_THE_END[name]] or not STATEMENTS[name].endswith(NEWEST_ALONE):
            yield str(plan)
        return
    for step in plan:
        if step == SORTED.get(name):
            continue
        is_search = step.startswith(("SEARCH ", "CORRELATED SCALAR SUBQUERY", "CO-ROUTINE"))
        # What a bounded inner search gave is counted one by one.
        is_counted = name.startswith("COUNT_") and step.startswith("SCAN (subquery")
        if not (is_search or is_counted) or "TEMP B-TREE" in step:
            yield step


def test_every_statement_is_an_index_search(schema: sqlite3.Connection) -> None:
    found = {
        f"{name}: {STATEMENTS[name]}": steps
        for name, sql in STATEMENTS.items()
        if (steps := list(_walks(name, _plan(schema, sql))))
    }
    assert not found


@pytest.mark.parametrize("order", statements.ORDERS)
def test_a_list_behind_filters_is_walked_in_its_order(
    schema: sqlite3.Connection, order: Order
) -> None:
    """The index of the order drives, whatever else is asked; filters are looked up one by one."""
    for span, marks in product((None, "due", "since", "updated"), range(FILTERS_MAX + 1)):
        for down, goes_on in product((False, True), repeat=2):
            first, *others = _plan(schema, picking.walk(order, down, goes_on, span, marks))
            beyond = f" AND ({order},subject){'<' if down else '>'}(?,?)" if goes_on else ""
            assert f"INDEX rows_by_{order} (list=?{beyond})" in first
            looked_up = [step for step in others if step.startswith("SEARCH")]
            assert all("PRIMARY KEY (facet=? AND row=?)" in one for one in looked_up)
            assert len(looked_up) == marks


@pytest.mark.parametrize("order", statements.ORDERS)
def test_few_are_found_by_their_filter(schema: sqlite3.Connection, order: Order) -> None:
    for span, marks in product(("due", "since", "updated"), range(FILTERS_MAX)):
        first, second, *_ = _plan(schema, picking.few_marked(order, span, marks))
        assert "SEARCH f USING PRIMARY KEY (facet=?)" in first
        assert "INTEGER PRIMARY KEY (rowid=?)" in second
        first, *_ = _plan(schema, picking.few_within(order, span, marks))
        assert f"INDEX rows_by_{span} (list=? AND {span}>? AND {span}<?)" in first


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("EVENTS", "log_by_subject (subject=?)"),
        ("EVENT_NAMED", "log_by_name (node=? AND number=?)"),
        ("LAST_NUMBER", "log_by_name (node=?)"),
        ("FIND_NEWEST_OF_MANY", "keys_by_age (key=?)"),
        ("DUE_TIMERS", "timers_by_due (due<?)"),
        ("ROWS ('due', False, True)", "rows_by_due (list=? AND (due,subject)>(?,?))"),
        ("ROWS ('name', True, True)", "rows_by_name (list=? AND (name,subject)<(?,?))"),
        ("ROWS ('updated', True, False)", "rows_by_updated (list=?)"),
        ("WAITING", "documents_by_updated (kind=? AND updated<?)"),
        ("DOCUMENTS_OF_OWNER", "documents_by_owner (kind=? AND owner=? AND updated<?)"),
    ],
)
def test_the_index_meant_is_the_index_used(
    schema: sqlite3.Connection, name: str, index: str
) -> None:
    (step,) = _plan(schema, STATEMENTS[name])
    assert index in step

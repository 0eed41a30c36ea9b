"""Rows that wait are written once, in order, many at a time."""

import pytest

from corridor.stores.gathered import ROWS_AT_ONCE, Gathered, Rows, in_bulk

INSERT = "INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING"


class Written:
    """Remembers what was written."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Rows]] = []

    def __call__(self, sql: str, rows: Rows) -> None:
        self.calls.append((sql, list(rows)))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 15, 63, 64, 65, 200])
def test_every_row_is_in_one_statement_and_in_order(count: int) -> None:
    rows = [(number, f"b{number}") for number in range(count)]
    values = [value for _, part in in_bulk(INSERT, rows) for value in part]
    assert values == [value for row in rows for value in row]


def test_a_statement_of_many_rows_keeps_what_stands_around_them() -> None:
    [(sql, values)] = in_bulk(INSERT, [(number, "") for number in range(4)])
    assert sql == (
        "INSERT INTO t (a, b) VALUES (?, ?), (?, ?), (?, ?), (?, ?) ON CONFLICT DO NOTHING"
    )
    assert len(values) == 8


def test_few_different_statements_are_ever_made() -> None:
    made = {sql for n in range(200) for sql, _ in in_bulk(INSERT, [(0, "")] * n)}
    assert len(made) == len(ROWS_AT_ONCE)


def test_what_is_no_insert_of_one_row_is_a_fault() -> None:
    with pytest.raises(ValueError, match="not an INSERT"):
        list(in_bulk("DELETE FROM t WHERE a = ?", [(1,)]))


def test_only_a_read_that_would_miss_something_has_it_written() -> None:
    written = Written()
    gathered = Gathered(written)
    gathered.add(INSERT, "x", ("x", "1"))
    gathered.add(INSERT, "y", ("y", "2"))
    gathered.write_if_waits(INSERT, "z")
    gathered.write_if_waits("another", "x")
    assert written.calls == []
    gathered.write_if_waits(INSERT, "y")
    assert written.calls == [(INSERT, [("x", "1"), ("y", "2")])]
    gathered.write_if_waits(INSERT, "y")
    gathered.write_all()
    assert len(written.calls) == 1


def test_all_that_waits_is_written_at_the_end() -> None:
    written = Written()
    gathered = Gathered(written)
    gathered.add("one", 1, (1,))
    gathered.add("two", 2, (2,))
    gathered.write_all()
    assert written.calls == [("one", [(1,)]), ("two", [(2,)])]

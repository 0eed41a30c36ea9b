"""Lists behind filters: every combination, in every order, in every store; bounds are kept."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.domain.listings import Order
from corridor.engine.ports import ListRow, Pick, Picked, Reader, Store
from corridor.stores.memory import MemoryStore
from corridor.stores.sqlite import SqliteStore
from corridor.stores.statements import ORDERS
from tests.stores.samples import database

LIST = "customs:KGOSH001:decide"
MARKS = ("state=released", "state=accepted", "channel=red", "vehicle=01KG777ABC")
ROWS = [
    ListRow(
        LIST,
        f"2026-11-{1 + number % 9:02d}",
        f"26KG{number % 7}",
        f"10:{number % 5:02d}",
        b"{}",
        f"2026-10-{1 + number % 6:02d}",
        f"EUR {number % 4:03d}" if number % 3 else "",
        f"{number % 2:03d}" if number % 4 else "",
        tuple(mark for at, mark in enumerate(MARKS) if number % (at + 2) == 0),
    )
    for number in range(40)
]
SPANS = (None, ("due", "2026-11-03", "2026-11-07"), ("since", "2026-10-01", "2026-10-03"))
Span = tuple[Order, str, str]


def _fill(store: Store) -> None:
    with store.write() as tx:
        for number, row in enumerate(ROWS):
            tx.put_first_rows(f"mv-{number:02d}", [row])
            tx.change_rows(f"mv-{number:02d}", (), [ListRow("other:x:y", "", "", "", b"{}")])


def _all_pages(reader: Reader, pick: Pick, order: Order, limit: int, down: bool) -> list[str]:
    found: list[str] = []
    after: tuple[str, str] | None = None
    for _ in range(200):
        page: Picked = reader.picked(LIST, pick, order, after, limit, down)
        assert len(page.rows) <= limit
        assert page.looked <= max(pick.few, pick.looked_max)
        found += [row.subject for row in page.rows]
        if page.after is None:
            return found
        assert page.after != after
        after = page.after
    raise AssertionError("the pages do not end")


def _expected(pick: Pick, order: Order, down: bool) -> list[str]:
    fit = [
        (getattr(row, order), f"mv-{number:02d}")
        for number, row in enumerate(ROWS)
        if set(pick.marks) <= set(row.marks)
        and not set(pick.without) & set(row.marks)
        and (pick.span is None or pick.span[1] <= getattr(row, pick.span[0]) < pick.span[2])
        and (order not in ("amount", "share") or getattr(row, order))
    ]
    return [subject for _, subject in sorted(fit, reverse=down)]


@pytest.mark.parametrize("bounds", [(50, 50), (3, 7), (0, 1)])
@pytest.mark.parametrize("order", ORDERS)
def test_pages_give_what_fits_and_nothing_else(
    store: Store, order: Order, bounds: tuple[int, int]
) -> None:
    _fill(store)
    marks = ((), MARKS[:1], MARKS[2:3], MARKS[1:3], MARKS)
    with store.read() as reader:
        for wanted, span, down, limit in product(marks, SPANS, (False, True), (1, 4, 50)):
            pick = Pick(wanted, span, *bounds, MARKS[3:] if limit == 4 else ())
            assert _all_pages(reader, pick, order, limit, down) == _expected(pick, order, down)


def test_few_are_counted_exactly_and_many_only_where_one_count_tells(store: Store) -> None:
    _fill(store)
    with store.read() as reader:
        red = Pick(("channel=red",))
        assert reader.picked(LIST, red, limit=2).total == 10
        assert reader.picked(LIST, Pick(MARKS[:1], few=1)).total == 20
        assert reader.picked(LIST, Pick((), SPANS[1], few=1)).total == 18  # type: ignore[arg-type]
        assert reader.picked(LIST, Pick(MARKS[:2], few=1), limit=1).total is None


def test_what_a_list_can_be_filtered_by_is_told_in_order(store: Store) -> None:
    _fill(store)
    with store.read() as reader:
        assert reader.values(LIST, "state", 9) == ["accepted", "released"]
        assert reader.values(LIST, "state", 1) == ["accepted"]
        assert reader.values(LIST, "stat", 9) == reader.values("nowhere", "state", 9) == []
        assert reader.marked(LIST, "state=released", 99) == 20
        assert reader.marked(LIST, "state=released", 5) == 5


def test_marks_go_with_their_row(store: Store) -> None:
    _fill(store)
    with store.write() as tx:
        row = ListRow(LIST, "2026-11-01", "n", "u", b"{}", marks=("state=released", "channel=red"))
        tx.change_rows("mv-00", (), [row])
        assert tx.marked(LIST, "vehicle=01KG777ABC", 99) == 7
        tx.change_rows("mv-05", [LIST], ())
        assert tx.marked(LIST, "vehicle=01KG777ABC", 99) == 6
    with store.read() as reader:
        found = reader.picked(LIST, Pick(("state=released", "channel=red"))).rows
        assert "mv-00" in [row.subject for row in found]


@given(
    st.sets(st.sampled_from(MARKS)),
    st.sets(st.sampled_from(MARKS)),
    st.sampled_from(SPANS),
    st.sampled_from(ORDERS),
    st.booleans(),
    st.tuples(st.integers(0, 15), st.integers(1, 15)),
    st.integers(1, 9),
    st.sampled_from([None, ("2026-11-05", "mv-20"), ("26KG3", "mv-11"), ("", "")]),
)
def test_both_stores_answer_alike(
    filled: tuple[Store, Store],
    marks: set[str],
    without: set[str],
    span: Span | None,
    order: Order,
    down: bool,
    bounds: tuple[int, int],
    limit: int,
    after: tuple[str, str] | None,
) -> None:
    pick = Pick(tuple(sorted(marks)), span, *bounds, tuple(sorted(without)))
    answers = []
    for store in filled:
        with store.read() as reader:
            answers.append(reader.picked(LIST, pick, order, after, limit, down))
    assert answers[0] == answers[1]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    path: Path = tmp_path_factory.mktemp("filled")
    stores: tuple[Store, Store] = (MemoryStore(), SqliteStore.open(database(path)))
    for store in stores:
        _fill(store)
    yield stores
    for store in stores:
        store.close()

"""Work lists, counts, keys and timers, in every store."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from corridor.domain.listings import Order
from corridor.engine.ports import ListRow, Store, StoredRow, Transaction
from tests.stores.samples import row

ORDERS: tuple[Order, ...] = ("due", "name", "updated")
LIST = "customs:KGOSH001:decide"
PLACES = [  # subject, due, name, updated: with ties in each order
    ("mv-D", "2026-11-21", "KG-2", "10:03"),
    ("mv-A", "2026-11-22", "KG-1", "10:01"),
    ("mv-C", "2026-11-21", "KG-2", "10:03"),
    ("mv-B", "2026-11-20", "KG-1", "10:02"),
    ("mv-E", "2026-11-21", "АВ-1", ""),
]


def _fill(tx: Transaction) -> None:
    for subject, due, name, updated in PLACES:
        tx.change_rows(subject, (), [row(LIST, due, name, updated)])
    tx.change_rows("mv-A", (), [row("customs:KGOSH001:due"), row("customs:KGOSH0011:decide")])


def _expected(order: Order, descending: bool) -> list[str]:
    column = {"due": 1, "name": 2, "updated": 3}[order]
    placed = sorted(((place[column], place[0]) for place in PLACES), reverse=descending)
    return [subject for _, subject in placed]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_a_list_is_paged_in_each_order(
    store: Store, order: Order, descending: bool, limit: int
) -> None:
    with store.write() as tx:
        _fill(tx)
    found: list[StoredRow] = []
    with store.read() as reader:
        after: tuple[str, str] | None = None
        while page := reader.rows(LIST, order, after, limit, descending):
            assert len(page) <= limit
            found += page
            after = (getattr(page[-1], order), page[-1].subject)
    assert [one.subject for one in found] == _expected(order, descending)


def test_by_default_the_most_urgent_come_first(store: Store) -> None:
    with store.write() as tx:
        _fill(tx)
        assert [one.subject for one in tx.rows(LIST, limit=2)] == ["mv-B", "mv-C"]
        assert tx.rows("customs:KGOSH001") == []


def test_a_page_goes_on_after_a_row_that_is_gone(store: Store) -> None:
    with store.write() as tx:
        _fill(tx)
        tx.change_rows("mv-C", [LIST], ())
        after = ("2026-11-21", "mv-C")
        assert [one.subject for one in tx.rows(LIST, after=after)] == ["mv-D", "mv-E", "mv-A"]


def test_row_data_are_json(store: Store) -> None:
    with store.write() as tx:
        tx.change_rows("mv-A", (), [row(LIST, "d", "n", "u", goods="черешня", items=20)])
    with store.read() as reader:
        assert reader.rows(LIST) == [
            StoredRow("mv-A", "d", "n", "u", '{"goods":"черешня","items":20}'.encode())
        ]


@pytest.mark.parametrize(
    "changed",
    [
        row(LIST, "2026-11-21", "KG-2", "11:00", trouble=1),
        row(LIST, "2026-11-30", "KG-2", "11:00"),
        row(LIST, "2026-11-21", "KG-9", "11:00"),
    ],
)
def test_a_row_is_replaced_in_every_order(store: Store, changed: ListRow) -> None:
    with store.write() as tx:
        _fill(tx)
    with store.write() as tx:
        tx.change_rows("mv-D", (), [changed])
    with store.read() as reader:
        for order in ORDERS:
            rows = reader.rows(LIST, order)
            assert len(rows) == len(PLACES)
            assert [getattr(one, order) for one in rows] == sorted(
                getattr(one, order) for one in rows
            )
            (mine,) = [one for one in rows if one.subject == "mv-D"]
            assert (mine.due, mine.name, mine.updated) == (changed.due, changed.name, "11:00")
        assert reader.counts(LIST) == {LIST: len(PLACES)}


def test_counts_follow_the_rows(store: Store) -> None:
    with store.write() as tx:
        _fill(tx)
        assert tx.counts("customs:KGOSH001:") == {LIST: 5, "customs:KGOSH001:due": 1}
        tx.change_rows("mv-A", [LIST, "customs:KGOSH001:due", "never:there"], ())
        assert tx.counts("customs:KGOSH001:") == {LIST: 4}
    with store.read() as reader:
        assert reader.counts("customs:KGOSH001") == {LIST: 4, "customs:KGOSH0011:decide": 1}
        assert reader.counts("carrier:") == {}
        assert reader.counts("") == {LIST: 4, "customs:KGOSH0011:decide": 1}


def test_counts_survive_removal_and_return_in_one_commit(store: Store) -> None:
    with store.write() as tx:
        _fill(tx)
    with store.write() as tx:
        tx.change_rows("mv-A", [LIST], [row(LIST, "2026-12-01")])
        tx.change_rows("mv-B", [LIST], ())
        tx.change_rows("mv-B", (), [row(LIST), row(LIST, "2026-12-02")])
    with store.read() as reader:
        assert reader.counts(LIST) == {LIST: 5}
        assert [one.subject for one in reader.rows(LIST)][-2:] == ["mv-A", "mv-B"]


def test_a_list_emptied_has_no_rows(store: Store) -> None:
    with store.write() as tx:
        _fill(tx)
    with store.write() as tx:
        for subject, *_ in PLACES:
            tx.change_rows(subject, [LIST], ())
    with store.read() as reader:
        assert reader.counts(LIST).get(LIST, 0) == 0
        assert reader.rows(LIST) == []


def test_a_key_names_its_subjects_oldest_first(store: Store) -> None:
    with store.write() as tx:
        tx.change_keys("mv-Z", (), ["plate:01KG123ABC", "mrn:X"])
        tx.change_keys("mv-A", (), ["plate:01KG123ABC"])
    with store.write() as tx:
        tx.change_keys("mv-M", (), ["plate:01KG123ABC"])
        tx.change_keys("mv-Z", (), ["plate:01KG123ABC"])  # has it: keeps its age
        assert tx.find("plate:01KG123ABC") == ["mv-Z", "mv-A", "mv-M"]
        tx.change_keys("mv-Z", ["plate:01KG123ABC", "never:there"], ["container:A"])
    with store.write() as tx:
        tx.change_keys("mv-Z", (), ["plate:01KG123ABC"])
    with store.read() as reader:
        assert reader.find("plate:01KG123ABC") == ["mv-A", "mv-M", "mv-Z"]
        assert reader.find("mrn:X") == ["mv-Z"]
        assert reader.find("plate:") == []


def test_timers_are_due_earliest_first(store: Store) -> None:
    with store.write() as tx:
        tx.set_timers("mv-B", [("limit", "10:02"), ("enquiry", "12:00")])
        tx.set_timers("mv-A", [("limit", "10:02")])
        tx.set_timers("pm-C", [("expiry", "10:01")])
    with store.read() as reader:
        due = [("pm-C", "expiry", "10:01"), ("mv-A", "limit", "10:02"), ("mv-B", "limit", "10:02")]
        assert reader.due_timers("10:02", 10) == due
        assert reader.due_timers("10:02", 2) == due[:2]
        assert reader.due_timers("10:00", 10) == []
        assert len(reader.due_timers("13:00", 10)) == 4


def test_timers_of_a_subject_are_replaced(store: Store) -> None:
    with store.write() as tx:
        tx.set_timers("mv-A", [("limit", "10:02"), ("enquiry", "12:00")])
        tx.set_timers("mv-B", [("limit", "10:05")])
    with store.write() as tx:
        tx.set_timers("mv-A", [("limit", "10:09"), ("recovery", "10:01")])
    with store.write() as tx:
        tx.set_timers("mv-B", ())
    with store.read() as reader:
        assert reader.due_timers("13:00", 10) == [
            ("mv-A", "recovery", "10:01"),
            ("mv-A", "limit", "10:09"),
        ]


def test_texts_sort_by_code_point(store: Store) -> None:
    names = ["", "A", "B", "a", "А", "я", "ქ", "😀"]
    with store.write() as tx:
        for number, name in enumerate(names):
            tx.change_rows(f"mv-{number}", (), [row(LIST, sort=name)])
    with store.read() as reader:
        found: Sequence[str] = [one.name for one in reader.rows(LIST, "name")]
    assert found == names
    assert all(one < other for one, other in pairwise(found))

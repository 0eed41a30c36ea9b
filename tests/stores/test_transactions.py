"""What a transaction and a snapshot promise, in every store."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from corridor.engine.ports import (
    Cursor,
    Reader,
    Store,
    StoredAnswer,
    StoredPage,
    StoredReceipt,
    Transaction,
)
from tests.stores.samples import document, entry, event, row, state

WRITES: dict[str, tuple[Callable[[Transaction], None], Callable[[Reader], object]]] = {
    "append": (lambda tx: tx.append([event(0)]), lambda r: r.log(0, 9)),
    "put_state": (lambda tx: tx.put_state("mv-A", state(1)), lambda r: r.state("mv-A")),
    "put_tile": (lambda tx: tx.put_tile(0, 0, b"t"), lambda r: r.tile(0, 0)),
    "put_checkpoint": (lambda tx: tx.put_checkpoint(1, "n"), lambda r: r.checkpoint()),
    "change_rows": (lambda tx: tx.change_rows("mv-A", (), [row("l")]), lambda r: r.rows("l")),
    "put_first_rows": (lambda tx: tx.put_first_rows("mv-A", [row("l")]), lambda r: r.rows("l")),
    "counts": (lambda tx: tx.change_rows("mv-A", (), [row("l")]), lambda r: r.counts("")),
    "change_keys": (lambda tx: tx.change_keys("mv-A", (), ["k"]), lambda r: r.find("k")),
    "put_answer": (
        lambda tx: tx.put_answer("k", StoredAnswer(b"", b""), "t"),
        lambda r: r.answer("k"),
    ),
    "share": (lambda tx: tx.share("mv-A", "UZ"), lambda r: r.shared_with("mv-A")),
    "put_channel": (lambda tx: tx.put_channel("UZ", [entry(1)]), lambda r: r.channel("UZ", 0, 9)),
    "put_cursor": (lambda tx: tx.put_cursor("UZ", Cursor(1)), lambda r: r.cursor("UZ").position),
    "put_page": (
        lambda tx: tx.put_page("UZ", StoredPage(1, 1, "", b""), [(1, 1)]),
        lambda r: r.page_of("UZ", 1) or r.origin_position("UZ", 1),
    ),
    "put_receipt": (
        lambda tx: tx.put_receipt("UZ", StoredReceipt(1, b"")),
        lambda r: r.receipts("UZ", 0, 9),
    ),
    "set_timers": (lambda tx: tx.set_timers("mv-A", [("n", "1")]), lambda r: r.due_timers("2", 9)),
    "put_document": (
        lambda tx: tx.put_document("draft", document("d")),
        lambda r: r.document("draft", "d"),
    ),
}


class Interrupted(Exception):
    """What goes wrong in the middle of a transaction."""


def interrupted(store: Store, write: Callable[[Transaction], None]) -> None:
    """Write, and fail before the commit."""

    def run() -> None:
        with store.write() as tx:
            write(tx)
            raise Interrupted

    with pytest.raises(Interrupted):
        run()


@pytest.mark.parametrize("name", WRITES)
def test_a_transaction_sees_its_write_and_others_only_after_commit(store: Store, name: str) -> None:
    write, read = WRITES[name]
    with store.read() as before:
        assert not read(before)
        with store.write() as tx:
            write(tx)
            assert read(tx)
            with store.read() as beside:
                assert not read(beside)
        assert not read(before), "a snapshot stays as it was"
    with store.read() as after:
        assert read(after)


@pytest.mark.parametrize("name", WRITES)
def test_what_was_rolled_back_is_gone(store: Store, name: str) -> None:
    write, read = WRITES[name]
    interrupted(store, write)
    with store.read() as reader:
        assert not read(reader)
    with store.write() as tx:
        write(tx)
    with store.read() as reader:
        assert read(reader)


def test_a_rollback_leaves_what_was_committed(store: Store) -> None:
    def undo(tx: Transaction) -> None:
        tx.change_rows("mv-A", ["l"], ())
        tx.change_keys("mv-A", ["k"], ())
        tx.set_timers("mv-A", ())
        tx.delete_document("draft", "d")

    with store.write() as tx:
        tx.append([event(0)])
        tx.change_rows("mv-A", (), [row("l", goods="cherries")])
        tx.change_keys("mv-A", (), ["k"])
        tx.set_timers("mv-A", [("n", "1")])
        tx.put_document("draft", document("d"))
    interrupted(store, undo)
    with store.read() as reader:
        assert len(reader.rows("l")) == 1
        assert reader.counts("") == {"l": 1}
        assert reader.find("k") == ["mv-A"]
        assert len(reader.due_timers("2", 9)) == 1
        assert reader.document("draft", "d") is not None


def test_snapshots_may_be_nested(store: Store) -> None:
    with store.write() as tx:
        tx.append([event(0)])
    with store.read() as outer:
        with store.write() as tx:
            tx.append([event(1)])
        with store.read() as inner:
            assert inner.size() == 2
        assert outer.size() == 1


def test_readers_in_many_threads_see_whole_commits(store: Store) -> None:
    stop = threading.Event()

    def watch() -> int:
        seen = 0
        while not stop.is_set() or not seen:
            with store.read() as reader:
                size = reader.size()
                assert reader.last_number("KG") == size
                assert len(reader.events("mv-A")) == size
                assert reader.counts("l").get("l", 0) == size
                assert size >= seen
                seen = size
        return seen

    with ThreadPoolExecutor(4) as pool:
        watchers = [pool.submit(watch) for _ in range(4)]
        try:
            for index in range(60):
                with store.write() as tx:
                    tx.append([event(index)])
                    tx.change_rows(f"mv-{index}", (), [row("l")])
        finally:
            stop.set()
        assert all(watcher.result() for watcher in watchers)


def test_writers_in_many_threads_wait_for_each_other(store: Store) -> None:
    def add(_: int) -> None:
        with store.write() as tx:
            tx.append([event(tx.size())])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(40)))
    with store.read() as reader:
        assert reader.size() == 40


def test_what_grows_goes_on_after_a_transaction_that_failed(store: Store) -> None:
    def grown(tx: Transaction, at: int) -> None:
        tx.append([event(at)])
        tx.change_keys(f"mv-{at}", (), ["k"])
        tx.put_first_rows(f"mv-{at}", [row("l")])

    for at in range(2):
        with store.write() as tx:
            grown(tx, at)
        interrupted(store, lambda tx, at=at: grown(tx, at + 1))  # type: ignore[misc]
    with store.read() as reader:
        assert reader.size() == 2
        assert reader.newest("k", 9) == ["mv-1", "mv-0"]
        assert reader.counts("l") == {"l": 2}

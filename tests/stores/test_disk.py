"""A full disk and flipped bytes: a clear answer, and nothing lost."""

from pathlib import Path

import pytest

from corridor.engine.ports import StoredReceipt, StoredState
from corridor.stores.errors import StoreDamaged, StoreUnavailable
from corridor.stores.sqlite import SqliteStore
from tests.stores.samples import database, event, row

PAGE_BYTES = 8192


def _limit_pages(store: SqliteStore, spare: int | None) -> None:
    """Let the file grow by so many pages only, which SQLite reports as a full disk."""
    writer = store._writer
    assert writer is not None
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + spare if spare else 1 << 30}")


def _write(store: SqliteStore, index: int, data_bytes: int) -> None:
    with store.write() as tx:
        tx.append([event(index)])
        tx.change_rows(f"mv-{index}", (), [row("list")])
        tx.put_state(f"mv-{index}", StoredState(b"x" * data_bytes, "", "KG", index, index))


def test_a_full_disk_keeps_nothing_of_the_commit_and_passes(sqlite: SqliteStore) -> None:
    _write(sqlite, 0, 10)
    _limit_pages(sqlite, 20)
    with pytest.raises(StoreUnavailable, match="full") as caught:
        _write(sqlite, 1, 100 * PAGE_BYTES)
    assert "disk" in caught.value.diagnostics()
    with sqlite.read() as reader:
        assert (reader.size(), reader.counts("list")) == (1, {"list": 1})
    _write(sqlite, 1, 10)
    _limit_pages(sqlite, None)
    _write(sqlite, 2, 100 * PAGE_BYTES)
    with sqlite.read() as reader:
        assert (reader.size(), reader.counts("list")) == (3, {"list": 3})
    assert sqlite.check() == []


def test_after_a_full_disk_nothing_can_be_written_outside_a_transaction(
    sqlite: SqliteStore,
) -> None:
    _limit_pages(sqlite, 20)

    def go_on_regardless() -> None:
        with sqlite.write() as tx:
            with pytest.raises(StoreUnavailable):
                tx.put_receipt("UZ", StoredReceipt(1, b"x" * 100 * PAGE_BYTES))
            with pytest.raises(StoreUnavailable):
                tx.share("mv-A", "UZ")
            with pytest.raises(StoreUnavailable):
                tx.put_state("mv-A", StoredState(b"", "", "KG", 1, 1))

    with pytest.raises(StoreUnavailable, match="full"):
        go_on_regardless()
    with sqlite.read() as reader:
        assert reader.shared_with("mv-A") == frozenset()
        assert reader.state("mv-A") is None


def test_flipped_bytes_are_found(tmp_path: Path) -> None:
    path = database(tmp_path)
    store = SqliteStore.open(path)
    for index in range(40):
        _write(store, index, 9 * PAGE_BYTES)
    assert store.check() == []
    store.close()
    content = bytearray(path.read_bytes())
    # The schema lies in the first pages; states lie in the second half.
    middle = len(content) // PAGE_BYTES // 2 * PAGE_BYTES
    for start in range(middle, len(content), PAGE_BYTES):
        content[start : start + 8] = bytes(byte ^ 0xFF for byte in content[start : start + 8])
    path.write_bytes(content)
    store = SqliteStore.open(path)
    assert store.check()
    with pytest.raises(StoreDamaged, match="malformed") as caught, store.read() as reader:
        [reader.state(f"mv-{index}") for index in range(40)]
    assert "backup" in caught.value.diagnostics()
    store.close()


def test_a_torn_header_is_refused(tmp_path: Path) -> None:
    path = database(tmp_path)
    store = SqliteStore.open(path)
    _write(store, 0, 5000)
    store.close()
    content = bytearray(path.read_bytes())
    content[0:16] = bytes(16)
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        SqliteStore.open(path)

"""Stores that are closed, and opened again."""

from pathlib import Path

import pytest

from corridor.stores.errors import StoreUnavailable
from corridor.stores.memory import MemoryStore
from corridor.stores.sqlite import SqliteStore
from tests.stores.samples import database, event


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_a_closed_store_refuses(kind: str, tmp_path: Path) -> None:
    store = MemoryStore() if kind == "memory" else SqliteStore.open(database(tmp_path))
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"), store.write():
        pytest.fail("began to write")
    with pytest.raises(StoreUnavailable, match="closed"), store.read():
        pytest.fail("began to read")


def test_a_database_goes_on_where_it_was(tmp_path: Path) -> None:
    for size in range(3):
        store = SqliteStore.open(database(tmp_path))
        with store.write() as tx:
            assert tx.size() == size
            tx.append([event(size)])
            tx.change_keys(f"mv-{9 - size}", (), ["k"])
        store.close()
    store = SqliteStore.open(database(tmp_path))
    with store.read() as reader:
        assert reader.log(0, 9) == [event(0), event(1), event(2)]
        assert reader.find("k") == ["mv-9", "mv-8", "mv-7"]
    store.close()


def test_a_closed_database_is_one_file(tmp_path: Path) -> None:
    store = SqliteStore.open(database(tmp_path))
    with store.write() as tx:
        tx.append([event(0)])
    with store.read() as reader:
        assert reader.size() == 1
    store.close()
    assert {path.name for path in tmp_path.iterdir()} == {"node.sqlite3", "node.sqlite3.lock"}


def test_a_snapshot_that_outlives_the_store_can_be_left(tmp_path: Path) -> None:
    store = SqliteStore.open(database(tmp_path))
    with store.read() as reader:
        store.close()
        assert reader.size() == 0
    SqliteStore.open(database(tmp_path)).close()


def test_memory_goes_on_when_reopened() -> None:
    store = MemoryStore()
    with store.write() as tx:
        tx.append([event(0)])
    store.close()
    store.reopen()
    with store.read() as reader:
        assert reader.size() == 1

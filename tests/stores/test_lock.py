"""Two processes on one node's database: the second is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corridor.stores.errors import StoreLocked, StoreUnavailable
from corridor.stores.sqlite import SqliteStore
from tests.stores.samples import database, event

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    path = database(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.stores.committer", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(StoreLocked, match=f"held by process {process.pid}") as caught:
            SqliteStore.open(path)
        assert "Stop the other process" in caught.value.diagnostics()
        process.kill()
    store = SqliteStore.open(path)
    with store.write() as tx:
        tx.append([event(tx.size(), tx.size() + 1)])
    store.close()


def test_a_second_store_in_one_process_is_refused(tmp_path: Path) -> None:
    store = SqliteStore.open(database(tmp_path))
    with pytest.raises(StoreLocked, match=str(os.getpid())):
        SqliteStore.open(database(tmp_path))
    with store.write() as tx:
        tx.append([event(0)])
    store.close()
    SqliteStore.open(database(tmp_path)).close()


def test_a_failed_opening_gives_the_lock_back(tmp_path: Path) -> None:
    path = database(tmp_path)
    path.mkdir()
    with pytest.raises(StoreUnavailable, match="unable to open"):
        SqliteStore.open(path)
    path.rmdir()
    SqliteStore.open(path).close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no-such-folder") as caught:
        SqliteStore.open(tmp_path / "no-such-folder" / "node.sqlite3")
    assert caught.value.diagnostics()

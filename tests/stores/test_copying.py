"""The write-ahead log goes into the database beside the writer, and is written from its beginning
again.
"""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from corridor.stores import copying
from corridor.stores.sqlite import SqliteStore
from tests.stores.samples import database, document

COMMITS = 400
WAITS_S = 10.0


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "COPIED_AFTER", 8)


def _committed(store: SqliteStore, id: str) -> None:
    with store.write() as tx:
        tx.put_document("kind", document(id, body=bytes(20_000)))


def _log_bytes(folder: Path) -> int:
    return database(folder).with_name(database(folder).name + "-wal").stat().st_size


def test_the_log_does_not_grow_with_the_commits(sqlite: SqliteStore, tmp_path: Path) -> None:
    for number in range(COMMITS):
        _committed(sqlite, str(number))
        for thread in threading.enumerate():  # which is slower than this on some machines
            if thread.name == "copying":
                thread.join()
    assert _log_bytes(tmp_path) < COMMITS * 20_000 / 2
    with sqlite.read() as reader:
        assert len(reader.documents("kind", None, COMMITS + 1)) == COMMITS
    assert sqlite.check() == []


def test_what_is_copied_is_in_the_database_itself(sqlite: SqliteStore, tmp_path: Path) -> None:
    before, end, number = database(tmp_path).stat().st_size, time.monotonic() + WAITS_S, 0
    while database(tmp_path).stat().st_size < before + 100_000:
        _committed(sqlite, str(number))
        number += 1
        assert time.monotonic() < end, f"nothing was copied in {number} commits"


def test_a_copy_that_fails_loses_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    failed = list[int]()

    class Failing(copying.Copying):
        def _copy(self) -> None:
            failed.append(1)
            self._connect = _refused
            super()._copy()

    def _refused() -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("corridor.stores.sqlite.Copying", Failing)
    with closing(SqliteStore.open(database(tmp_path))) as store:
        for number in range(60):
            _committed(store, str(number))
    assert failed
    with closing(SqliteStore.open(database(tmp_path))) as store, store.read() as reader:
        assert len(reader.documents("kind", None, 61)) == 60
        assert store.check() == []

"""The engine's store in one SQLite file: one writer, any number of readers beside it.

Write-ahead log with `synchronous=FULL`: a commit is on the disk before `write` returns, and
readers keep the snapshot they began with.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from corridor.engine.ports import Reader, Transaction
from corridor.stores.copying import Copying
from corridor.stores.errors import StoreUnavailable, typed
from corridor.stores.inspector import Inspector
from corridor.stores.lock import FileLock
from corridor.stores.migrations import Migration, migrate, refuse_other, refuse_stranger, shipped
from corridor.stores.sqlite_reader import SqliteReader
from corridor.stores.sqlite_transaction import NOT_KNOWN, SqliteTransaction

Refuse = Callable[[sqlite3.Connection], None]
"""Raises for a database that is not to be read as it is."""

PAGE_BYTES = 4096
"""Of a new file: a commit writes whole pages of twenty indexes, with little that is new in each."""
OWNER_ONLY = 0o600
WRITER_CACHE_KIB = 64 * 1024
READER_CACHE_KIB = 8 * 1024
READER_MAP_BYTES = 1 << 30
# A commit copies the log into the database itself once it holds so much: after very large ones.
CHECKPOINT_BYTES = 64 << 20
STATEMENTS_CACHED = 256
IDLE_READERS_MAX = 16


class SqliteStore:
    """One node's database file, locked to this process while it is open."""

    def __init__(self, path: Path, lock: FileLock, steps: Sequence[Migration]) -> None:
        self._path = path
        self._lock = lock
        self._steps = steps
        self._writer: sqlite3.Connection | None = _open_writer(path, steps)
        self._writing = threading.Lock()
        self._copying = Copying(lambda: _connect(path))
        self.commit_by: Callable[[Callable[[], None]], None] = _at_once
        """Carries out a commit; it may do something else meanwhile, but not with this store."""
        self._ends = NOT_KNOWN
        """Where the last transaction came to; not known after one that failed."""
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False

    @classmethod
    def open(cls, path: Path, steps: Sequence[Migration] | None = None) -> Self:
        """Lock, open or create the file, and bring its schema to this program's version.

        `steps` are the migrations, by default those shipped. Raises `StoreLocked`, `SchemaNewer`,
        `SchemaForeign`, `StoreDamaged` or `StoreUnavailable`; then nothing was changed.
        """
        lock = FileLock.take(path.with_name(path.name + ".lock"))
        try:
            return cls(path, lock, shipped() if steps is None else steps)
        except BaseException:
            lock.release()
            raise

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One transaction; see the port. Threads that come together wait for each other."""
        with self._writing:
            self._refuse_if_closed()
            writer = self._writer = self._writer or _open_writer(self._path, self._steps)
            ends, self._ends = self._ends, NOT_KNOWN
            _run(writer, "BEGIN IMMEDIATE")
            try:
                transaction = SqliteTransaction(writer, ends)
                yield transaction
                transaction.flush()
                self.commit_by(lambda: _run(writer, "COMMIT"))
                self._ends = transaction.ends
                self._copying.go_on(writer)
            finally:
                _roll_back(writer)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One snapshot, taken now; see the port."""
        connection = self._take_reader()
        try:
            _begin(connection)
            yield SqliteReader(connection)
        finally:
            _roll_back(connection)
            self._give_back(connection)

    def check(self) -> list[str]:
        """Read the whole file for torn or contradictory pages; findings, none when it is sound."""
        with inspected(self._path, refuse=None) as look:
            return look.torn_pages()

    def rest(self) -> None:
        """Close what a forked process must not share; the next use opens it anew.

        The lock stays, and belongs to both: it is free once both have ended or closed.
        """
        with self._writing:
            while self._idle:
                self._idle.pop().close()
            self._copying.end()
            if self._writer is not None:
                self._writer.close()
                self._writer = None
                self._ends = NOT_KNOWN

    def close(self) -> None:
        """Wait for the writer, copy the write-ahead log into the file, and release the lock."""
        self.rest()
        if not self._closed:
            self._closed = True
            self._lock.release()

    def _take_reader(self) -> sqlite3.Connection:
        self._refuse_if_closed()
        with suppress(IndexError):
            return self._idle.pop()
        return _open_reader(self._path)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed or len(self._idle) >= IDLE_READERS_MAX:
            connection.close()
        else:
            self._idle.append(connection)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"{self._path} was closed")


@contextmanager
def inspected(path: Path, refuse: Refuse | None = refuse_other) -> Iterator[Inspector]:
    """A snapshot of a database for checking it, whether its node runs or not.

    Not through the memory map of the readers: a page that cannot be read is an error, no signal.
    """
    if not path.is_file():
        raise StoreUnavailable(f"{path} is not there")
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        raise typed(error) from error
    try:
        _run(connection, "PRAGMA query_only = ON")
        _begin(connection, refuse)
        yield Inspector(connection)
    finally:
        connection.close()


def _begin(connection: sqlite3.Connection, refuse: Refuse | None = None) -> None:
    """A deferred transaction sees what is there at its first read: so read at once."""
    _run(connection, "BEGIN")
    if refuse is not None:
        try:
            refuse(connection)
        except sqlite3.Error as error:
            raise typed(error) from error
    _run(connection, "SELECT last FROM ages")


def _at_once(commit: Callable[[], None]) -> None:
    commit()


def _run(connection: sqlite3.Connection, sql: str) -> None:
    try:
        connection.execute(sql).fetchall()
    except sqlite3.Error as error:
        raise typed(error) from error


def _roll_back(connection: sqlite3.Connection) -> None:
    """After a commit, or where SQLite rolled back by itself, there is nothing to do."""
    if connection.in_transaction:
        _run(connection, "ROLLBACK")


def _connect(path: Path) -> sqlite3.Connection:
    # Connections move between threads, but only one thread has one at a time.
    return sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_CACHED,
    )


def _open_writer(path: Path, steps: Sequence[Migration]) -> sqlite3.Connection:
    try:
        # The files beside it (-wal, -shm) get the rights that this one has.
        path.touch(OWNER_ONLY)
        connection = _connect(path)
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error
    except sqlite3.Error as error:
        raise typed(error) from error
    try:
        _prepare(connection, steps)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, steps: Sequence[Migration]) -> None:
    try:
        refuse_stranger(connection, steps)
        # The page size is fixed by the first write, which is the change of journal mode.
        _run(connection, f"PRAGMA page_size = {PAGE_BYTES}")
        _run(connection, "PRAGMA journal_mode = WAL")
        _run(connection, "PRAGMA synchronous = FULL")
        _run(connection, f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
        ((page,),) = connection.execute("PRAGMA page_size").fetchall()
        _run(connection, f"PRAGMA wal_autocheckpoint = {CHECKPOINT_BYTES // page}")
        migrate(connection, steps)
        # What a statement of many rows would undo, should it fail halfway: else in a file, page by
        # page, for each batch. After the migrations, which may have much to sort.
        _run(connection, "PRAGMA temp_store = MEMORY")
    except sqlite3.Error as error:
        raise typed(error) from error


def _open_reader(path: Path) -> sqlite3.Connection:
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        raise typed(error) from error
    try:
        _run(connection, "PRAGMA query_only = ON")
        _run(connection, f"PRAGMA cache_size = -{READER_CACHE_KIB}")
        _run(connection, f"PRAGMA mmap_size = {READER_MAP_BYTES}")
    except BaseException:
        connection.close()
        raise
    return connection

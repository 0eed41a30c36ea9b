"""The write-ahead log is copied into the database beside the writer, which does not wait for it.

SQLite would copy it within a commit, for as long as thirty commits take. Here a thread copies what
is there; what is committed meanwhile is little, and the writer copies that itself: only where all
is copied does it write the log from its beginning again.
"""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Final

COPIED_AFTER: Final = 64
"""Commits: rarely, since each copy waits for the disk twice, and pages written often are then
copied once; but in a flood before the log is so large that a commit copies it.
"""
_COPY: Final = "PRAGMA wal_checkpoint(PASSIVE)"
"""As much as nobody needs in the log any more; waits for nobody."""


class Copying:
    """Of one database. `connect`: another connection to it; the writer's calls come one by one."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._commits = 0
        self._thread: threading.Thread | None = None

    def go_on(self, writer: sqlite3.Connection) -> None:
        """After a commit. What fails is tried again later: the log holds all that is durable."""
        self._commits += 1
        if self._thread is None:
            if self._commits >= COPIED_AFTER:
                self._commits = 0
                self._thread = threading.Thread(target=self._copy, name="copying", daemon=True)
                self._thread.start()
        elif not self._thread.is_alive():
            self._thread = None
            with suppress(sqlite3.Error):
                writer.execute(_COPY).fetchall()

    def end(self) -> None:
        """Wait for the thread."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _copy(self) -> None:
        with suppress(sqlite3.Error), closing(self._connect()) as connection:
            connection.execute(_COPY).fetchall()

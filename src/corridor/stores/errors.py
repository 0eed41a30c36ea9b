"""What can go wrong with a store: typed errors that say what to do next."""

import sqlite3
from typing import ClassVar

from corridor.engine.illness import Unavailable


class StoreError(Exception):
    """A store could not do what was asked. Nothing of the transaction was kept."""

    code: ClassVar[str] = "store.error"
    remedy: ClassVar[str] = "Read the detail and the node's log."

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"{self.code}: {detail}")

    def diagnostics(self) -> str:
        """What to do next, one English sentence."""
        return self.remedy


class StoreLocked(StoreError):
    """Another process, or another part of this one, has the node's database open."""

    code = "store.locked"
    remedy = "Stop the other process of this node, then start again: a database serves one node."


class StoreUnavailable(StoreError, Unavailable):
    """The disk cannot be read or written. The same call may succeed later."""

    code = "store.unavailable"
    illness = "store_unavailable"
    remedy = "Mend the disk; the node goes on by itself at its next write."


class StoreFull(StoreUnavailable):
    """The disk is full. The same call succeeds once there is room."""

    code = "store.full"
    illness = "disk_full"
    remedy = "Free disk space; the node goes on by itself at its next write."


class StoreDamaged(StoreError, Unavailable):
    """The database file is not what the program wrote."""

    code = "store.damaged"
    illness = "store_damaged"
    remedy = "Stop the node, keep the file, restore the last backup; peers send the rest again."


class StoreConflict(StoreError):
    """A write that contradicts what is stored: a broken invariant of the program itself."""

    code = "store.conflict"
    remedy = "Report this as a fault of the program; nothing of the transaction was kept."


class SchemaNewer(StoreError):
    """The database was written by a newer program than this one."""

    code = "store.schema-newer"
    remedy = "Start the newer program, or restore a backup made before it was installed."


class SchemaOlder(StoreError):
    """The database is of an earlier program, and whoever looks may not bring it up to date."""

    code = "store.schema-older"
    remedy = "Start the node once with this program: it brings the database up to date."


class SchemaForeign(StoreError):
    """The file is a database, but not one of this program."""

    code = "store.schema-foreign"
    remedy = "Check the path: this file belongs to another program and was left as it is."


_KIND_BY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreUnavailable,
    sqlite3.SQLITE_CANTOPEN: StoreUnavailable,
    sqlite3.SQLITE_READONLY: StoreUnavailable,
    sqlite3.SQLITE_PERM: StoreUnavailable,
    sqlite3.SQLITE_BUSY: StoreUnavailable,
    sqlite3.SQLITE_NOMEM: StoreUnavailable,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_CONSTRAINT: StoreConflict,
}


def typed(error: sqlite3.Error) -> Exception:
    """The store's own error for a driver's; the driver's own where it shows a fault of ours."""
    # The low byte is the primary result code, the rest says more (SQLite, "Result Codes").
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    kind = _KIND_BY_CODE.get(primary)
    return kind(str(error)) if kind else error

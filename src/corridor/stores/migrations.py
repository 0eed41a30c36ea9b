"""The schema's history: numbered plain SQL files, each applied once, whole or not at all.

The number of the last one applied is SQLite's `user_version`, which is written by the same
transaction as the tables; a process killed half-way leaves the version before it.
"""

import re
import sqlite3
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec

from corridor.stores.errors import SchemaForeign, SchemaNewer, SchemaOlder

# "Corr" in ASCII, at byte 68 of the file: whose database this is.
APPLICATION_ID = 0x436F7272

_FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql\Z")


class Migration(msgspec.Struct, frozen=True):
    """One step of the schema; `version` counts 1, 2, 3 … without gaps."""

    version: int
    name: str
    sql: str


def shipped() -> tuple[Migration, ...]:
    """The migrations that come with this program, in order."""
    folder = resources.files("corridor.stores") / "sql"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    found = tuple(
        Migration(int(match[1]), file.name, file.read_text("utf-8"))
        for file in files
        if (match := _FILE_NAME.match(file.name))
    )
    if [step.version for step in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered 1, 2, 3 …: {[s.name for s in found]}")
    return found


def refuse_stranger(connection: sqlite3.Connection, steps: Sequence[Migration]) -> None:
    """Raise, before anything is changed, for another program's or a newer program's file."""
    version = _version(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if application or version or tables:
            raise SchemaForeign(f"application id {application:#x}, {tables} tables and indexes")
    if version > len(steps):
        raise SchemaNewer(f"database version {version}, this program knows {len(steps)}")


_steps = cache(shipped)


def refuse_other(connection: sqlite3.Connection) -> None:
    """Raise for a database that is not as this program writes it."""
    refuse_stranger(connection, _steps())
    version, known = _version(connection), len(_steps())
    if version < known:
        raise SchemaOlder(f"database version {version}, this program writes {known}")


def migrate(connection: sqlite3.Connection, steps: Sequence[Migration]) -> int:
    """Apply the steps that the database has not had; the version it had, 0 for a new file."""
    version = _version(connection)
    for step in steps[version:]:
        _apply(connection, step)
    return version


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    # One script, because the driver commits an open transaction before it runs one.
    script = (
        f"BEGIN IMMEDIATE;\n{step.sql}\nPRAGMA application_id = {APPLICATION_ID};\n"
        f"PRAGMA user_version = {step.version};\nCOMMIT;"
    )
    try:
        connection.executescript(script)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")

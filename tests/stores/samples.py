"""Small values to put in a store."""

import hashlib
from pathlib import Path
from typing import Any, Protocol

import msgspec

from corridor.engine.ports import ChannelEntry, Document, ListRow, Store, StoredEvent, StoredState


class Checkable(Store, Protocol):
    """What both stores offer beyond the port."""

    def check(self) -> list[str]: ...


def event(
    index: int, number: int | None = None, *, node: str = "KG", subject: str = "mv-A", at: int = 0
) -> StoredEvent:
    """An event whose clock reads `at`; by default its number follows from its index."""
    number = index + 1 if number is None else number
    data = f'{{"node":"{node}","number":{number}}}'.encode()
    leaf = hashlib.sha256(b"\x00" + data).digest()
    clock = f"2026-11-21T10:00:00.000Z-{at:04d}"
    return StoredEvent(node, number, subject, clock, "movement.lodged/1", data, leaf, index)


def state(version: int, data: bytes = b"{}") -> StoredState:
    """A state of the subject after so many events."""
    return StoredState(data, f"clock-{version:04d}", "KG", version, version)


def row(
    name: str, due: str = "2026-11-21", sort: str = "A", updated: str = "", **data: Any
) -> ListRow:
    """A row on the list `name`."""
    return ListRow(name, due, sort, updated, msgspec.json.encode(data))


def entry(position: int, index: int | None = None) -> ChannelEntry:
    """A channel entry with recognisable hashes."""
    leaf, head = bytes([position]) * 32, bytes([position, 1]) * 16
    return ChannelEntry(position, position - 1 if index is None else index, leaf, head)


def document(
    id: str, owner: str = "org-1", updated: str = "2026-11-21", body: bytes = b"x"
) -> Document:
    """A small document."""
    return Document(id, owner, updated, body)


def database(folder: Path) -> Path:
    """Where the tests keep a SQLite database."""
    return folder / "node.sqlite3"

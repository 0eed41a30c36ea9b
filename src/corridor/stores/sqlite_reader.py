"""Reading a snapshot of a SQLite database."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from corridor.domain.listings import Order
from corridor.engine.ports import (
    ChannelEntry,
    Cursor,
    Document,
    Pick,
    Picked,
    StoredAnswer,
    StoredEvent,
    StoredPage,
    StoredReceipt,
    StoredRow,
    StoredState,
)
from corridor.stores import statements
from corridor.stores.errors import typed
from corridor.stores.picking_statements import FACET, FACETS
from corridor.stores.sqlite_picking import Picking
from corridor.stores.sqlite_search import SearchIndex

# Sorts after every text that is stored: the highest code point, which no character has.
LAST_TEXT = "\U0010ffff"


class SqliteReader:
    """One connection with an open transaction, seen as the engine's `Reader`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _all(self, sql: str, *parameters: object) -> list[Any]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise typed(error) from error

    def _one(self, sql: str, *parameters: object) -> Any:
        try:
            return self._connection.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            raise typed(error) from error

    def state(self, subject: str) -> StoredState | None:
        found = self._one(statements.STATE, subject)
        return StoredState(*found) if found else None

    def events(self, subject: str) -> list[StoredEvent]:
        return [StoredEvent(*row) for row in self._all(statements.EVENTS, subject)]

    def event(self, index: int) -> StoredEvent | None:
        found = self._one(statements.EVENT, index)
        return StoredEvent(*found) if found else None

    def event_named(self, node: str, number: int) -> StoredEvent | None:
        found = self._one(statements.EVENT_NAMED, node, number)
        return StoredEvent(*found) if found else None

    def last_number(self, node: str) -> int:
        return int(self._one(statements.LAST_NUMBER, node)[0])

    def log(self, first: int, limit: int) -> list[StoredEvent]:
        return [StoredEvent(*row) for row in self._all(statements.LOG, first, limit)]

    def size(self) -> int:
        return int(self._one(statements.SIZE)[0])

    def leaves(self, first: int, end: int) -> list[bytes]:
        return [leaf for (leaf,) in self._all(statements.LEAVES, first, end)]

    def tile(self, level: int, index: int) -> bytes | None:
        found = self._one(statements.TILE, level, index)
        return found[0] if found else None

    def checkpoint(self, size: int | None = None) -> tuple[int, str] | None:
        if size is None:
            found = self._one(statements.CHECKPOINT_NEWEST)
        else:
            found = self._one(statements.CHECKPOINT_COVERING, size)
        return (found[0], found[1]) if found else None

    def find(self, key: str) -> list[str]:
        return [subject for _, subject in sorted(self._all(statements.FIND, key))]

    def newest(self, key: str, limit: int) -> list[str]:
        by_index = key.startswith(statements.HELD_BY_MANY)
        sql = statements.FIND_NEWEST_OF_MANY if by_index else statements.FIND_NEWEST
        return [subject for (subject,) in self._all(sql, key, limit)]

    def search(
        self, desk: str, part: str, words: Sequence[str], before: int | None, limit: int
    ) -> list[tuple[int, str]]:
        return SearchIndex(self._connection).search(desk, part, words, before, limit)

    def indexed(self) -> int:
        return int(self._one(statements.INDEXED)[0])

    def older_entries(self) -> int:
        return int(self._one(statements.OLDER)[0])

    def rows(
        self,
        name: str,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> list[StoredRow]:
        sql = statements.ROWS[order, descending, after is not None]
        return [StoredRow(*row) for row in self._all(sql, name, *(after or ()), limit)]

    def picked(
        self,
        name: str,
        pick: Pick,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> Picked:
        try:
            return Picking(self._connection, name, pick, order, descending).page(after, limit)
        except sqlite3.Error as error:
            raise typed(error) from error

    def row(self, name: str, subject: str) -> StoredRow | None:
        found = self._one(statements.ROW, subject, name)
        return StoredRow(*found) if found else None

    def values(self, name: str, facet: str, limit: int) -> list[str]:
        found = self._all(FACETS, name, f"{facet}=", f"{facet}>", limit)
        return [mark.removeprefix(f"{facet}=") for (mark,) in found]

    def marked(self, name: str, mark: str, limit: int) -> int:
        found = self._one(FACET, name, mark)
        return min(limit, found[1]) if found else 0

    def counts(self, prefix: str) -> dict[str, int]:
        return dict(self._all(statements.COUNTS, prefix, prefix + LAST_TEXT))

    def answer(self, key: str) -> StoredAnswer | None:
        found = self._one(statements.ANSWER, key)
        return StoredAnswer(*found) if found else None

    def shared_with(self, subject: str) -> frozenset[str]:
        return frozenset(peer for (peer,) in self._all(statements.SHARES, subject))

    def channel(self, peer: str, after: int, limit: int) -> list[ChannelEntry]:
        return [ChannelEntry(*row) for row in self._all(statements.CHANNEL, peer, after, limit)]

    def channel_position(self, peer: str, index: int) -> ChannelEntry | None:
        found = self._one(statements.CHANNEL_POSITION, peer, index)
        return ChannelEntry(*found) if found else None

    def channel_end(self, peer: str) -> tuple[int, bytes]:
        found = self._one(statements.CHANNEL_END, peer)
        return (found[0], found[1]) if found else (0, bytes(32))

    def cursor(self, peer: str) -> Cursor:
        found = self._one(statements.CURSOR, peer)
        return Cursor(*found) if found else Cursor()

    def page_of(self, peer: str, position: int) -> StoredPage | None:
        found = self._one(statements.PAGE_OF, peer, position)
        page = StoredPage(*found) if found else None
        return page if page and page.first <= position else None

    def origin_position(self, peer: str, number: int) -> int | None:
        found = self._one(statements.ORIGIN_POSITION, peer, number)
        return found[0] if found else None

    def receipts(self, peer: str, from_position: int, limit: int) -> list[StoredReceipt]:
        found = self._all(statements.RECEIPTS, peer, from_position, limit)
        return [StoredReceipt(*row) for row in found]

    def due_timers(self, now: str, limit: int) -> list[tuple[str, str, str]]:
        return self._all(statements.DUE_TIMERS, now, limit)

    def document(self, kind: str, id: str) -> Document | None:
        found = self._one(statements.DOCUMENT, kind, id)
        return Document(*found) if found else None

    def documents(
        self, kind: str, owner: str | None, limit: int, before: str | None = None
    ) -> list[Document]:
        if before is None:
            end, of_all, of_one = LAST_TEXT, statements.DOCUMENTS, statements.DOCUMENTS_OF_OWNER
        else:
            end, of_all, of_one = before, statements.WAITING, statements.WAITING_OF_OWNER
        if owner is None:
            found = self._all(of_all, kind, end, limit)
        else:
            found = self._all(of_one, kind, owner, end, limit)
        return [Document(*row) for row in found]

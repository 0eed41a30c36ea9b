"""The writer's transaction on a SQLite database."""

import sqlite3
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from corridor.domain.listings import Order
from corridor.domain.searching import Findable
from corridor.engine.ports import (
    ChannelEntry,
    Cursor,
    Document,
    ListRow,
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
from corridor.stores.errors import StoreConflict, typed
from corridor.stores.gathered import Gathered, in_bulk
from corridor.stores.sqlite_marks import ChangedMarks
from corridor.stores.sqlite_reader import SqliteReader
from corridor.stores.sqlite_search import SearchIndex

_tuple = msgspec.structs.astuple


class Ends(NamedTuple):
    """The next entry of the log, and the last age of a key and number of a row that were given."""

    size: int | None
    age: int | None
    last_row: int | None


NOT_KNOWN: Final = Ends(None, None, None)


class SqliteTransaction(SqliteReader):
    """A `Transaction`. Once a write failed in it, it can only be rolled back.

    What many commands of one commit change again and again (states, the counts of lists, the age
    of keys) is gathered here and written once, by `flush`; so are the rows that they add. Reads
    look there first. `_do` and `_insert` write at once, `_add` lets a row wait.
    """

    def __init__(self, connection: sqlite3.Connection, ends: Ends | None = None) -> None:
        """`ends`: those that the transaction before came to, where it is known."""
        super().__init__(connection)
        self._before = NOT_KNOWN if ends is None else ends
        self._size, self._age, self._last_row = self._before
        self._counted: Counter[str] = Counter()
        self._states: dict[str, StoredState] = {}
        self._later = Gathered(self._insert)
        self._marks = ChangedMarks(self._run)
        self._search = SearchIndex(connection)
        self._failed: Exception | None = None

    @property
    def ends(self) -> Ends:
        """Where what only grows has come to."""
        return Ends(self._size, self._age, self._last_row)

    def _do(self, sql: str, *parameters: object) -> int:
        """Run a write; the number of rows it changed."""
        self._refuse_if_failed()
        try:
            return self._connection.execute(sql, parameters).rowcount
        except sqlite3.Error as error:
            self._failed = typed(error)
            raise self._failed from error

    def _run(self, sql: str, *parameters: object) -> list[Any]:
        """Run a write that gives something back."""
        self._refuse_if_failed()
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            self._failed = typed(error)
            raise self._failed from error

    def _do_each(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._refuse_if_failed()
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            self._failed = typed(error)
            raise self._failed from error

    def _insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        for statement, values in in_bulk(sql, rows):
            self._do(statement, *values)

    def _add(self, sql: str, key: Hashable, *rows: tuple[Any, ...]) -> None:
        self._refuse_if_failed()
        self._later.add(sql, key, *rows)

    def _refuse_if_failed(self) -> None:
        """SQLite may have rolled back by itself; a further write would stand alone."""
        if self._failed is not None:
            raise self._failed

    def _conflict(self, detail: str) -> StoreConflict:
        self._failed = conflict = StoreConflict(detail)
        return conflict

    def put_state(self, subject: str, state: StoredState) -> None:
        self._refuse_if_failed()
        self._states[subject] = state

    def state(self, subject: str) -> StoredState | None:
        return self._states.get(subject) or super().state(subject)

    def append(self, events: Sequence[StoredEvent]) -> None:
        if self._size is None:
            self._size = super().size()
        for event in events:
            if event.index != self._size:
                raise self._conflict(f"log entry {event.index} after {self._size - 1}")
            self._size += 1
        self._insert(statements.APPEND, [_tuple(event) for event in events])

    def put_tile(self, level: int, index: int, data: bytes) -> None:
        self._do(statements.PUT_TILE, level, index, data)

    def put_checkpoint(self, size: int, note: str) -> None:
        self._do(statements.PUT_CHECKPOINT, size, note)

    def put_first_rows(self, subject: str, rows: Iterable[ListRow]) -> None:
        for row in rows:
            self._add_row(subject, row)

    def change_rows(self, subject: str, removed: Iterable[str], put: Iterable[ListRow]) -> None:
        self._later.write_if_waits(statements.INSERT_ROW, subject)
        standing = {name: at for name, *at in self._all(statements.ROWS_OF, subject)}
        for name in removed:
            stands = standing.pop(name, None)
            if stands is not None:
                self._delete_row(name, *stands)
        for row in {row.list: row for row in put}.values():
            stands = standing.get(row.list)
            if stands is None:
                self._add_row(subject, row)
            else:
                self._change_row(row, *stands)

    def _add_row(self, subject: str, row: ListRow) -> None:
        if self._last_row is None:
            self._last_row = int(self._one(statements.LAST_ROW)[0])
        self._last_row += 1
        self._counted[row.list] += 1
        values = (row.updated, row.data, *_places_of(row), self._last_row, subject, row.list)
        self._add(statements.INSERT_ROW, subject, values)
        self._marks.add(row.list, self._last_row, row.marks)

    def _change_row(self, row: ListRow, number: int, *stands: str) -> None:
        places = _places_of(row)
        if places == stands:
            self._do(statements.REFRESH_ROW, row.updated, row.data, number)
        else:
            self._do(statements.REPLACE_ROW, row.updated, row.data, *places, number)
            self._marks.change(row.list, number, _read_marks(stands[-1]), set(row.marks))

    def _delete_row(self, name: str, number: int, *stands: str) -> None:
        self._do(statements.DELETE_ROW, number)
        self._marks.take(name, number, _read_marks(stands[-1]))
        self._counted[name] -= 1

    def rows(
        self,
        name: str,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> list[StoredRow]:
        self._later.write(statements.INSERT_ROW)
        return super().rows(name, order, after, limit, descending)

    def picked(
        self,
        name: str,
        pick: Pick,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> Picked:
        self._later.write(statements.INSERT_ROW)
        self._marks.write()
        return super().picked(name, pick, order, after, limit, descending)

    def row(self, name: str, subject: str) -> StoredRow | None:
        self._later.write_if_waits(statements.INSERT_ROW, subject)
        return super().row(name, subject)

    def values(self, name: str, facet: str, limit: int) -> list[str]:
        self._marks.write()
        return super().values(name, facet, limit)

    def marked(self, name: str, mark: str, limit: int) -> int:
        self._marks.write()
        return super().marked(name, mark, limit)

    def counts(self, prefix: str) -> dict[str, int]:
        self._flush_counts()
        return super().counts(prefix)

    def change_keys(self, subject: str, removed: Iterable[str], added: Iterable[str]) -> None:
        for key in removed:
            self._later.write_if_waits(statements.ADD_KEY, key)
            self._do(statements.DELETE_KEY, key, subject)
        for key in added:
            self._add(statements.ADD_KEY, key, (key, subject, self._next_age()))

    def find(self, key: str) -> list[str]:
        self._later.write_if_waits(statements.ADD_KEY, key)
        return super().find(key)

    def newest(self, key: str, limit: int) -> list[str]:
        self._later.write_if_waits(statements.ADD_KEY, key)
        return super().newest(key, limit)

    def _next_age(self) -> int:
        if self._age is None:
            self._age = int(self._one(statements.LAST_AGE)[0])
        self._age += 1
        return self._age

    def put_findable(self, subject: str, findable: Findable) -> None:
        self._refuse_if_failed()
        try:
            self._search.put(subject, findable)
        except sqlite3.Error as error:
            self._failed = typed(error)
            raise self._failed from error

    def complete_keys(self, subject: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._later.write_if_waits(statements.ADD_KEY, key)
            self._do(statements.COMPLETE_KEY, key, subject, self._next_age())

    def set_indexed(self, entries: int) -> None:
        self._do(statements.SET_INDEXED, entries)

    def put_answer(self, key: str, answer: StoredAnswer, at: str) -> None:
        self._do(statements.PUT_ANSWER, key, answer.digest, answer.body, at)

    def share(self, subject: str, peer: str) -> None:
        self._add(statements.SHARE, subject, (subject, peer))

    def shared_with(self, subject: str) -> frozenset[str]:
        self._later.write_if_waits(statements.SHARE, subject)
        return super().shared_with(subject)

    def unshare(self, subject: str, peer: str) -> None:
        self._later.write_if_waits(statements.SHARE, subject)
        self._do(statements.UNSHARE, subject, peer)

    def put_channel(self, peer: str, entries: Sequence[ChannelEntry]) -> None:
        end, _ = self.channel_end(peer)
        for position, entry in enumerate(entries, start=end + 1):
            if entry.position != position:
                raise self._conflict(f"position {entry.position} of {peer} after {position - 1}")
        self._insert(statements.PUT_CHANNEL, [(peer, *_tuple(entry)) for entry in entries])

    def put_cursor(self, peer: str, cursor: Cursor) -> None:
        self._do(statements.PUT_CURSOR, peer, *_tuple(cursor))

    def put_page(self, peer: str, page: StoredPage, numbers: Sequence[tuple[int, int]]) -> None:
        self._do(statements.PUT_PAGE, peer, *_tuple(page))
        self._insert(statements.PUT_ORIGIN, [(peer, *pair) for pair in numbers])

    def put_receipt(self, peer: str, receipt: StoredReceipt) -> None:
        self._do(statements.PUT_RECEIPT, peer, receipt.upto, receipt.data)

    def set_timers(self, subject: str, timers: Iterable[tuple[str, str]]) -> None:
        wanted = dict(timers)
        standing = dict(self._all(statements.TIMERS_OF, subject))
        for name in standing.keys() - wanted.keys():
            self._do(statements.DELETE_TIMER, subject, name)
        for name, due in wanted.items():
            if standing.get(name) != due:
                self._do(statements.PUT_TIMER, subject, name, due)

    def put_document(self, kind: str, document: Document) -> None:
        self._add(statements.PUT_DOCUMENT, kind)
        self._add(statements.PUT_DOCUMENT, (kind, document.id), (kind, *_tuple(document)))

    def document(self, kind: str, id: str) -> Document | None:
        self._later.write_if_waits(statements.PUT_DOCUMENT, (kind, id))
        return super().document(kind, id)

    def documents(
        self, kind: str, owner: str | None, limit: int, before: str | None = None
    ) -> list[Document]:
        self._later.write_if_waits(statements.PUT_DOCUMENT, kind)
        return super().documents(kind, owner, limit, before)

    def delete_document(self, kind: str, id: str) -> None:
        self._later.write_if_waits(statements.PUT_DOCUMENT, (kind, id))
        self._do(statements.DELETE_DOCUMENT, kind, id)

    def flush(self) -> None:
        """Write what was gathered. The store calls it before it commits."""
        self._refuse_if_failed()
        states = [(subject, *_tuple(state)) for subject, state in self._states.items()]
        self._states.clear()
        self._insert(statements.PUT_STATE, states)
        self._later.write_all()
        self._marks.write()
        self._flush_counts()
        if self._age != self._before.age:
            self._do(statements.PUT_LAST_AGE, self._age)

    def _flush_counts(self) -> None:
        changed = [(name, by) for name, by in self._counted.items() if by]
        self._counted.clear()
        self._do_each(statements.ADD_COUNT, changed)
        self._do_each(statements.DROP_COUNT, ((name,) for name, by in changed if by < 0))


def _places_of(row: ListRow) -> tuple[str, ...]:
    """Where the row stands in every order but the last change, and its marks."""
    return (row.due, row.name, row.since, row.amount, row.share, "\n".join(row.marks))


def _read_marks(lines: str) -> set[str]:
    return set(lines.split("\n")) if lines else set()

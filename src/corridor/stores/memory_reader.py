"""Reading the memory store: what each read means, as plainly as it can be said."""

from collections.abc import Sequence

from corridor.domain.listings import Order
from corridor.domain.searching import PART_MIN, Findable
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
from corridor.stores.memory_picking import page_of, pick_from
from corridor.stores.memory_tables import Tables
from corridor.stores.places import Place
from corridor.stores.statements import SUMS


class MemoryReader:
    """A `Reader` of one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def state(self, subject: str) -> StoredState | None:
        return self._tables.states.get(subject)

    def events(self, subject: str) -> list[StoredEvent]:
        found = [self._tables.log[index] for index in self._tables.subjects.get(subject, ())]
        return sorted(found, key=lambda event: (event.clock, event.node, event.number))

    def event(self, index: int) -> StoredEvent | None:
        return self._tables.log[index] if 0 <= index < len(self._tables.log) else None

    def event_named(self, node: str, number: int) -> StoredEvent | None:
        index = self._tables.named.get((node, number))
        return None if index is None else self._tables.log[index]

    def last_number(self, node: str) -> int:
        return self._tables.numbers.get(node, 0)

    def log(self, first: int, limit: int) -> list[StoredEvent]:
        return self._tables.log[first : first + limit]

    def size(self) -> int:
        return len(self._tables.log)

    def leaves(self, first: int, end: int) -> list[bytes]:
        return [event.leaf for event in self._tables.log[first:end]]

    def search(
        self, desk: str, part: str, words: Sequence[str], before: int | None, limit: int
    ) -> list[tuple[int, str]]:
        found = [
            (row, subject)
            for subject, (row, how) in self._tables.found.items()
            if desk in how.desks and (before is None or row < before) and _finds(how, part, words)
        ]
        return sorted(found, reverse=True)[:limit]

    def indexed(self) -> int:
        return self._tables.indexed.get("entries", 0)

    def older_entries(self) -> int:
        return 0

    def tile(self, level: int, index: int) -> bytes | None:
        return self._tables.tiles.get((level, index))

    def checkpoint(self, size: int | None = None) -> tuple[int, str] | None:
        notes = self._tables.checkpoints
        if size is None:
            chosen = max(notes, default=None)
        else:
            chosen = min((covers for covers in notes if covers >= size), default=None)
        return None if chosen is None else (chosen, notes[chosen])

    def find(self, key: str) -> list[str]:
        return list(self._tables.keys.get(key, ()))

    def newest(self, key: str, limit: int) -> list[str]:
        return self.find(key)[::-1][:limit]

    def rows(
        self,
        name: str,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> list[StoredRow]:
        return self._in_order(name, order, after, descending)[:limit]

    def _in_order(
        self, name: str, order: Order, after: Place | None, descending: bool
    ) -> list[StoredRow]:
        held = self._tables.rows.get(name, {}).values()
        have = (row for row in held if order not in SUMS or getattr(row, order))
        found = sorted(have, key=lambda row: _place(row, order), reverse=descending)
        if after is None:
            return found
        return [row for row in found if _is_beyond(row, order, after, descending)]

    def picked(
        self,
        name: str,
        pick: Pick,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> Picked:
        everything = self._in_order(name, order, None, descending)
        total, is_few, found = pick_from(self._tables, name, pick, order, everything)
        if after is not None:
            found = [one for one in found if _is_beyond(one[0], order, after, descending)]
        if is_few:
            rows, onward, _ = page_of(found, order, limit, len(found))
            return Picked(rows, onward, total, total or 0)
        rows, onward, looked = page_of(found, order, limit, pick.looked_max)
        return Picked(rows, onward, total, looked)

    def row(self, name: str, subject: str) -> StoredRow | None:
        return self._tables.rows.get(name, {}).get(subject)

    def values(self, name: str, facet: str, limit: int) -> list[str]:
        found = {
            mark.removeprefix(f"{facet}=")
            for marks in self._tables.marks.get(name, {}).values()
            for mark in marks
            if mark.startswith(f"{facet}=")
        }
        return sorted(found)[:limit]

    def marked(self, name: str, mark: str, limit: int) -> int:
        marked = self._tables.marks.get(name, {}).values()
        return min(limit, sum(mark in marks for marks in marked))

    def counts(self, prefix: str) -> dict[str, int]:
        found = self._tables.rows.items()
        return {name: len(rows) for name, rows in found if name.startswith(prefix)}

    def answer(self, key: str) -> StoredAnswer | None:
        return self._tables.answers.get(key)

    def shared_with(self, subject: str) -> frozenset[str]:
        return self._tables.shares.get(subject, frozenset())

    def channel(self, peer: str, after: int, limit: int) -> list[ChannelEntry]:
        return list(self._tables.channels.get(peer, ())[after : after + limit])

    def channel_position(self, peer: str, index: int) -> ChannelEntry | None:
        entries = self._tables.channels.get(peer, ())
        return next((entry for entry in entries if entry.index == index), None)

    def channel_end(self, peer: str) -> tuple[int, bytes]:
        entries = self._tables.channels.get(peer)
        return (entries[-1].position, entries[-1].head) if entries else (0, bytes(32))

    def cursor(self, peer: str) -> Cursor:
        return self._tables.cursors.get(peer, Cursor())

    def page_of(self, peer: str, position: int) -> StoredPage | None:
        pages = self._tables.pages.get(peer, ())
        page = next((page for page in pages if page.last >= position), None)
        return page if page and page.first <= position else None

    def origin_position(self, peer: str, number: int) -> int | None:
        return self._tables.origins.get((peer, number))

    def receipts(self, peer: str, from_position: int, limit: int) -> list[StoredReceipt]:
        found = sorted(self._tables.receipts.items())
        fit = [kept for (of, upto), kept in found if of == peer and upto >= from_position]
        return fit[:limit]

    def due_timers(self, now: str, limit: int) -> list[tuple[str, str, str]]:
        due = sorted((at, *whose) for whose, at in self._tables.timers.items() if at <= now)
        return [(subject, name, at) for at, subject, name in due[:limit]]

    def document(self, kind: str, id: str) -> Document | None:
        return self._tables.documents.get((kind, id))

    def documents(
        self, kind: str, owner: str | None, limit: int, before: str | None = None
    ) -> list[Document]:
        found = [
            document
            for (its_kind, _), document in self._tables.documents.items()
            if its_kind == kind
            and owner in (None, document.owner)
            and (before is None or document.updated < before)
        ]
        found.sort(key=lambda document: (document.updated, document.id), reverse=before is None)
        return found[:limit]


def _place(row: StoredRow, order: Order) -> Place:
    return (getattr(row, order), row.subject)


def _is_beyond(row: StoredRow, order: Order, after: Place, descending: bool) -> bool:
    place = _place(row, order)
    return place < after if descending else place > after


def _finds(how: Findable, part: str, words: Sequence[str]) -> bool:
    by_part = len(part) >= PART_MIN and any(part in found for found in how.ids)
    by_words = all(any(one.startswith(word) for one in how.words) for word in words)
    return by_part or (bool(words) and by_words)

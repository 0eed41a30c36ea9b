"""Writing to the memory store."""

from collections.abc import Iterable, Sequence

from corridor.domain.searching import Findable
from corridor.engine.ports import (
    ChannelEntry,
    Cursor,
    Document,
    ListRow,
    StoredAnswer,
    StoredEvent,
    StoredPage,
    StoredReceipt,
    StoredRow,
    StoredState,
)
from corridor.stores.errors import StoreConflict
from corridor.stores.memory_reader import MemoryReader
from corridor.stores.memory_tables import Tables, put_or_drop


class MemoryTransaction(MemoryReader):
    """A `Transaction` on tables of its own, which the store keeps or throws away.

    Once a write failed in it, it can only be thrown away.
    """

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self._failed: StoreConflict | None = None

    def refuse_if_failed(self) -> None:
        """The store calls it before it commits."""
        if self._failed is not None:
            raise self._failed

    def _conflict(self, detail: str) -> StoreConflict:
        self._failed = conflict = StoreConflict(detail)
        return conflict

    def put_state(self, subject: str, state: StoredState) -> None:
        self._tables.states[subject] = state

    def append(self, events: Sequence[StoredEvent]) -> None:
        for event in events:
            self._append(event)

    def _append(self, event: StoredEvent) -> None:
        tables = self._tables
        if event.index != len(tables.log):
            raise self._conflict(f"log entry {event.index} after {len(tables.log) - 1}")
        if (event.node, event.number) in tables.named:
            raise self._conflict(f"event {event.number} of {event.node} is in the log")
        tables.log.append(event)
        tables.named[event.node, event.number] = event.index
        tables.numbers[event.node] = max(self.last_number(event.node), event.number)
        tables.subjects[event.subject] = (*tables.subjects.get(event.subject, ()), event.index)

    def put_findable(self, subject: str, findable: Findable) -> None:
        _, old = self._tables.found.get(subject, (0, None))
        if old == findable:
            return
        self._tables.found.pop(subject, None)
        if findable.desks:
            row = self._tables.indexed["row"] = self._tables.indexed.get("row", 0) + 1
            self._tables.found[subject] = (row, findable)

    def complete_keys(self, subject: str, keys: Iterable[str]) -> None:
        self.change_keys(subject, (), keys)

    def set_indexed(self, entries: int) -> None:
        self._tables.indexed["entries"] = entries

    def put_tile(self, level: int, index: int, data: bytes) -> None:
        self._tables.tiles[level, index] = data

    def put_checkpoint(self, size: int, note: str) -> None:
        self._tables.checkpoints[size] = note

    def put_first_rows(self, subject: str, rows: Iterable[ListRow]) -> None:
        self.change_rows(subject, (), rows)

    def change_rows(self, subject: str, removed: Iterable[str], put: Iterable[ListRow]) -> None:
        rows = self._tables.rows
        for name in removed:
            others = {of: row for of, row in rows.get(name, {}).items() if of != subject}
            put_or_drop(rows, name, others)
            marked = self._tables.marks.get(name, {})
            left = {of: marks for of, marks in marked.items() if of != subject}
            put_or_drop(self._tables.marks, name, left)
        for row in put:
            sums = (row.since, row.amount, row.share)
            stored = StoredRow(subject, row.due, row.name, row.updated, row.data, *sums)
            rows[row.list] = {**rows.get(row.list, {}), subject: stored}
            marked, marks = self._tables.marks.get(row.list, {}), frozenset(row.marks)
            self._tables.marks[row.list] = {**marked, subject: marks}

    def change_keys(self, subject: str, removed: Iterable[str], added: Iterable[str]) -> None:
        keys = self._tables.keys
        for key in removed:
            put_or_drop(keys, key, tuple(of for of in self.find(key) if of != subject))
        for key in added:
            if subject not in self.find(key):
                keys[key] = (*self.find(key), subject)

    def put_answer(self, key: str, answer: StoredAnswer, at: str) -> None:
        if key in self._tables.answers:
            raise self._conflict(f"{key} was answered")
        self._tables.answers[key] = answer

    def share(self, subject: str, peer: str) -> None:
        self._tables.shares[subject] = self.shared_with(subject) | {peer}

    def unshare(self, subject: str, peer: str) -> None:
        put_or_drop(self._tables.shares, subject, self.shared_with(subject) - {peer})

    def put_channel(self, peer: str, entries: Sequence[ChannelEntry]) -> None:
        kept = self._tables.channels.get(peer, ())
        carried = {entry.index for entry in kept}
        for position, entry in enumerate(entries, start=len(kept) + 1):
            if entry.position != position:
                raise self._conflict(f"position {entry.position} of {peer} after {position - 1}")
            if entry.index in carried:
                raise self._conflict(f"the channel to {peer} carries entry {entry.index}")
            carried.add(entry.index)
        put_or_drop(self._tables.channels, peer, (*kept, *entries))

    def put_cursor(self, peer: str, cursor: Cursor) -> None:
        self._tables.cursors[peer] = cursor

    def put_page(self, peer: str, page: StoredPage, numbers: Sequence[tuple[int, int]]) -> None:
        kept = self._tables.pages.get(peer, ())
        if any(page.last == other.last for other in kept):
            raise self._conflict(f"the page of {peer} up to {page.last} is kept")
        pages = sorted((*kept, page), key=lambda one: one.last)
        self._tables.pages[peer] = tuple(pages)
        for number, position in numbers:
            self._tables.origins.setdefault((peer, number), position)

    def put_receipt(self, peer: str, receipt: StoredReceipt) -> None:
        self._tables.receipts[peer, receipt.upto] = receipt

    def set_timers(self, subject: str, timers: Iterable[tuple[str, str]]) -> None:
        kept = self._tables.timers
        for whose in [whose for whose in kept if whose[0] == subject]:
            del kept[whose]
        kept.update({(subject, name): due for name, due in timers})

    def put_document(self, kind: str, document: Document) -> None:
        self._tables.documents[kind, document.id] = document

    def delete_document(self, kind: str, id: str) -> None:
        self._tables.documents.pop((kind, id), None)

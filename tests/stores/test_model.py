"""Any sequence of writes, commits and rollbacks: SQLite answers what memory answers."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from corridor.domain.listings import Order
from corridor.engine.ports import (
    ChannelEntry,
    Cursor,
    Document,
    ListRow,
    Pick,
    Reader,
    StoredAnswer,
    StoredEvent,
    StoredPage,
    StoredReceipt,
    StoredState,
    Transaction,
)
from corridor.stores.errors import StoreConflict
from corridor.stores.memory import MemoryStore
from corridor.stores.sqlite import SqliteStore
from tests.stores.samples import database

PEERS, LISTS, KEYS = ("AZ", "UZ"), ("a:1", "a:2", "b:1"), ("k1", "k2", "k3")
ORDERS: tuple[Order, ...] = ("due", "name", "updated", "since", "amount", "share")
MARKS = ("a=1", "a=2", "b=1")
PICKS = (
    Pick(MARKS[:1], None, 1, 2),
    Pick((), ("due", "1", "2"), 0, 1),
    Pick(MARKS[1:], ("since", "", "я"), 9, 9),
)
SUBJECTS = ("mv-A", "mv-B", "pm-C", "node")
MANY = 1000

subjects, peers = st.sampled_from(SUBJECTS), st.sampled_from(PEERS)
texts, blobs = st.sampled_from(("", "1", "2", "я")), st.binary(max_size=3)
small = st.integers(1, 5)
some_marks = st.lists(st.sampled_from(MARKS), max_size=3, unique=True).map(tuple)
rows = st.builds(
    ListRow,
    *(st.sampled_from(LISTS), texts, texts, texts, st.just('{"ж":1}'.encode())),
    *(texts, texts, texts, some_marks),
)
some_lists = st.lists(st.sampled_from(LISTS), max_size=2)
some_keys = st.lists(st.sampled_from(KEYS), max_size=2)


def everything(reader: Reader) -> Iterator[Any]:
    """Every question that a reader can be asked about the small world of this test."""
    yield reader.size(), reader.log(0, MANY), reader.log(2, 2), reader.leaves(1, 4)
    yield [reader.event(index) for index in (0, 3, MANY)]
    yield [reader.checkpoint(size) for size in (None, 0, 2, MANY)]
    yield [reader.tile(0, index) for index in range(3)]
    for subject in SUBJECTS:
        yield reader.state(subject), reader.events(subject), reader.shared_with(subject)
    for key in KEYS:
        yield reader.find(key), reader.newest(key, 2), reader.answer(key)
    yield from _lists(reader)
    yield from _exchange(reader)
    yield reader.due_timers("1", 2), reader.due_timers("я", MANY)
    for kind in KEYS:
        yield [reader.document(kind, id) for id in KEYS]
        yield reader.documents(kind, None, 2), reader.documents(kind, "AZ", MANY, before="я")


def _lists(reader: Reader) -> Iterator[Any]:
    yield {name: count for name, count in reader.counts("").items() if count}
    yield {name: count for name, count in reader.counts("a:").items() if count}
    for name in LISTS:
        for order in ORDERS:
            for descending in (False, True):
                yield reader.rows(name, order, None, MANY, descending)
                yield reader.rows(name, order, ("1", "mv-B"), 2, descending)
        for pick, order in zip(PICKS, ORDERS, strict=False):
            yield reader.picked(name, pick, order, None, 2)
        yield [reader.row(name, subject) for subject in SUBJECTS]
        yield reader.values(name, "a", 9), [reader.marked(name, mark, 1) for mark in MARKS]


def _exchange(reader: Reader) -> Iterator[Any]:
    for peer in PEERS:
        yield reader.channel(peer, 0, MANY), reader.channel(peer, 1, 1), reader.channel_end(peer)
        yield [reader.channel_position(peer, index) for index in range(4)]
        yield reader.cursor(peer), reader.receipts(peer, 2, 2)
        yield [reader.page_of(peer, position) for position in range(7)]
        yield [reader.origin_position(peer, number) for number in range(7)]
        yield reader.last_number(peer), [reader.event_named(peer, number) for number in range(7)]


class TwoStores(RuleBasedStateMachine):
    """Both stores get the same calls, in transactions that stay open for several of them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.memory = MemoryStore()
        self.sqlite = SqliteStore.open(database(self.folder))
        self.stack = ExitStack()
        self.open: list[Transaction] = []

    @initialize()
    def begin_first(self) -> None:
        self.begin()

    @precondition(lambda self: not self.open)
    @rule()
    def begin(self) -> None:
        self.stack = ExitStack()
        stores = (self.memory, self.sqlite)
        self.open = [self.stack.enter_context(store.write()) for store in stores]

    @precondition(lambda self: self.open)
    @rule()
    def commit(self) -> None:
        self._end(None)

    @precondition(lambda self: self.open)
    @rule()
    def roll_back(self) -> None:
        self._end(InterruptedError())

    def _end(self, error: Exception | None) -> None:
        self.open = []
        self.stack.__exit__(type(error) if error else None, error, None)

    def both(self, write: Callable[[Transaction], None]) -> None:
        """The same write in both; a conflict in one is a conflict in the other, and ends both."""
        outcomes = [_conflicts(write, transaction) for transaction in self.open]
        assert outcomes[0] == outcomes[1]
        if outcomes[0]:
            self._end(InterruptedError())

    @precondition(lambda self: self.open)
    @rule(node=peers, number=small, subject=subjects, clock=texts, skips=st.booleans())
    def append(self, node: str, number: int, subject: str, clock: str, skips: bool) -> None:
        index = self.open[0].size() + (skips and number == 1)
        event = StoredEvent(node, number, subject, clock, "t/1", b"data", bytes([number]), index)
        self.both(lambda tx: tx.append([event]))

    @precondition(lambda self: self.open)
    @rule(subject=subjects, data=blobs, version=small)
    def put_state(self, subject: str, data: bytes, version: int) -> None:
        state = StoredState(data, "clock", "KG", version, version)
        self.both(lambda tx: tx.put_state(subject, state))

    @precondition(lambda self: self.open)
    @rule(size=small, text=texts)
    def put_checkpoint_and_tile(self, size: int, text: str) -> None:
        self.both(lambda tx: tx.put_checkpoint(size, text))
        if self.open:
            self.both(lambda tx: tx.put_tile(0, size, text.encode()))

    @precondition(lambda self: self.open)
    @rule(subject=subjects, removed=some_lists, put=st.lists(rows, max_size=3))
    def change_rows(self, subject: str, removed: list[str], put: list[ListRow]) -> None:
        self.both(lambda tx: tx.change_rows(subject, removed, put))

    @precondition(lambda self: self.open)
    @rule(subject=subjects, removed=some_keys, added=some_keys)
    def change_keys(self, subject: str, removed: list[str], added: list[str]) -> None:
        self.both(lambda tx: tx.change_keys(subject, removed, added))

    @precondition(lambda self: self.open)
    @rule(key=st.sampled_from(KEYS), body=blobs)
    def put_answer(self, key: str, body: bytes) -> None:
        self.both(lambda tx: tx.put_answer(key, StoredAnswer(b"d", body), "at"))

    @precondition(lambda self: self.open)
    @rule(subject=subjects, peer=peers, on=st.booleans())
    def share(self, subject: str, peer: str, on: bool) -> None:
        self.both(lambda tx: tx.share(subject, peer) if on else tx.unshare(subject, peer))

    @precondition(lambda self: self.open)
    @rule(peer=peers, indexes=st.lists(st.integers(0, 9), max_size=2), skip=st.integers(1, 12))
    def put_channel(self, peer: str, indexes: list[int], skip: int) -> None:
        end, _ = self.open[0].channel_end(peer)
        first = end + (2 if skip == 12 else 1)
        entries = [
            ChannelEntry(position, index, bytes([index]) * 32, bytes([position]) * 32)
            for position, index in enumerate(indexes, start=first)
        ]
        self.both(lambda tx: tx.put_channel(peer, entries))

    @precondition(lambda self: self.open)
    @rule(peer=peers, position=small, data=blobs)
    def put_cursor_and_receipt(self, peer: str, position: int, data: bytes) -> None:
        self.both(lambda tx: tx.put_cursor(peer, Cursor(position, data, position, "note")))
        if self.open:
            self.both(lambda tx: tx.put_receipt(peer, StoredReceipt(position, data)))

    @precondition(lambda self: self.open)
    @rule(peer=peers, first=small, length=st.integers(0, 2), number=small)
    def put_page(self, peer: str, first: int, length: int, number: int) -> None:
        page = StoredPage(first, first + length, "note", b"{}")
        self.both(lambda tx: tx.put_page(peer, page, [(number, first)]))

    @precondition(lambda self: self.open)
    @rule(subject=subjects, timers=st.dictionaries(texts, texts, max_size=2))
    def set_timers(self, subject: str, timers: dict[str, str]) -> None:
        self.both(lambda tx: tx.set_timers(subject, timers.items()))

    @precondition(lambda self: self.open)
    @rule(kind=st.sampled_from(KEYS), id=st.sampled_from(KEYS), owner=peers, at=texts, body=blobs)
    def put_document(self, kind: str, id: str, owner: str, at: str, body: bytes) -> None:
        self.both(lambda tx: tx.put_document(kind, Document(id, owner, at, body)))

    @precondition(lambda self: self.open)
    @rule(kind=st.sampled_from(KEYS), id=st.sampled_from(KEYS))
    def delete_document(self, kind: str, id: str) -> None:
        self.both(lambda tx: tx.delete_document(kind, id))

    @invariant()
    def same_answers(self) -> None:
        """Inside the open transaction, and beside it in what was committed."""
        if self.open:
            memory, sqlite = self.open
            assert list(everything(memory)) == list(everything(sqlite))
        with self.memory.read() as kept, self.sqlite.read() as stored:
            assert list(everything(kept)) == list(everything(stored))

    def teardown(self) -> None:
        if self.open:
            self._end(InterruptedError())
        assert self.sqlite.check() == []
        self.sqlite.close()
        shutil.rmtree(self.folder)


def _conflicts(write: Callable[[Transaction], None], transaction: Transaction) -> bool:
    try:
        write(transaction)
    except StoreConflict:
        return True
    return False


TestTwoStores = cast(Any, TwoStores).TestCase
TestTwoStores.settings = settings(max_examples=settings().max_examples // 3, stateful_step_count=30)

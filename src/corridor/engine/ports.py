"""What the engine needs from outside: a store, a clock, fresh tokens, a signer.

Who owns what: the engine decides what is written, the store makes it durable. A `Transaction`
is used by one thread only, the single writer; a `Reader` sees a consistent snapshot and may be
used by any thread. Nothing is visible to readers before `commit` returns, and everything is
durable then: it survives SIGKILL and power loss. When `commit` raises, nothing of it is kept.

Every key begins with the subject, the list, the peer or the log index, so that the tables can be
distributed later.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Final, Protocol

import msgspec

from corridor.domain.listings import Order
from corridor.domain.searching import Findable

FEW: Final = 3_000
"""Rows that a mark or a span of dates may have for all of them to be looked at at once."""
LOOKED_MAX: Final = 3_000
"""Rows that are looked at for one page where no filter has few."""
COUNTED_MAX: Final = 100_000
"""Up to so many rows of one filter are counted."""


class SealedEvent(msgspec.Struct, frozen=True):
    """An event that can no longer change: its canonical bytes, their leaf hash, and who said what
    about what. The rest is read from the bytes where it is needed.
    """

    node: str
    number: int
    subject: str
    clock: str
    tag: str
    data: bytes
    leaf: bytes


class StoredEvent(SealedEvent, frozen=True):
    """One entry of the log: a sealed event at `index` (0, 1, 2 …)."""

    index: int


class StoredState(msgspec.Struct, frozen=True):
    """The folded state of a subject as bytes, and the order key of the last fact in it.

    No bytes: it is a state of one event, which the log holds; folding that is as quick.
    """

    data: bytes
    clock: str
    node: str
    number: int
    version: int


class ListRow(msgspec.Struct, frozen=True):
    """A row for a work list, as `domain.listings.Row`; `data` is JSON."""

    list: str
    due: str
    name: str
    updated: str
    data: bytes
    since: str = ""
    amount: str = ""
    share: str = ""
    marks: tuple[str, ...] = ()


class StoredRow(msgspec.Struct, frozen=True):
    """A work list row with its subject. `data` is JSON."""

    subject: str
    due: str
    name: str
    updated: str
    data: bytes
    since: str = ""
    amount: str = ""
    share: str = ""


class Pick(msgspec.Struct, frozen=True):
    """Which rows of a list are wanted: those with all these marks and none of the others, and
    within the span.

    `span`: (order, first, end), first <= value < end.
    """

    marks: tuple[str, ...] = ()
    span: tuple[Order, str, str] | None = None
    few: int = FEW
    looked_max: int = LOOKED_MAX
    without: tuple[str, ...] = ()
    counted_max: int = COUNTED_MAX


class Picked(msgspec.Struct, frozen=True):
    """Rows of one page, where to go on if there may be more, and how many fit if that is known.

    `total` is exact; `None` where nobody counted. `looked`: how many rows this page took to find.
    """

    rows: tuple[StoredRow, ...]
    after: tuple[str, str] | None
    total: int | None
    looked: int


class ChannelEntry(msgspec.Struct, frozen=True):
    """An event on the channel to a peer: position 1, 2, 3 …, its log index, the head at it."""

    position: int
    index: int
    leaf: bytes
    head: bytes


class Cursor(msgspec.Struct, frozen=True):
    """How far we have followed a peer: position and chain head on its channel to us, and the last
    checkpoint of its log that we verified (size 0 and an empty note before the first).
    """

    position: int = 0
    head: bytes = bytes(32)
    size: int = 0
    checkpoint: str = ""


class StoredPage(msgspec.Struct, frozen=True):
    """What a peer proved to us with one page: positions `first..last` of its channel to us.

    `proof` is canonical JSON: the publisher's log indexes of the page's events, their leaf hashes
    and the multiproof against `checkpoint`; enough to derive each single inclusion path later.
    """

    first: int
    last: int
    checkpoint: str
    proof: bytes


class StoredReceipt(msgspec.Struct, frozen=True):
    """A peer's signed receipt for our channel to it, up to and including position `upto`."""

    upto: int
    data: bytes


class StoredAnswer(msgspec.Struct, frozen=True):
    """The first answer to an idempotency key, and the digest of the command it answered."""

    digest: bytes
    body: bytes


class Document(msgspec.Struct, frozen=True):
    """A small private document outside the law: a draft, an account, a token, a nonce."""

    id: str
    owner: str
    updated: str
    body: bytes


class Reader(Protocol):
    """A consistent snapshot."""

    def state(self, subject: str) -> StoredState | None: ...

    def events(self, subject: str) -> list[StoredEvent]:
        """All events of the subject in fold order (clock, node, number)."""

    def event(self, index: int) -> StoredEvent | None: ...

    def event_named(self, node: str, number: int) -> StoredEvent | None: ...

    def last_number(self, node: str) -> int:
        """The highest event number of this node in our log; 0 when there is none."""

    def log(self, first: int, limit: int) -> list[StoredEvent]:
        """Log entries from index `first` on, in order."""

    def size(self) -> int:
        """Number of entries in the log."""

    def leaves(self, first: int, end: int) -> list[bytes]:
        """Leaf hashes of the indexes `first..end-1`."""

    def tile(self, level: int, index: int) -> bytes | None: ...

    def checkpoint(self, size: int | None = None) -> tuple[int, str] | None:
        """(size, signed note) of the newest checkpoint, or of the oldest covering `size`."""

    def find(self, key: str) -> list[str]:
        """Subjects that hold this key, oldest first."""

    def newest(self, key: str, limit: int) -> list[str]:
        """Of these, so many that were given the key last, the last first."""

    def search(
        self, desk: str, part: str, words: Sequence[str], before: int | None, limit: int
    ) -> list[tuple[int, str]]:
        """(row, subject), newest first, of what somebody at the desk finds.

        `part`: of an identifier, in normal form, at least three letters; `words`: beginnings of all
        these; either finds. `before`: the row where the last page ended. What is not at the desk
        costs nothing. SQLite: FTS5, trigram and unicode61. PostgreSQL: GIN indexes, pg_trgm over
        (desk, identifier) and tsvector of words, with the same normal form.
        """

    def indexed(self) -> int:
        """How many entries of the log the search index covers."""

    def older_entries(self) -> int:
        """How many entries of the log an earlier version wrote, which kept keys otherwise."""

    def rows(
        self,
        name: str,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> list[StoredRow]:
        """Rows of one list in one of its orders, after (sort value, subject): one index scan."""

    def picked(
        self,
        name: str,
        pick: Pick,
        order: Order = "due",
        after: tuple[str, str] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> Picked:
        """A page of those rows of a list that are wanted, in its order.

        Where one of the marks, or the span, has at most `few` rows, all of them are looked at and
        sorted, and their total is known. Else the list is walked in its order, row by row, and
        left after `looked_max`; the page may then be short, and goes on from the last one looked
        at. Either way the cost has a bound, whatever is combined with whatever.
        """

    def row(self, name: str, subject: str) -> StoredRow | None:
        """The subject's row in a list, if it stands there."""

    def values(self, name: str, facet: str, limit: int) -> list[str]:
        """The first values, in order, that rows of the list have a mark `facet=value` of."""

    def marked(self, name: str, mark: str, limit: int) -> int:
        """How many rows of the list have the mark, counted up to the limit."""

    def counts(self, prefix: str) -> dict[str, int]:
        """Number of rows of each list whose name begins so; lists without rows may be absent."""

    def answer(self, key: str) -> StoredAnswer | None: ...

    def shared_with(self, subject: str) -> frozenset[str]:
        """Peers that our events of this subject are published to."""

    def channel(self, peer: str, after: int, limit: int) -> list[ChannelEntry]:
        """Entries of our channel to the peer after the position, in order."""

    def channel_position(self, peer: str, index: int) -> ChannelEntry | None:
        """The entry of the channel that carries the log entry `index`, if it does."""

    def channel_end(self, peer: str) -> tuple[int, bytes]:
        """(last position, chain head); (0, 32 zero bytes) for an empty channel."""

    def cursor(self, peer: str) -> Cursor: ...

    def page_of(self, peer: str, position: int) -> StoredPage | None:
        """The page by which we received this position of the peer's channel."""

    def origin_position(self, peer: str, number: int) -> int | None:
        """The channel position at which the peer's event `number` came to us."""

    def receipts(self, peer: str, from_position: int, limit: int) -> list[StoredReceipt]:
        """Receipts with upto ≥ from_position, lowest first."""

    def due_timers(self, now: str, limit: int) -> list[tuple[str, str, str]]:
        """(subject, name, due) of timers that are due, earliest first."""

    def document(self, kind: str, id: str) -> Document | None: ...

    def documents(
        self, kind: str, owner: str | None, limit: int, before: str | None = None
    ) -> list[Document]:
        """Documents of a kind (and owner), newest `updated` first.

        Those `before` an instant come oldest first: they wait for something, each in its turn.
        """


class Transaction(Reader, Protocol):
    """The writer's unit of work; it sees its own writes.

    Events that were said in it are written by `LogWriter.flush`, many at once: before that it does
    not see them.
    """

    def put_state(self, subject: str, state: StoredState) -> None: ...

    def append(self, events: Sequence[StoredEvent]) -> None:
        """Append to the log; indexes are consecutive and continue it, (node, number) is unique."""

    def put_tile(self, level: int, index: int, data: bytes) -> None: ...

    def put_checkpoint(self, size: int, note: str) -> None: ...

    def put_first_rows(self, subject: str, rows: Iterable[ListRow]) -> None:
        """Insert the rows of a subject that has none, each for another list."""

    def change_rows(self, subject: str, removed: Iterable[str], put: Iterable[ListRow]) -> None:
        """Remove the subject's rows from the named lists, then insert or replace the given rows."""

    def change_keys(self, subject: str, removed: Iterable[str], added: Iterable[str]) -> None: ...

    def put_findable(self, subject: str, findable: Findable) -> None:
        """Let the subject be found so, and no longer as before."""

    def set_indexed(self, entries: int) -> None: ...

    def complete_keys(self, subject: str, keys: Iterable[str]) -> None:
        """Add those keys that the subject does not hold."""

    def put_answer(self, key: str, answer: StoredAnswer, at: str) -> None: ...

    def share(self, subject: str, peer: str) -> None: ...

    def unshare(self, subject: str, peer: str) -> None: ...

    def put_channel(self, peer: str, entries: Sequence[ChannelEntry]) -> None: ...

    def put_cursor(self, peer: str, cursor: Cursor) -> None: ...

    def put_page(self, peer: str, page: StoredPage, numbers: Sequence[tuple[int, int]]) -> None:
        """Keep the page's proof, and (event number, channel position) of each event in it."""

    def put_receipt(self, peer: str, receipt: StoredReceipt) -> None: ...

    def set_timers(self, subject: str, timers: Iterable[tuple[str, str]]) -> None:
        """Replace the subject's timers by these (name, due)."""

    def put_document(self, kind: str, document: Document) -> None: ...

    def delete_document(self, kind: str, id: str) -> None: ...


class Store(Protocol):
    """One node's database. Opening it locks it: a second process is refused, by a clear error."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Begin; commit durably on normal exit, roll back on an exception (which propagates)."""

    def read(self) -> AbstractContextManager[Reader]:
        """A snapshot; cheap, for the calling thread only."""

    def close(self) -> None: ...


class Clock(Protocol):
    """The one place where time is read."""

    def now_ms(self) -> int:
        """Milliseconds since the epoch, UTC. May jump either way; the engine copes."""


class Tokens(Protocol):
    """The one place where randomness comes from."""

    def token(self) -> str:
        """Twelve random capitals and digits."""

    def salt(self) -> str:
        """Sixteen random bytes, base64url without padding."""

"""The tables of the memory store: plain dicts and tuples."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from corridor.domain.searching import Findable
from corridor.engine.ports import (
    ChannelEntry,
    Cursor,
    Document,
    StoredAnswer,
    StoredEvent,
    StoredPage,
    StoredReceipt,
    StoredRow,
    StoredState,
)


@dataclass
class Tables:
    """Everything one node keeps. A committed instance is never changed again.

    What a dict holds is immutable (structs, tuples, frozen sets) and is replaced to change it, so
    that a copy of the dict is a copy of the table. `rows` and `marks` alone hold dicts, replaced
    likewise.
    """

    log: list[StoredEvent] = field(default_factory=list)
    named: dict[tuple[str, int], int] = field(default_factory=dict)  # (node, number) → log index
    numbers: dict[str, int] = field(default_factory=dict)  # node → highest number
    subjects: dict[str, tuple[int, ...]] = field(default_factory=dict)  # subject → log indexes
    states: dict[str, StoredState] = field(default_factory=dict)
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)
    rows: dict[str, dict[str, StoredRow]] = field(default_factory=dict)  # list → subject → row
    marks: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)  # as `rows`
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)  # key → subjects, oldest first
    found: dict[str, tuple[int, Findable]] = field(default_factory=dict)  # subject → row, how
    indexed: dict[str, int] = field(default_factory=dict)  # `entries`, `row` → the last one
    answers: dict[str, StoredAnswer] = field(default_factory=dict)
    shares: dict[str, frozenset[str]] = field(default_factory=dict)  # subject → peers
    channels: dict[str, tuple[ChannelEntry, ...]] = field(default_factory=dict)  # by peer
    cursors: dict[str, Cursor] = field(default_factory=dict)
    pages: dict[str, tuple[StoredPage, ...]] = field(default_factory=dict)  # by peer, in order
    origins: dict[tuple[str, int], int] = field(default_factory=dict)  # (peer, number) → position
    receipts: dict[tuple[str, int], StoredReceipt] = field(default_factory=dict)  # (peer, upto)
    timers: dict[tuple[str, str], str] = field(default_factory=dict)  # (subject, name) → due
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)  # (kind, id)

    def copy(self) -> "Tables":
        """A copy to change: one per transaction."""
        return Tables(**{name: table.copy() for name, table in vars(self).items()})


def put_or_drop(table: dict[Any, Any], key: Hashable, value: Any) -> None:
    """Keep the value, or nothing at all where it is empty."""
    if value:
        table[key] = value
    else:
        table.pop(key, None)

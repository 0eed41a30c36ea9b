"""A process that commits until it is killed, and says each commit that was acknowledged."""

import hashlib
import sys
from itertools import count
from pathlib import Path

from corridor.engine.ports import (
    ChannelEntry,
    Cursor,
    ListRow,
    StoredEvent,
    StoredState,
    Transaction,
)
from corridor.stores.sqlite import SqliteStore

EVENTS_PER_COMMIT = 3


def body(index: int) -> bytes:
    """The bytes of entry `index`: long enough to span pages, and recognisable."""
    return hashlib.sha256(str(index).encode()).digest() * (1 + index % 300)


def commit(tx: Transaction, first: int) -> None:
    """Write to many tables what can be checked against the log's size."""
    indexes, none = range(first, first + EVENTS_PER_COMMIT), bytes(32)
    tx.append(
        [StoredEvent("KG", i + 1, "mv-A", f"{i:09d}", "t/1", body(i), none, i) for i in indexes]
    )
    size = indexes.stop
    tx.put_state("mv-A", StoredState(body(size), f"{size:09d}", "KG", size, size))
    tx.put_checkpoint(size, f"note {size}")
    for index in indexes:
        tx.change_rows(f"mv-{index}", (), [ListRow("list", "due", f"{index:09d}", "", b"{}")])
    tx.put_channel("UZ", [ChannelEntry(i + 1, i, none, none) for i in indexes])
    tx.put_cursor("UZ", Cursor(position=size))


def main() -> None:
    store = SqliteStore.open(Path(sys.argv[1]))
    with store.read() as reader:
        start = reader.size()
    sys.stdout.write("open\n")
    sys.stdout.flush()
    for first in count(start, EVENTS_PER_COMMIT):
        with store.write() as tx:
            commit(tx, first)
        sys.stdout.write(f"{first + EVENTS_PER_COMMIT}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""The engine's store in memory: for tests, and for the simulation with its faults."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from corridor.engine.ports import Reader, Transaction
from corridor.stores.errors import StoreUnavailable
from corridor.stores.memory_reader import MemoryReader
from corridor.stores.memory_tables import Tables
from corridor.stores.memory_transaction import MemoryTransaction


def _nothing() -> None:
    """No fault."""


class MemoryStore:
    """Same semantics as a database; everything is gone with the object.

    `before_commit` and `after_commit` are called at every commit. What they raise comes out of
    `write`: before, the transaction failed and nothing is kept; after, it failed but is kept, as
    when a machine dies between the disk's answer and the caller's.
    """

    def __init__(
        self,
        before_commit: Callable[[], None] = _nothing,
        after_commit: Callable[[], None] = _nothing,
    ) -> None:
        self.before_commit = before_commit
        self.after_commit = after_commit
        self._tables = Tables()
        self._writing = threading.Lock()
        self._closed = False

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """One transaction; see the port."""
        with self._writing:
            self._refuse_if_closed()
            tables = self._tables.copy()
            transaction = MemoryTransaction(tables)
            yield transaction
            transaction.refuse_if_failed()
            self.before_commit()
            self._tables = tables
            self.after_commit()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One snapshot, taken now; see the port."""
        self._refuse_if_closed()
        yield MemoryReader(self._tables)

    def check(self) -> list[str]:
        """Memory has no pages that could be torn."""
        return []

    def close(self) -> None:
        """Refuse reads and writes from now on. `reopen` ends that."""
        self._closed = True

    def reopen(self) -> None:
        """Go on with what was committed, as a node does that was stopped and started."""
        self._closed = False

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store was closed")

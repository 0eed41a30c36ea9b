"""The follower of the node's own log: brings what was said into the columns, step by step."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Final

import duckdb
import msgspec

from corridor.domain.reference import Reference
from corridor.engine.ports import Reader
from corridor.observatory.happening import Happening
from corridor.observatory.reading import Reading
from corridor.observatory.store import Observatory

STEP: Final = 2_000
"""Entries that become rows in one transaction."""
AT_ONCE: Final = 200
"""Of them those that are read of one snapshot: none is held for long, since the writer cannot write
its log from the beginning meanwhile.
"""
Snapshot = Callable[[], AbstractContextManager[Reader]]


class Progress(msgspec.Struct, frozen=True):
    """How far it has come: entries of the log whose rows are there, and all that the log has."""

    done: int
    of: int

    @property
    def lag(self) -> int:
        """Entries that are still to be read."""
        return max(0, self.of - self.done)


class Following:
    """One observatory over one log. It asks nothing of the writer: it reads snapshots."""

    def __init__(self, observatory: Observatory, snapshot: Snapshot, reference: Reference) -> None:
        self._observatory, self._snapshot = observatory, snapshot
        self._reference = reference
        self._reading: Reading | None = None
        self._read = 0

    def progress(self) -> Progress:
        """Where it is, without reading on."""
        with self._snapshot() as reader:
            return Progress(self._observatory.position(), reader.size())

    def steps(self) -> Iterator[Progress]:
        """Read on to where the log ends now, told after each step; nothing where it is there."""
        with self._snapshot() as reader:
            size = reader.size()
        if self._reading is not None and self._read == size:
            return
        with self._observatory.opened() as db:
            done = self._observatory.position_in(db)
            while done < size:
                done = self._step(db, done, min(done + STEP, size))
                yield Progress(done, size)
            self._read = done

    def _step(self, db: duckdb.DuckDBPyConnection, start: int, to: int) -> int:
        reading = self._reading_from(start)
        rows, end = list[Happening](), start
        while end < to:
            with self._snapshot() as reader:
                entries = reader.log(end, min(AT_ONCE, to - end))
                rows += reading.happenings(reader, entries)
            end += len(entries)
        self._observatory.append(db, rows, start, end)
        self._reading, self._read = reading, end
        return end

    def _reading_from(self, start: int) -> Reading:
        """What it remembers, if that is of the entries before; after a failure it is not."""
        reading, self._reading = self._reading, None
        return reading if reading is not None and self._read == start else Reading(self._reference)

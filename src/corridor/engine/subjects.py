"""Subjects in memory: loading, folding, and writing what follows from a changed state."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from corridor.domain.facts import Fact, order_of
from corridor.engine.codec import fact_of
from corridor.engine.kinds import Kind, kind_of
from corridor.engine.ports import Reader, StoredState, Transaction

CACHED_MAX = 20_000


class Loaded(msgspec.Struct, frozen=True):
    """A subject's state with the order key of the last fact folded into it."""

    state: Any = None
    order: tuple[str, str, int] = ("", "", 0)
    version: int = 0
    shared: frozenset[str] = frozenset()


def decode_state(kind: Kind, data: bytes) -> Any:
    """The state struct in stored bytes; None where events came before the subject's first."""
    shape: Any = kind.state | None
    return msgspec.msgpack.decode(data, type=shape)


def load(reader: Reader, subject: str) -> Loaded:
    """The subject as stored; an empty one when nothing is."""
    kind = kind_of(subject)
    stored = reader.state(subject)
    if kind is None or stored is None:
        return Loaded()  # nothing is shared of what is not there
    state = decode_state(kind, stored.data)
    order = (stored.clock, stored.node, stored.number)
    return Loaded(state, order, stored.version, reader.shared_with(subject))


class Subjects:
    """The writer's cache of subjects. Forgotten whole when a commit fails."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._cache: OrderedDict[str, Loaded] = OrderedDict()

    def forget(self) -> None:
        """Drop everything; the next load reads the store."""
        self._cache.clear()

    def get(self, tx: Transaction, subject: str) -> Loaded:
        """The subject, from memory if it is there."""
        found = self._cache.get(subject)
        if found is None:
            found = load(tx, subject)
            self.put(subject, found)
        else:
            self._cache.move_to_end(subject)
        return found

    def put(self, subject: str, loaded: Loaded) -> None:
        """Keep the subject, dropping the one longest unused."""
        self._cache[subject] = loaded
        if len(self._cache) > CACHED_MAX:
            self._cache.popitem(last=False)

    def advance(
        self, tx: Transaction, subject: str, facts: Sequence[Fact[Any]], flush: Callable[[], None]
    ) -> tuple[Loaded, Loaded, frozenset[str]]:
        """Fold new facts in and write state, rows, keys and timers.

        A fact older than what was folded before makes the whole subject fold anew, from the log as
        it is after `flush`. Returns (before, after, names of the lists that changed).
        """
        kind = kind_of(subject)
        assert kind is not None
        before = self.get(tx, subject)
        ordered = sorted(facts, key=order_of)
        state, order = before.state, before.order
        late = order_of(ordered[0]) < order or (state is None and before.version > 0)
        if late:
            flush()
            ordered = [fact_of(event) for event in tx.events(subject)]
            state = None
        for fact in ordered:
            state = kind.evolve(state, fact, subject)
        after = Loaded(
            state,
            max(order, order_of(ordered[-1])),
            before.version + len(facts),
            before.shared,
        )
        self.put(subject, after)
        return before, after, self._write(tx, kind, subject, before, after)

    def _write(
        self, tx: Transaction, kind: Kind, subject: str, before: Loaded, after: Loaded
    ) -> frozenset[str]:
        """Persist the state and the difference in what is derived from it."""
        tx.put_state(subject, StoredState(_bytes_of(after.state), *after.order, after.version))
        node = self._node
        old_rows = kind.listings(before.state, node) if before.state is not None else ()
        new_rows = kind.listings(after.state, node) if after.state is not None else ()
        removed = {row.list for row in old_rows} - {row.list for row in new_rows}
        changed = [row for row in new_rows if row not in old_rows]
        if not before.version:
            tx.put_first_rows(subject, changed)
        elif removed or changed:
            tx.change_rows(subject, removed, changed)
        old_keys = set(kind.keys(before.state, node)) if before.state is not None else set()
        new_keys = set(kind.keys(after.state, node)) if after.state is not None else set()
        if old_keys != new_keys:
            tx.change_keys(subject, old_keys - new_keys, new_keys - old_keys)
        timers = kind.timers(after.state, node) if after.state is not None else ()
        had = kind.timers(before.state, node) if before.state is not None else ()
        if timers != had:
            tx.set_timers(subject, timers)
        return frozenset(removed | {row.list for row in changed})


def _bytes_of(state: Any) -> bytes:
    return msgspec.msgpack.encode(state)

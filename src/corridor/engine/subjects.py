"""Subjects in memory: loading, folding, and writing what follows from a changed state."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import msgspec

from corridor.domain.facts import Fact, order_of
from corridor.domain.kind import Kind
from corridor.domain.kinds import kind_of
from corridor.domain.telling import Change, lists_of
from corridor.engine.codec import fact_of
from corridor.engine.noted import as_kept
from corridor.engine.ports import Reader, StoredEvent, StoredState, Transaction
from corridor.engine.standing import Standing, standing_of

CACHED_MAX = 5_000


class Loaded(msgspec.Struct, frozen=True):
    """A subject's state with the order key of the last fact folded into it."""

    state: Any = None
    order: tuple[str, str, int] = ("", "", 0)
    version: int = 0
    shared: frozenset[str] = frozenset()


class Advance(msgspec.Struct, frozen=True):
    """What folding did: the subject before and after, how it stood and stands, what each new fact
    changed (all facts where they take effect only now), and the lists that changed.
    """

    before: Loaded
    after: Loaded
    was: Standing
    now: Standing
    changes: tuple[Change, ...]
    lists: frozenset[str]

    @property
    def is_born_late(self) -> bool:
        """Whether what came before the subject's first event takes effect only now."""
        had_events = self.before.state is None and self.before.version > 0
        return had_events and self.after.state is not None


def load(reader: Reader, subject: str, flush: Callable[[], None] = lambda: None) -> Loaded:
    """The subject as stored; an empty one when nothing is. `flush`: before the log is read."""
    kind = kind_of(subject)
    stored = reader.state(subject)
    if kind is None or stored is None:
        return Loaded()  # nothing is shared of what is not there
    if stored.data:  # nil where events came before the subject's first
        shape: Any = kind.state | None
        kept = msgspec.msgpack.decode(stored.data, type=shape)
        state = None if kept is None else kind.brought_up(kept)
    else:  # by its name, since the log may hold newer ones that are not folded yet
        state = kind.evolve(None, fact_of(_event(reader, stored, flush)), subject)
    order = (stored.clock, stored.node, stored.number)
    return Loaded(state, order, stored.version, reader.shared_with(subject))


def _event(reader: Reader, state: StoredState, flush: Callable[[], None]) -> StoredEvent:
    """The only event in a state."""
    event = reader.event_named(state.node, state.number)
    if event is None:  # said in this very transaction
        flush()
        event = reader.event_named(state.node, state.number)
    assert event is not None, "a state without its event"
    return event


class Subjects:
    """The writer's cache of subjects. Forgotten whole when a commit fails."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._cache: OrderedDict[str, Loaded] = OrderedDict()

    def forget(self) -> None:
        """Drop everything; the next load reads the store."""
        self._cache.clear()

    def get(self, tx: Transaction, subject: str, flush: Callable[[], None]) -> Loaded:
        """The subject, from memory if it is there."""
        found = self._cache.get(subject)
        if found is None:
            found = load(tx, subject, flush)
            self.put(subject, found)
        else:
            self._cache.move_to_end(subject)
        return found

    def look(self, tx: Transaction, subject: str) -> Loaded:
        """The subject, without a place among those in use."""
        return self._cache.get(subject) or load(tx, subject)

    def put(self, subject: str, loaded: Loaded) -> None:
        """Keep the subject, dropping the one longest unused."""
        self._cache[subject] = loaded
        if len(self._cache) > CACHED_MAX:
            self._cache.popitem(last=False)

    def is_new(self, tx: Transaction, subject: str) -> bool:
        """Whether nothing was ever said of the subject here."""
        found = self._cache.get(subject)
        return not found.version if found is not None else tx.state(subject) is None

    def begin(
        self, tx: Transaction, subject: str, event: StoredEvent, standing: Standing
    ) -> frozenset[str]:
        """Write what the first event of a new subject comes to; the lists that changed."""
        self._cache.pop(subject, None)
        state = StoredState(b"", event.clock, event.node, event.number, 1)
        return _write(tx, subject, state, Standing(), standing)

    def advance(
        self,
        tx: Transaction,
        subject: str,
        facts: Sequence[Fact[Any]],
        flush: Callable[[], None],
        again: bool = False,
    ) -> Advance:
        """Fold new facts in and write state, rows, keys and timers.

        A fact older than what was folded before makes the whole subject fold anew, from the log as
        it is after `flush`; so it does `again`, where the log had them and they are read only now.
        """
        kind = kind_of(subject)
        assert kind is not None
        before = self.get(tx, subject, flush)
        first, folded = before.state, sorted(facts, key=order_of)
        is_late = bool(folded) and order_of(folded[0]) < before.order
        if again or is_late or (before.state is None and before.version > 0):
            flush()
            first, folded = None, [fact_of(event) for event in tx.events(subject)]
        states = _states(kind, subject, first, folded)
        after = Loaded(
            states[-1],
            max(before.order, order_of(folded[-1])),
            len(folded) if again else before.version + len(facts),
            before.shared,
        )
        self.put(subject, after)
        was = standing_of(kind, before.state, self._node)
        now = standing_of(kind, after.state, self._node)
        # A state that is not there yet is kept as such: a newer version may make more of its event.
        is_plain = after.version == 1 and after.state is not None
        data = b"" if is_plain else msgspec.msgpack.encode(after.state)
        lists = _write(tx, subject, StoredState(data, *after.order, after.version), was, now)
        is_born_late = before.state is None and before.version > 0 and after.state is not None
        news = folded if is_born_late else facts
        known = ((before.state, was), (after.state, now))
        lists_at = partial(_lists_at, kind, self._node, known)
        changes = _changes(folded, states, news, lists_at)
        return Advance(before, after, was, now, changes, lists)


def _states(kind: Kind[Any], subject: str, first: Any, folded: Sequence[Fact[Any]]) -> list[Any]:
    """The state before all of them, and after each."""
    states = [first]
    for fact in folded:
        states.append(kind.evolve(states[-1], fact, subject))
    return states


def _changes(
    folded: Sequence[Fact[Any]],
    states: Sequence[Any],
    news: Sequence[Fact[Any]],
    lists_at: Callable[[Any], frozenset[str]],
) -> tuple[Change, ...]:
    """What each of the news changed, of all that was folded."""
    new = {(fact.node, fact.number) for fact in news}
    return tuple(
        Change(fact, then, lists_at(earlier), lists_at(then))
        for fact, (earlier, then) in zip(folded, pairwise(states), strict=True)
        if (fact.node, fact.number) in new
    )


def _lists_at(
    kind: Kind[Any], node: str, known: tuple[tuple[Any, Standing], ...], state: Any
) -> frozenset[str]:
    """The lists of a state at the node, of some of which it is known already how they stand."""
    for other, standing in known:
        if other is state:
            return standing.lists
    return lists_of(kind, state, node)


def _write(
    tx: Transaction, subject: str, state: StoredState, was: Standing, now: Standing
) -> frozenset[str]:
    """Persist the state, and the difference in how the subject stands; the lists that changed."""
    tx.put_state(subject, state)
    removed = {row.list for row in was.rows} - {row.list for row in now.rows}
    changed = [row for row in now.rows if row not in was.rows]
    if state.version == 1:
        tx.put_first_rows(subject, changed)
    elif removed or changed:
        tx.change_rows(subject, removed, tuple(as_kept(tx, subject, changed)))
    if was.keys != now.keys:
        added = [key for key in now.keys if key not in was.keys]
        tx.change_keys(subject, set(was.keys).difference(now.keys), added)
    if was.timers != now.timers:
        tx.set_timers(subject, now.timers)
    return frozenset(removed | {row.list for row in changed})

"""What follows from a subject's state on this node: its rows and keys, timers and audience."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from corridor.domain.facts import Fact
from corridor.domain.kind import Kind
from corridor.domain.kinds import follows, kind_of
from corridor.domain.listings import Row
from corridor.domain.telling import Change, listed
from corridor.engine.ports import ListRow, SealedEvent
from corridor.engine.told import ToTell, told_of

_JSON = msgspec.json.Encoder()


class Standing(msgspec.Struct, frozen=True):
    """All that is derived from one state; of no state, nothing."""

    rows: tuple[ListRow, ...] = ()
    keys: tuple[str, ...] = ()
    timers: tuple[tuple[str, str], ...] = ()
    audience: frozenset[str] = frozenset()

    @property
    def lists(self) -> frozenset[str]:
        """The lists of its rows that are somebody's."""
        return listed(self.rows)


class First(msgspec.Struct, frozen=True):
    """How a subject stands after its first event, and who has to know of that."""

    standing: Standing
    told: tuple[ToTell, ...]


class Opened(msgspec.Struct, frozen=True):
    """A peer's event, and what opening it has shown already.

    `first`: what it comes to here, should it be its subject's first; else `fact` is what will be
    folded. Neither where this version cannot read it. `is_newer`: it says what this version does
    not know, all of it or in part.
    """

    event: SealedEvent
    first: First | None = None
    fact: Fact[Any] | None = None
    is_newer: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        """Between processes without the fact: to carry one costs six times its decoding anew."""
        return Opened, (self.event, self.first, None, self.is_newer)


def standing_of(kind: Kind[Any], state: Any, node: str) -> Standing:
    """How a subject in this state stands on the node."""
    if state is None:
        return Standing()
    rows, keys = rows_of(kind, state, node), kind.keys(state, node)
    return Standing(rows, keys, kind.due(state, node), kind.audience(state))


def rows_of(kind: Kind[Any], state: Any, node: str) -> tuple[ListRow, ...]:
    """Its rows alone."""
    return tuple(_encoded(kind.listings(state, node)))


def first_of(subject: str, fact: Fact[Any], tag: str, node: str) -> First | None:
    """What a peer's fact comes to at the node if it is the subject's first.

    None where there is more to do than to write that: then it is folded as any other fact.
    """
    kind = kind_of(subject)
    state = kind.evolve(None, fact, subject) if kind is not None else None
    if kind is None or state is None or any(follows(fact.payload, state, node)):
        return None
    standing = standing_of(kind, state, node)
    change = Change(fact, state, frozenset(), standing.lists)
    return First(standing, tuple(told_of(change, tag, node)))


def _encoded(rows: Iterable[Row]) -> Iterator[ListRow]:
    """Rows in bytes; what a subject shows in several lists one after another is written once."""
    shown, data = None, b""
    for row in rows:
        if row.data is not shown:
            shown, data = row.data, _JSON.encode(row.data)
        orders = (row.since, row.amount, row.share)
        yield ListRow(row.list, row.due, row.name, row.updated, data, *orders, row.marks)

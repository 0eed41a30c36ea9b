"""What follows from a subject's state on this node: its rows and keys, timers and audience."""

from typing import Any

import msgspec

from corridor.domain.facts import Fact
from corridor.domain.listings import Row
from corridor.domain.reactions import Reaction, reactions
from corridor.engine.kinds import Kind, kind_of
from corridor.engine.ports import ListRow

_JSON = msgspec.json.Encoder()


class Standing(msgspec.Struct, frozen=True):
    """All that is derived from one state; of no state, nothing."""

    rows: tuple[ListRow, ...] = ()
    keys: tuple[str, ...] = ()
    timers: tuple[tuple[str, str], ...] = ()
    audience: frozenset[str] = frozenset()


class First(msgspec.Struct, frozen=True):
    """What a subject's first event comes to, where no other has come before it."""

    standing: Standing
    reactions: tuple[Reaction, ...]


def standing_of(kind: Kind, state: Any, node: str) -> Standing:
    """How a subject in this state stands on the node."""
    if state is None:
        return Standing()
    rows = tuple(map(_encoded, kind.listings(state, node)))
    return Standing(rows, kind.keys(state, node), kind.timers(state, node), kind.audience(state))


def first_of(subject: str, fact: Fact[Any], node: str) -> First | None:
    """What follows at the node from a peer's fact if it is the subject's first; None if nothing."""
    kind = kind_of(subject)
    state = kind.evolve(None, fact, subject) if kind is not None else None
    if kind is None or state is None:
        return None
    return First(standing_of(kind, state, node), reactions(fact, state, node, ()))


def _encoded(row: Row) -> ListRow:
    return ListRow(row.list, row.due, row.name, row.updated, _JSON.encode(row.data))

"""What an earlier version left out and a store still lacks: made good once, when a node starts."""

from collections.abc import Collection, Iterator
from typing import Final

import msgspec

from corridor.domain.acts import Timer
from corridor.domain.commitments.kind import LISTED as COMMITMENTS
from corridor.domain.commitments.kind import PAIRED
from corridor.domain.indicators.kind import LISTED as INDICATORS
from corridor.domain.kinds import KINDS, kind_of
from corridor.domain.movement.listings import SEA
from corridor.domain.permits.stopped import STOPPED_LIST
from corridor.engine.ports import Document
from corridor.engine.standing import rows_of
from corridor.engine.unit import Unit

MENDED: Final = "mended"
ROWS_MAX: Final = 100_000
LISTS: Final = (
    (SEA, "customs:", (":underway", ":expected")),
    (STOPPED_LIST, "permits:", (":decided",)),
    (COMMITMENTS, "register:commitments", ("",)),
    (PAIRED, "register:", (":commitments", ":promised")),
    (INDICATORS, "register:indicators", ("",)),
)
"""Lists that came later: how they end, and how the lists begin and end that have their rows too."""
GONE: Final = ("register:commitments", "register:indicators")
"""Lists in whose place others came."""


class CompleteTimers(msgspec.Struct, frozen=True):
    """Let a timer be set also for what is older than the timer, where an act says so.

    Timers are written as the difference between two states, and nothing has changed since.
    """

    def run(self, unit: Unit) -> int:
        """How many subjects were looked at; nothing where it was done before."""
        return sum(_complete(unit, one) for one in _late_timers())


def _complete(unit: Unit, timer: Timer[object]) -> int:
    tx, name = unit.tx, f"timer:{timer.name}"
    if tx.document(MENDED, name) is not None:
        return 0
    begin, end = timer.came_later
    lists = (one for one in tx.counts(begin) if one.endswith(end))
    found = {row.subject for one in lists for row in tx.rows(one, limit=ROWS_MAX)}
    for subject in sorted(found):
        kind, state = kind_of(subject), unit.look(subject).state
        if kind is not None and state is not None:
            tx.set_timers(subject, kind.due(state, unit.settings.node))
    tx.put_document(MENDED, Document(name, "", unit.now(), b"{}"))
    return len(found)


class CompleteLists(msgspec.Struct, frozen=True):
    """Put what is older than a list of work into it, for the same reason."""

    def run(self, unit: Unit) -> int:
        """How many rows were put or taken out; nothing where it was done before."""
        put = sum(_put(unit, *one) for one in LISTS)
        return put + sum(_take_out(unit, name) for name in GONE)


def _put(unit: Unit, end: str, begin: str, ends: tuple[str, ...]) -> int:
    tx, name, put = unit.tx, f"list{end}", 0
    if tx.document(MENDED, name) is not None:
        return 0
    lists = (one for one in tx.counts(begin) if one.endswith(ends))
    found = {row.subject for one in lists for row in tx.rows(one, limit=ROWS_MAX)}
    for subject in sorted(found):
        kind, state = kind_of(subject), unit.look(subject).state
        if kind is not None and state is not None:
            rows = rows_of(kind, state, unit.settings.node)
            late = tuple(row for row in rows if row.list.endswith(end))
            tx.change_rows(subject, (), late)
            put += len(late)
    tx.put_document(MENDED, Document(name, "", unit.now(), b"{}"))
    return put


def _take_out(unit: Unit, name: str) -> int:
    tx = unit.tx
    if tx.document(MENDED, f"gone:{name}") is not None:
        return 0
    rows = tx.rows(name, limit=ROWS_MAX)
    for row in rows:
        tx.change_rows(row.subject, (name,), ())
    tx.put_document(MENDED, Document(f"gone:{name}", "", unit.now(), b"{}"))
    return len(rows)


def is_owed(name: str, mended: Collection[str]) -> bool:
    """Whether what a list has is still to be made good. `mended`: the names of what was."""
    if name in GONE:
        return f"gone:{name}" not in mended
    return any(name.endswith(one) and f"list{one}" not in mended for one, _, _ in LISTS)


def owed_timers(mended: Collection[str]) -> frozenset[str]:
    """Timers that are still to be set for what is older than they are."""
    return frozenset(one.name for one in _late_timers() if f"timer:{one.name}" not in mended)


def _late_timers() -> Iterator[Timer[object]]:
    """Those that came later than what they are set for."""
    return (one for kind in KINDS for one in kind.timers.values() if any(one.came_later))

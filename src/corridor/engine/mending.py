"""What an earlier version left out and a store still lacks: made good once, when a node starts."""

from typing import Final

import msgspec

from corridor.domain.acts import Timer
from corridor.domain.kinds import KINDS, kind_of
from corridor.engine.ports import Document
from corridor.engine.unit import Unit

MENDED: Final = "mended"
ROWS_MAX: Final = 100_000


class CompleteTimers(msgspec.Struct, frozen=True):
    """Let a timer be set also for what is older than the timer, where an act says so.

    Timers are written as the difference between two states, and nothing has changed since.
    """

    def run(self, unit: Unit) -> int:
        """How many subjects were looked at; nothing where it was done before."""
        timers = (
            timer for kind in KINDS for timer in kind.timers.values() if any(timer.came_later)
        )
        return sum(_complete(unit, timer) for timer in timers)


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

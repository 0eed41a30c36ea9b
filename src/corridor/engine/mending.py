"""What an earlier version left out and a store still lacks: made good once, when a node starts."""

from typing import Final

import msgspec

from corridor.domain.kinds import kind_of
from corridor.engine.ports import Document
from corridor.engine.unit import Unit

MENDED: Final = "mended"
_TIMERS: Final = "timers-of-powers"
_LISTS: Final = "carrier:"
_POWERS: Final = ":powers"
ROWS_MAX: Final = 100_000


class CompleteTimers(msgspec.Struct, frozen=True):
    """Let the last day of a power end it, also of one that was given when no clock looked at it.

    Timers are written as the difference between two states, and nothing has changed since.
    """

    def run(self, unit: Unit) -> int:
        """How many powers were looked at; nothing where it was done before."""
        tx = unit.tx
        if tx.document(MENDED, _TIMERS) is not None:
            return 0
        lists = (name for name in tx.counts(_LISTS) if name.endswith(_POWERS))
        found = {row.subject for name in lists for row in tx.rows(name, limit=ROWS_MAX)}
        for subject in sorted(found):
            kind, state = kind_of(subject), unit.look(subject).state
            if kind is not None and state is not None:
                tx.set_timers(subject, kind.due(state, unit.settings.node))
        tx.put_document(MENDED, Document(_TIMERS, "", unit.now(), b"{}"))
        return len(found)

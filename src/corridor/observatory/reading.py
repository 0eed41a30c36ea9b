"""From entries of a log to what happened: each subject is folded as the entries come.

What is made of an entry depends on nothing but the log up to it, so reading the same log again
gives the same rows, whenever that is done and wherever it was interrupted.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from corridor.domain.checkpoints.state import Visit
from corridor.domain.facts import Fact
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.kinds import kind_of
from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.domain.quota import Quota
from corridor.domain.reference import Reference
from corridor.engine.codec import fact_of
from corridor.engine.ports import Reader, StoredEvent
from corridor.observatory.happening import Happening
from corridor.observatory.lags import Lags
from corridor.observatory.ledgers import happened_to_guarantee, happened_to_quota
from corridor.observatory.movements import happened_to_movement
from corridor.observatory.permits import happened_to_permit
from corridor.observatory.visits import happened_at_gate
from corridor.observatory.ways import Ways

KEPT_MAX: Final = 20_000
"""Subjects whose states are kept in memory between two of their entries."""
MEASURED: Final = ("mv-", "pm-", "cp-", "gr-", "qt-")
FAILED: Final = object()
"""In place of the state of a subject that cannot be folded."""
_log: Final = logging.getLogger("corridor")


class Reading:
    """Reads entries in their order; what it has to know of earlier ones it asks the log for."""

    def __init__(self, reference: Reference) -> None:
        self._ways = Ways(reference)
        self._states: OrderedDict[str, Any] = OrderedDict()
        self._lags = Lags()

    def happenings(self, reader: Reader, entries: Iterable[StoredEvent]) -> Iterator[Happening]:
        """Rows of these entries, which follow those that were read last."""
        for event in entries:
            self._lags.begin(reader, event.index)
            yield from self._lags.of(event)
            if event.subject.startswith(MEASURED):
                yield from self._made(reader, event)

    def of(self, entry: int, subject: str, fact: Fact[Any]) -> list[Happening]:
        """Rows of a fact that is in no log; all earlier ones of its subject were given before."""
        before = self._states.pop(subject, None)
        after = _folded(subject, before, fact)
        self._keep(subject, after)
        return list(self._rows(entry, fact, before, after))

    def _made(self, reader: Reader, event: StoredEvent) -> list[Happening]:
        """Rows of one entry; none where this program fails at it. Another state may have said it,
        and the node keeps it all the same: nothing else waits for that.
        """
        if self._states.get(event.subject) is FAILED:
            return []
        try:
            self._remember(reader, event)
            return self.of(event.index, event.subject, fact_of(event))
        except Exception:  # noqa: BLE001 - whatever it is, it is this entry's alone
            _log.warning("entry %d of the log is not measured", event.index, exc_info=True)
            self._states.setdefault(event.subject, FAILED)  # not there: it could not be folded
            return []

    def _rows(self, entry: int, fact: Fact[Any], before: Any, after: Any) -> Iterator[Happening]:
        if after is before:
            return  # without effect: its speaker had no right to say it
        if isinstance(after, Movement):
            yield from happened_to_movement(entry, fact, before, after, self._ways)
        elif isinstance(after, Permit):
            yield from happened_to_permit(entry, fact, after)
        elif isinstance(after, Visit):
            yield from happened_at_gate(entry, fact, after)
        elif isinstance(after, Guarantee):
            yield from happened_to_guarantee(entry, fact, before, after)
        elif isinstance(after, Quota):
            yield from happened_to_quota(entry, fact, before, after)

    def _remember(self, reader: Reader, event: StoredEvent) -> None:
        """What its subject was before, where that is not at hand."""
        if event.subject in self._states:
            return
        state = None
        earlier = (one for one in reader.events(event.subject) if one.index < event.index)
        for one in sorted(earlier, key=lambda one: one.index):
            state = _folded(event.subject, state, fact_of(one))
        self._states[event.subject] = state

    def _keep(self, subject: str, state: Any) -> None:
        self._states[subject] = state
        if len(self._states) > KEPT_MAX:
            self._states.popitem(last=False)


def _folded(subject: str, state: Any, fact: Fact[Any]) -> Any:
    kind = kind_of(subject)
    return kind.evolve(state, fact, subject) if kind is not None else None

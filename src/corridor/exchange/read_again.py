"""Statements that could not be read when they came, read once this node runs a newer version.

Done when a node starts, some at a time, before it goes on. What was unknown altogether takes effect
as if it came now, its news and what follows from it included; where only a part was unknown the
subject is folded anew, and nobody is told twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import msgspec

from corridor.domain.kinds import kind_of
from corridor.engine.codec import is_read
from corridor.engine.effects import FOLD, EffectFailed
from corridor.engine.newer import NEWER, read_newer
from corridor.engine.ports import StoredEvent
from corridor.engine.set_aside import stands_still
from corridor.engine.unheard import answer_refused
from corridor.engine.unit import Unit
from corridor.evidence.trust import TrustList
from corridor.exchange.areas import areas_shown, is_shown

AT_ONCE: Final = 200
NOT_SHOWN: Final = "area"
"""Why it has no effect: the trust list does not let its speaker show us such a thing."""


class ReadAgain(msgspec.Struct, frozen=True):
    """Try those that were last tried before an instant; how many were looked at.

    `left`: by subject, how this program failed at its effect before: that is set aside.
    """

    trust: TrustList
    before: str
    left: dict[str, str] = {}

    def run(self, unit: Unit) -> int:
        """Fold anew what can be read by now, and leave the rest for another version."""
        found = unit.tx.documents(NEWER, None, AT_ONCE, before=self.before)
        readable: dict[str, list[StoredEvent]] = defaultdict(list)
        for document in found:
            newer = read_newer(document)
            event = unit.tx.event_named(newer.node, newer.number)
            if event is None or kind_of(event.subject) is None or not is_read(event):
                unit.tx.put_document(NEWER, msgspec.structs.replace(document, updated=unit.now()))
                continue
            unit.tx.delete_document(NEWER, document.id)
            events = readable[event.subject]
            if newer.is_whole:
                events.append(event)
        for subject, events in readable.items():
            self._take(unit, subject, events)
        return len(found)

    def without(self, failed: EffectFailed) -> "ReadAgain":
        """The others are read, without the effect that failed."""
        return msgspec.structs.replace(self, left={**self.left, failed.subject: failed.what})

    def _take(self, unit: Unit, subject: str, events: Sequence[StoredEvent]) -> None:
        """Those that the trust list lets their speakers show us; what it does not has no effect."""
        node = unit.settings.node
        areas = {event.node: areas_shown(self.trust, event.node, node) for event in events}
        taken = [event for event in events if is_shown(areas[event.node], subject)]
        for event in events:
            if event not in taken:
                answer_refused(unit, event, NOT_SHOWN)
        if subject in self.left or stands_still(unit.tx, subject):
            unit.put_aside(taken, FOLD, self.left.get(subject, ""))
        elif taken or not events:
            for event in unit.read_again(subject, taken):
                answer_refused(unit, event)

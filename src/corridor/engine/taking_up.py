"""What was set aside is taken up again, one by one.

By whom: by the node itself once it has started, perhaps as a newer version, and now and then; and
by its operator, at once.
"""

import msgspec

from corridor.engine.effects import FOLD, TELL, EffectFailed, name_of
from corridor.engine.ports import Document
from corridor.engine.records import EventTakenUp
from corridor.engine.set_aside import (
    COUNTED_MAX,
    SET_ASIDE,
    UNTRIED,
    SetAside,
    put_kept,
    read_set_aside,
)
from corridor.engine.telling import tell_again
from corridor.engine.unheard import answer_refused
from corridor.engine.unit import Unit


class TakeUpNext(msgspec.Struct, frozen=True):
    """Try the one that was last tried longest ago, before an instant; whether there was any.

    A subject that stands still is folded first, and what follows is carried out in turns of its
    own: one that fails again takes nothing else with it.
    """

    before: str

    def run(self, unit: Unit) -> bool:
        """Give it its effect, whole or not at all."""
        found = unit.tx.documents(SET_ASIDE, None, 1, before=self.before)
        for document in found:
            if read_set_aside(document).stage == FOLD:
                self._fold(unit, document.owner)
            else:
                self._follow(unit, document)
        return bool(found)

    def _fold(self, unit: Unit, subject: str) -> None:
        waiting = [
            document
            for document in unit.tx.documents(SET_ASIDE, subject, COUNTED_MAX)
            if read_set_aside(document).stage == FOLD
        ]
        kept = {document.id: read_set_aside(document) for document in waiting}
        named = (unit.tx.event_named(one.node, one.number) for one in kept.values())
        events = [event for event in named if event is not None]
        refused = {name_of(event) for event in unit.fold_again(subject, events)}
        for event in events:
            name = name_of(event)
            if name in refused:
                answer_refused(unit, event)
                self._done(unit, name, kept[name])
            else:
                then = msgspec.structs.replace(kept[name], stage="follow")
                put_kept(unit.tx, then, subject, UNTRIED)

    def _follow(self, unit: Unit, document: Document) -> None:
        kept = read_set_aside(document)
        event = unit.tx.event_named(kept.node, kept.number)
        if event is not None and kept.stage == TELL:
            tell_again(unit, event)
        elif event is not None:
            unit.follow_again(event)
        self._done(unit, document.id, kept)

    def _done(self, unit: Unit, name: str, kept: SetAside) -> None:
        unit.tx.delete_document(SET_ASIDE, name)
        unit.note(unit.line_of(kept.node), EventTakenUp(kept.node, kept.number))

    def without(self, failed: EffectFailed) -> "KeepAside":
        """It failed again."""
        return KeepAside(tuple(sorted(failed.names)), failed.what)


class KeepAside(msgspec.Struct, frozen=True):
    """Note that these were tried in vain."""

    names: tuple[str, ...]
    what: str

    def run(self, unit: Unit) -> bool:
        """True: there was something to try."""
        for name in self.names:
            document = unit.tx.document(SET_ASIDE, name)
            if document is not None:
                kept = read_set_aside(document)
                tried = msgspec.structs.replace(kept, what=self.what, tries=kept.tries + 1)
                put_kept(unit.tx, tried, document.owner, unit.now())
        return True

"""The search index follows the log: what was said is found a little later, and waits for nothing.

Its position is written with it, so a crash loses nothing and repeats nothing. An index that is not
there (a database of an earlier version) is made from the beginning, while the node serves.
"""

from typing import Any

import msgspec

from corridor.domain.kinds import kind_of
from corridor.engine.assessing import assess
from corridor.engine.noted import NOTED, as_kept, noted_of
from corridor.engine.ports import Document
from corridor.engine.standing import rows_of, standing_of
from corridor.engine.unit import Unit

ENTRIES_AT_ONCE = 500
FOUND = "found"
"""`<desk>:found` is told as a list of the desk that changed when more may be found there."""


class IndexNext(msgspec.Struct, frozen=True):
    """Bring the subjects of the next log entries into the index; gives the entries left."""

    limit: int = ENTRIES_AT_ONCE

    def run(self, unit: Unit) -> int:
        """One stretch of the log, each of its subjects once, as it stands now."""
        tx, node = unit.tx, unit.settings.node
        done = tx.indexed()
        entries = tx.log(done, self.limit)
        touched: dict[str, Any] = {}
        for subject in dict.fromkeys(entry.subject for entry in entries):
            kind = kind_of(subject)
            state = unit.look(subject).state if kind is not None else None
            if kind is not None and state is not None:
                touched |= {one: None for one in kind.touches(state) if one not in touched}
                touched[subject] = state
                found = kind.found_by(state, node)
                tx.put_findable(subject, found)
                unit.lists.update(f"{desk}:{FOUND}" for desk in found.desks)
                assess(unit, subject)
                if done < tx.older_entries():  # keys and rows were kept otherwise then
                    standing = standing_of(kind, state, node)
                    tx.complete_keys(subject, standing.keys)
                    tx.change_rows(subject, (), tuple(as_kept(tx, subject, standing.rows)))
        for subject, state in touched.items():
            note(unit, subject, state or unit.look(subject).state)
        if entries:
            tx.set_indexed(done + len(entries))
        return tx.size() - done - len(entries)


def note(unit: Unit, subject: str, state: Any) -> None:
    """Work out anew what the rows of a subject show besides, and write it where it is another."""
    kind, tx, node = kind_of(subject), unit.tx, unit.settings.node
    besides = kind.besides if kind is not None else None
    if kind is None or besides is None or state is None or not besides.shown(state, node):
        return
    known = noted_of(tx, subject)
    now = besides.noted(state, unit.context_of(subject, state, besides))
    if now == known:
        return
    body = msgspec.json.encode(now)
    tx.put_document(NOTED, Document(subject, "", unit.now(), body))
    lists = {*known.lists, *now.lists}
    meant = [row for row in rows_of(kind, state, node) if row.list in lists]
    tx.change_rows(subject, (), tuple(as_kept(tx, subject, meant, now)))
    unit.lists.update(row.list for row in meant)

"""What a desk has decided, day by day: counted when it is done, so that nobody has to count later.

A document of the node for each desk and day. It holds no names and no references.
"""

from typing import Any, Final

import msgspec

from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.measuring import waited_since
from corridor.engine.hlc import to_ms
from corridor.engine.outcome import Outcome
from corridor.engine.ports import Document, Transaction

TALLY: Final = "desk-day"
DESKS: Final = {"customs": "customs", "permit": "permits"}


class Tally(msgspec.Struct, frozen=True):
    """Decisions of one desk on one day of its own clock.

    `decided`: event → how many; `took`: minutes until a decision → how many took so long.
    """

    decided: dict[str, int] = {}
    took: dict[int, int] = {}


_TALLY = msgspec.json.Decoder(Tally)


def tally_id(desk: str, day: str) -> str:
    """Under what a day is kept."""
    return f"{desk} {day}"


def read_tally(document: Document | None) -> Tally:
    """What was counted; nothing where nothing was."""
    return _TALLY.decode(document.body) if document is not None else Tally()


def count(tx: Transaction, before: Any, outcome: Outcome, actor: Actor, now: str) -> None:
    """Count what an officer has just decided on a subject that stood so."""
    if actor.role not in DESKS or not outcome.events:
        return
    own = [event.tag for event in outcome.events if event.subject == outcome.subject]
    since = {tag: waited_since(tag, before) for tag in own}
    decided = {tag: at for tag, at in since.items() if at is not None}
    if not decided:
        return
    desk = f"{DESKS[actor.role]}:{actor.office}"
    id = tally_id(desk, day_at(now, actor.office))
    kept = read_tally(tx.document(TALLY, id))
    counted, took = dict(kept.decided), dict(kept.took)
    for tag, at in decided.items():
        counted[tag] = counted.get(tag, 0) + 1
        if at:
            minutes = max(0, to_ms(now) - to_ms(at)) // 60_000
            took[minutes] = took.get(minutes, 0) + 1
    body = msgspec.json.encode(Tally(counted, took))
    tx.put_document(TALLY, Document(id, desk, now, body))

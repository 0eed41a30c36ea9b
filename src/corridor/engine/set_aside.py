"""Events of peers whose effect was set aside, by name: what this program cannot do is said."""

from collections.abc import Iterable
from typing import Final

import msgspec

from corridor.engine.effects import FOLD, Stage
from corridor.engine.ports import Document, Reader, SealedEvent, Transaction

SET_ASIDE: Final = "set-aside"
"""By `node:number`; owner: the subject; `updated`: when it was last tried, if it was."""
COUNTED_MAX: Final = 1_000
UNTRIED: Final = ""


class SetAside(msgspec.Struct, frozen=True):
    """An event without its effect. `what`: how it failed, in English; `at`: when it came."""

    node: str
    number: int
    tag: str
    stage: Stage
    what: str
    at: str
    tries: int = 1


_DECODER: Final = msgspec.json.Decoder(SetAside)


def read_set_aside(document: Document) -> SetAside:
    """One that is kept."""
    return _DECODER.decode(document.body)


def standing_still(reader: Reader, subjects: Iterable[str]) -> frozenset[str]:
    """Those of which an event cannot be folded: what comes later waits behind it.

    Each is looked up by itself, however many are set aside; mostly none is.
    """
    if not reader.documents(SET_ASIDE, None, 1):
        return frozenset()
    return frozenset(one for one in subjects if stands_still(reader, one))


def stands_still(reader: Reader, subject: str) -> bool:
    """Whether one does."""
    found = reader.documents(SET_ASIDE, subject, COUNTED_MAX)
    return any(read_set_aside(one).stage == FOLD for one in found)


def put_aside(tx: Transaction, event: SealedEvent, stage: Stage, what: str, now: str) -> None:
    """Name the event. Without `what` it has not been tried yet."""
    kept = SetAside(event.node, event.number, event.tag, stage, what, now, int(bool(what)))
    put_kept(tx, kept, event.subject, now if what else UNTRIED)


def put_kept(tx: Transaction, kept: SetAside, subject: str, updated: str) -> None:
    """Keep how it stands with one."""
    name = f"{kept.node}:{kept.number}"
    tx.put_document(SET_ASIDE, Document(name, subject, updated, msgspec.json.encode(kept)))


class Count(msgspec.Struct, frozen=True):
    """How many statements of one peer bear one tag and failed in one way."""

    node: str
    tag: str
    what: str
    number: int


def counted(documents: Iterable[Document]) -> tuple[Count, ...]:
    """How many there are of each kind."""
    found: dict[tuple[str, str, str], int] = {}
    for one in map(read_set_aside, documents):
        key = (one.node, one.tag, one.what)
        found[key] = found.get(key, 0) + 1
    return tuple(Count(*key, number) for key, number in sorted(found.items()))

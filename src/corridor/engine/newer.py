"""What peers of a newer version said and this one cannot read, in whole or in part.

It is kept, proved and acknowledged as everything else is; what it says takes effect once this node
runs a version that knows it. Until then it is named here, so that people are told.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from corridor.domain.facts import Unknown
from corridor.domain.kinds import kind_of
from corridor.engine.codec import fact_of
from corridor.engine.ports import Document, SealedEvent, Transaction

NEWER: Final = "newer-event"
"""By `node:number`; owner: the subject; `updated`: when it was last tried to read it."""


class Newer(msgspec.Struct, frozen=True):
    """An event of which something is not known here."""

    node: str
    number: int
    tag: str
    is_whole: bool
    """Whether it had no effect at all; else what is known of it has been taken in."""


class Count(msgspec.Struct, frozen=True):
    """How many statements of one peer bear one tag."""

    node: str
    tag: str
    number: int


_DECODER: Final = msgspec.json.Decoder(Newer)


def put_newer(tx: Transaction, event: SealedEvent, now: str) -> None:
    """Name the event, where it is about a subject: records of nodes have no effect anyway."""
    if event.subject[2:3] == "-":
        is_known = not isinstance(fact_of(event).payload, Unknown)
        is_whole = not is_known or kind_of(event.subject) is None
        body = msgspec.json.encode(Newer(event.node, event.number, event.tag, is_whole))
        name = f"{event.node}:{event.number}"
        tx.put_document(NEWER, Document(name, event.subject, now, body))


def read_newer(document: Document) -> Newer:
    """One that is kept."""
    return _DECODER.decode(document.body)


def counted(documents: Iterable[Document]) -> tuple[Count, ...]:
    """How many there are of each kind, by peer and tag."""
    found: dict[tuple[str, str], int] = {}
    for one in map(read_newer, documents):
        found[one.node, one.tag] = found.get((one.node, one.tag), 0) + 1
    return tuple(Count(node, tag, number) for (node, tag), number in sorted(found.items()))

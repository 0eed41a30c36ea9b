"""How late the entries of another node were followed: their own instants against ours.

A page that is taken in ends with our receipt for it, an entry of our own log in the same
transaction. So whatever a peer said stands before the receipt of its page, and the receipt says
when it was here; no command keeps anything for it.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Fact
from corridor.engine.codec import fact_of
from corridor.engine.hlc import to_ms
from corridor.engine.ports import Reader, StoredEvent
from corridor.engine.records import ReceiptGiven
from corridor.observatory.happening import Happening, happened

BACK: Final = 2_000
"""Entries between a receipt and the first of its page, at most: a page has 500, and of some of
them more follows here.
"""
_RECEIPT: Final = str(ReceiptGiven.__struct_config__.tag)


class _Said(msgspec.Struct, frozen=True):
    """What is read of an entry."""

    at: str


_READ: Final = msgspec.json.Decoder(_Said)


class Lags:
    """Reads entries in their order. `own`: the node whose log it is, once that is known."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[StoredEvent]] = defaultdict(
            lambda: deque(maxlen=BACK)
        )
        self._own = ""

    def begin(self, reader: Reader, first: int) -> None:
        """Bring in what stands before the entry that is read first; once."""
        if self._own:
            return
        [entry] = reader.log(0, 1)
        self._own = entry.node  # a log begins with what its own node says
        back = max(0, first - BACK)
        for event in reader.log(back, first - back):
            self._remember(event)

    def of(self, event: StoredEvent) -> Iterable[Happening]:
        """Rows of the page that this entry gives receipt for; of any other none."""
        if event.node == self._own and event.tag == _RECEIPT:
            return list(self._page(event))
        self._remember(event)
        return ()

    def _remember(self, event: StoredEvent) -> None:
        if event.node == self._own and event.tag == _RECEIPT:
            self._waiting.pop(event.subject.removeprefix("peer-"), None)
        elif event.node != self._own:
            self._waiting[event.node].append(event)

    def _page(self, receipt: StoredEvent) -> Iterator[Happening]:
        fact = fact_of(receipt)
        plain = _row(receipt.index, fact)
        for part, event in enumerate(self._waiting.pop(plain.country, ())):
            said = _instant(event)
            if said is not None and event.index >= receipt.index - BACK:
                yield replace(plain, part=part, subject=event.subject, node=event.node, since=said)


def _row(entry: int, fact: Fact[Any]) -> Happening:
    """Of a page, what all its rows have in common."""
    peer = fact.payload.publisher
    return happened(entry, "followed", fact, fact.at, fact.node, "", "", country=peer)


def _instant(event: StoredEvent) -> int | None:
    """When its node said it; None where that is in no calendar."""
    try:
        return to_ms(_READ.decode(event.data).at)
    except (ValueError, OverflowError, msgspec.MsgspecError):
        return None

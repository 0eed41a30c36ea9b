"""Takes a verified page: events, cursor, proof and receipt in one transaction, or nothing."""

from collections.abc import Sequence

import msgspec

from corridor.engine.effects import NOTHING_LEFT, EffectFailed, Left
from corridor.engine.hlc import to_ms
from corridor.engine.ports import Cursor, Document, StoredEvent, StoredPage
from corridor.engine.records import ReceiptGiven
from corridor.engine.standing import Opened
from corridor.engine.unheard import answer_refused
from corridor.engine.unit import Unit
from corridor.evidence import canonical
from corridor.evidence.note import cosign
from corridor.evidence.receipt import Receipt, sign_receipt
from corridor.exchange import keeping
from corridor.exchange.errors import PageRefused
from corridor.exchange.messages import PageHead
from corridor.exchange.page_check import ProvedPage, convicting
from corridor.exchange.page_open import VerifiedPage, open_events


class PageProof(msgspec.Struct, frozen=True):
    """The proof kept with a page, in the order of the publisher's log: `leaves` and `proof` are
    hashes of 32 bytes one after another.
    """

    indexes: tuple[int, ...]
    leaves: bytes
    proof: bytes


class Taken(msgspec.Struct, frozen=True):
    """What taking a page did. `receipt`: canonical SignedReceipt, empty for a page of no events."""

    cursor: Cursor
    receipt: bytes = b""
    events: int = 0
    unheard: int = 0


class TakePage(msgspec.Struct, frozen=True):
    """A verified page for the writer, which opens those of its events that are not opened yet.

    Refusals are values, given back before anything was written. `left`: whose effect is set aside,
    since this program failed at it before.
    """

    page: VerifiedPage
    left: Left = NOTHING_LEFT

    def run(self, unit: Unit) -> Taken | PageRefused:
        """Keep the page, or say why not."""
        proved = self.page.proved
        if unit.tx.cursor(proved.head.publisher) != proved.known:
            return PageRefused("position", f"the cursor has moved from {proved.known.position}")
        if not proved.leaves:
            return _keep_checkpoint(unit, proved)
        try:
            opened = open_events(proved, self.page.opened)
            with convicting(proved.sealed, proved.leaves, proved.known):
                fresh = _fresh(unit, proved.head.publisher, opened)
        except PageRefused as refused:
            return refused
        unheard = _take_events(unit, opened, fresh, self.left)
        at = unit.now()
        cosigned = cosign(proved.head.checkpoint, unit.settings.signer, to_ms(at) // 1000)
        _keep_page(unit, proved, opened, cosigned)
        receipt = _receipt(unit, proved.head, cosigned, at)
        return Taken(proved.cursor, receipt, len(fresh), len(unheard))

    def without(self, failed: EffectFailed) -> "TakePage":
        """The page is kept and the line goes on, without the effect that failed."""
        return TakePage(self.page, self.left.besides(failed))


def _keep_checkpoint(unit: Unit, page: ProvedPage) -> Taken:
    if page.cursor != page.known:
        unit.tx.put_cursor(page.head.publisher, page.cursor)
    return Taken(page.cursor)


def _fresh(unit: Unit, publisher: str, opened: Sequence[Opened]) -> list[Opened]:
    """The events that we do not hold yet, those of pages taken in this transaction included."""
    unit.log.flush(unit.tx)
    last = unit.tx.last_number(publisher)
    fresh = []
    for one in opened:
        event, number = one.event, one.event.number
        held = unit.tx.event_named(publisher, number) if number <= last else None
        if held is None:
            fresh.append(one)
        elif held.data != event.data:
            raise PageRefused("number", f"{number} was another event", held.data, event.data)
    return fresh


def _take_events(
    unit: Unit, opened: Sequence[Opened], fresh: Sequence[Opened], left: Left
) -> Sequence[StoredEvent]:
    unit.log.clock.see(max(one.event.clock for one in opened))
    unheard = unit.take(fresh, left)
    for event in unheard:
        answer_refused(unit, event)
    return unheard


def _keep_page(unit: Unit, page: ProvedPage, opened: Sequence[Opened], cosigned: str) -> None:
    head = page.head
    pairs = sorted(zip(head.indexes, page.leaves, strict=True))
    proof = PageProof(
        tuple(index for index, _ in pairs),
        b"".join(leaf for _, leaf in pairs),
        b"".join(head.proof),
    )
    numbers = [
        (one.event.number, position) for position, one in enumerate(opened, start=head.after + 1)
    ]
    kept = StoredPage(head.after + 1, head.next, cosigned, canonical.encode(proof))
    unit.tx.put_page(head.publisher, kept, numbers)
    unit.tx.put_cursor(head.publisher, page.cursor)


def _receipt(unit: Unit, head: PageHead, cosigned: str, at: str) -> bytes:
    """Sign that we hold the channel up to here. It leaves this node after the commit only."""
    receipt = Receipt(head.publisher, head.follower, head.next, head.head, cosigned, at)
    signed = canonical.encode(sign_receipt(receipt, unit.settings.signer))
    unit.tx.put_document(keeping.RECEIPTS_GIVEN, Document(head.publisher, "", at, signed))
    given = ReceiptGiven(head.publisher, head.next, signed.decode())
    unit.note(f"peer-{head.publisher}", given)
    return signed

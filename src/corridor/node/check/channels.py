"""What was said to peers and heard from them, against the log."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from corridor.engine.codec import fact_of, tag_of
from corridor.engine.ports import StoredEvent, StoredPage
from corridor.engine.records import ReceiptTaken
from corridor.evidence.chain import next_head
from corridor.evidence.checkpoint import peek_checkpoint
from corridor.evidence.errors import EvidenceError
from corridor.evidence.multiproof import verify_many
from corridor.evidence.receipt import Receipt, SignedReceipt
from corridor.evidence.tree import hashes_of
from corridor.exchange.take import PageProof
from corridor.node.check.finding import Finding, Step
from corridor.stores.inspector import Inspector

RECEIPTS_MAX: Final = 1_000_000
EVENTS_A_PAGE: Final = 100


class ChannelStage:
    """Our channels to peers: the chain of heads over the log's leaves. `at`: [peer, position]."""

    name = "channels"

    def total(self, look: Inspector) -> int:
        """Events on all channels."""
        return sum(look.channel_end(peer)[0] for peer in look.peers("channel"))

    def beyond(self, at: Any) -> Any:
        """The next entry."""
        return [at[0], at[1] + 1] if at else None

    def step(self, look: Inspector, at: Any, limit: int) -> Step:
        """A stretch of one channel."""
        peer, after = at or (next(iter(look.peers("channel")), ""), 0)
        before = look.channel(peer, after - 1, 1) if after else []
        head = before[0].head if before else bytes(32)
        entries, findings = look.channel(peer, after, limit), list[Finding]()
        for position, entry in enumerate(entries, after + 1):
            row, event = f"{peer} {position}", look.event(entry.index)
            if entry.position != position:
                findings.append(Finding("channel", row, "the entry is missing"))
            if event is None or event.leaf != entry.leaf:
                findings.append(Finding("channel", row, "is not the log's entry"))
            elif look.channel_position(peer, entry.index) != entry:
                findings.append(Finding("channel", row, "is not found by the log's entry"))
            if entry.head != next_head(head, entry.leaf):
                findings.append(Finding("channel", row, "its head does not follow"))
            head = entry.head
        if len(entries) == limit:
            return Step([peer, entries[-1].position], findings, limit)
        findings += _wrong_receipts(look, peer)
        return Step(_after_peer(look, "channel", peer), findings, len(entries))


class PageStage:
    """Peers' pages: what they proved is proved still, of events that the log holds."""

    name = "pages"

    def total(self, look: Inspector) -> int:
        """Positions received on all channels."""
        return sum(look.cursor(peer).position for peer in look.peers("pages"))

    def beyond(self, at: Any) -> Any:
        """The next position."""
        return [at[0], at[1] + 1] if at else None

    def step(self, look: Inspector, at: Any, limit: int) -> Step:
        """Pages that bring about so many events."""
        peer, after = at or (next(iter(look.peers("pages")), ""), 0)
        pages = look.pages(peer, after, max(1, limit // EVENTS_A_PAGE))
        findings, last = list[Finding](), after
        for page in pages:
            findings += _wrong_page(look, peer, last, page)
            last = page.last
        if not pages:
            if look.cursor(peer).position != after:
                findings.append(Finding("cursors", peer, f"the pages end at {after}"))
            return Step(_after_peer(look, "pages", peer), findings)
        return Step([peer, pages[-1].last], findings, pages[-1].last - after)


def _after_peer(look: Inspector, table: str, peer: str) -> Any:
    following = [name for name in look.peers(table) if name > peer]
    return [following[0], 0] if following else None


def wrong_receipt(entry: StoredEvent, look: Inspector) -> Iterator[Finding]:
    """A peer's receipt is kept as the log says that it came."""
    said = fact_of(entry).payload if entry.tag == tag_of(ReceiptTaken) else None
    if not isinstance(said, ReceiptTaken):
        return
    kept = look.receipts(said.follower, said.upto, 1)
    if [(one.upto, one.data) for one in kept] != [(said.upto, said.receipt.encode())]:
        yield Finding("receipts", f"{said.follower} {said.upto}", "is not the one that came")


def _wrong_receipts(look: Inspector, peer: str) -> Iterator[Finding]:
    for kept in look.receipts(peer, 0, RECEIPTS_MAX):
        row = f"{peer} {kept.upto}"
        try:
            signed = msgspec.json.decode(kept.data, type=SignedReceipt)
            receipt = msgspec.json.decode(signed.body, type=Receipt)
        except msgspec.MsgspecError as error:
            yield Finding("receipts", row, f"is no receipt: {error}")
            continue
        entry = next(iter(look.channel(peer, kept.upto - 1, 1)), None)
        if entry is None or (receipt.upto, receipt.head) != (kept.upto, entry.head):
            yield Finding("receipts", row, "is not of this place of the channel")


def _wrong_page(look: Inspector, peer: str, after: int, page: StoredPage) -> Iterator[Finding]:
    row = f"{peer} {page.first}-{page.last}"
    if page.first != after + 1:
        yield Finding("pages", row, f"the page after {after} is missing")
    try:
        proof = msgspec.json.decode(page.proof, type=PageProof)
        leaves, root = hashes_of(proof.leaves), peek_checkpoint(page.checkpoint)
        verify_many(proof.indexes, leaves, root.size, root.root, hashes_of(proof.proof))
    except (EvidenceError, msgspec.MsgspecError) as error:
        yield Finding("pages", row, f"its proof does not hold: {error}")
        return
    if len(leaves) != page.last - page.first + 1:
        yield Finding("pages", row, "its proof is of another number of events")
    if not set(look.brought_by(peer, page.first, page.last)) <= set(leaves):
        yield Finding("pages", row, "an event that it brought is not the one it proved")

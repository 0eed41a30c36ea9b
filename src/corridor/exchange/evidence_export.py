"""Gathers everything this node can prove about a subject into one evidence file."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from corridor.domain.quotas.issuing import OF_NUMBERS
from corridor.engine.core import Engine
from corridor.engine.hlc import instant
from corridor.engine.log import Tip
from corridor.engine.ports import ChannelEntry, Reader, StoredEvent, StoredReceipt
from corridor.engine.withheld import is_withheld
from corridor.evidence.case import (
    CaseContent,
    CaseEvent,
    CaseReceipt,
    Inclusion,
    Origin,
    build_case,
)
from corridor.evidence.chain import GENESIS
from corridor.evidence.checkpoint import Checkpoint, peek_checkpoint
from corridor.evidence.merkle import consistency_proof, inclusion_proof
from corridor.evidence.multiproof import path_from_many
from corridor.evidence.note import add_signatures, note_text, signature_lines
from corridor.evidence.receipt import Receipt, SignedReceipt
from corridor.evidence.tree import TileReader, hashes_of
from corridor.exchange.take import PageProof
from corridor.exchange.trust import TrustInForce

EVENTS_MAX: Final = 2_000
"""So many fit into a file, with their origins and receipts."""


class _Delivery(msgspec.Struct, frozen=True):
    """One of our events on a peer's channel, and the receipt that covers it."""

    event: int
    peer: str
    entry: ChannelEntry
    upto: int
    signed: SignedReceipt
    receipt: Receipt
    checkpoint: Checkpoint


def export_case(
    engine: Engine,
    reference: str,
    subject: str,
    trust: TrustInForce,
    for_carrier: bool = False,
) -> bytes:
    """The evidence file of a subject that this node holds events of, with its permits.

    `reference` is what was asked for, such as the MRN. The carrier's own file leaves out what it
    may not have. Raises CaseInvalid when nothing is held.
    """
    now = instant(engine.settings.clock.now_ms())
    tip = engine.tip
    with engine.store.read() as reader:
        events = [event for event in _events(reader, subject) if event.index < tip.size]
        if for_carrier:
            events = [event for event in events if not is_withheld(event)]
        tree = TileReader(reader.tile, tip.edge)
        peers = sorted(engine.settings.peers)
        deliveries = [
            delivery
            for delivery in _deliveries(reader, engine.node, peers, events)
            if delivery.receipt.at <= now
        ]
        note = _checkpoint(tip, events, deliveries)
        size = peek_checkpoint(note).size
        content = CaseContent(
            reference=reference,
            subject=subject,
            node=engine.node,
            exported_at=now,
            events=tuple(_case_event(reader, tree, engine.node, e, size) for e in events),
            checkpoint=note,
            trust_list=trust.signed,
            roots=trust.roots,
            receipts=tuple(_case_receipt(reader, tree, item, size) for item in deliveries),
        )
    return build_case(content, engine.settings.signer)


def _events(reader: Reader, subject: str) -> list[StoredEvent]:
    """The events of the subject and of the permits applied for under it, in fold order."""
    subjects = [subject, *reader.find(f"dossier-permits:{subject}")]
    found = [event for each in dict.fromkeys(subjects) for event in reader.events(each)]
    return _most(sorted(found, key=lambda event: (event.clock, event.node, event.number)))


def _most(events: list[StoredEvent]) -> list[StoredEvent]:
    """As many as fit: of what a quota says for each single permit, the newest."""
    over = len(events) - EVENTS_MAX
    if over <= 0:
        return events
    of_numbers = [event for event in events if event.tag in OF_NUMBERS][:over]
    gone = {(event.node, event.number) for event in of_numbers}
    return [event for event in events if (event.node, event.number) not in gone]


def _deliveries(
    reader: Reader, node: str, peers: Sequence[str], events: Sequence[StoredEvent]
) -> Iterator[_Delivery]:
    for at, event in enumerate(events):
        for peer in peers if event.node == node else ():
            entry = reader.channel_position(peer, event.index)
            found = reader.receipts(peer, entry.position, 1) if entry is not None else []
            if entry is not None and found:
                yield _delivery(at, peer, entry, found[0])


def _delivery(at: int, peer: str, entry: ChannelEntry, stored: StoredReceipt) -> _Delivery:
    signed = msgspec.json.decode(stored.data, type=SignedReceipt)
    receipt = msgspec.json.decode(signed.body, type=Receipt)
    checkpoint = peek_checkpoint(receipt.checkpoint)
    return _Delivery(at, peer, entry, stored.upto, signed, receipt, checkpoint)


def _checkpoint(tip: Tip, events: Sequence[StoredEvent], deliveries: Sequence[_Delivery]) -> str:
    """The newest checkpoint that peers co-signed, when it covers all events; else the tip's.

    It must not be older than any receipt's own, or the receipts would have nothing to lead to.
    """
    newest = max(deliveries, key=lambda item: item.checkpoint.size, default=None)
    last = max((event.index for event in events), default=0)
    if newest is None or newest.checkpoint.size <= last:
        return tip.note
    note = newest.receipt.checkpoint
    for item in deliveries:
        if note_text(item.receipt.checkpoint) == note_text(note):
            note = add_signatures(note, signature_lines(item.receipt.checkpoint))
    return note


def _case_event(
    reader: Reader, tree: TileReader, node: str, event: StoredEvent, size: int
) -> CaseEvent:
    held = Inclusion(event.index, tuple(inclusion_proof(tree, event.index, size)))
    origin = None if event.node == node else _origin(reader, event)
    return CaseEvent(event.data, held, origin)


def _origin(reader: Reader, event: StoredEvent) -> Origin | None:
    """Where the event stands in its publisher's log, out of the page that brought it."""
    position = reader.origin_position(event.node, event.number)
    page = reader.page_of(event.node, position) if position is not None else None
    if page is None:
        return None
    kept = msgspec.json.decode(page.proof, type=PageProof)
    leaves, proof = hashes_of(kept.leaves), hashes_of(kept.proof)
    index = kept.indexes[leaves.index(event.leaf)]
    size = peek_checkpoint(page.checkpoint).size
    path = path_from_many(kept.indexes, leaves, size, proof, index)
    return Origin(page.checkpoint, index, tuple(path))


def _case_receipt(reader: Reader, tree: TileReader, item: _Delivery, size: int) -> CaseReceipt:
    position, peer = item.entry.position, item.peer
    before = reader.channel(peer, position - 2, 1)[0].head if position > 1 else GENESIS
    rest = reader.channel(peer, position, item.upto - position)
    old = item.checkpoint.size
    return CaseReceipt(
        event=item.event,
        receipt=item.signed,
        position=position,
        before=before,
        rest=tuple(entry.leaf for entry in rest),
        consistency=tuple(consistency_proof(tree, old, size)) if old < size else (),
    )

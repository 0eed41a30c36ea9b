"""The evidence file: one movement's events with every proof, for any machine without a network.

A container of
  manifest.txt       hashes of all other parts, signed by the exporting node
  case.json          what belongs to what: indexes, paths, channel heads
  trust-list.json    the signed trust list
  checkpoint.txt     the exporter's checkpoint, with co-signatures
  events/…json       each event's bytes, as logged
  origins/…txt       publishers' checkpoints for events of other nodes
  receipts/…json     followers' signed receipts for the exporter's own events
"""

from collections.abc import Iterable
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from msgspec import Meta

from corridor.evidence import canonical
from corridor.evidence.container import pack
from corridor.evidence.errors import CaseInvalid
from corridor.evidence.event import Instant, NodeName, Subject, Text
from corridor.evidence.keys import Signer
from corridor.evidence.manifest import MANIFEST, sign_manifest
from corridor.evidence.receipt import Head, Position, SignedReceipt
from corridor.evidence.trust import Roots

CASE: Final = "case.json"
TRUST_LIST: Final = "trust-list.json"
CHECKPOINT: Final = "checkpoint.txt"

Index = Annotated[int, Meta(ge=0, le=canonical.INTEGER_MAX)]
Hash = Head
"""Both are 32 bytes in base64."""
Part = TypeVar("Part", str, bytes)


class Inclusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A leaf's place in a log and its audit path."""

    index: Index
    path: tuple[Hash, ...]


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a peer's event stands in the publisher's own log, under the publisher's checkpoint."""

    checkpoint: str
    index: Index
    path: tuple[Hash, ...]


class CaseEvent(msgspec.Struct, frozen=True):
    """An event's bytes, its place in the exporter's log, and in the publisher's for a peer's."""

    data: bytes
    held: Inclusion
    origin: Origin | None = None


class CaseReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a follower acknowledged one of the exporter's own events.

    `event` counts in the case's events, from 0. `position`: the event's on the channel; `before`:
    the channel's head before it; `rest`: leaf hashes of the entries after it, up to the receipt's.
    `consistency`: from the receipt's checkpoint to the case's.
    """

    event: Index
    receipt: SignedReceipt
    position: Position
    before: Head
    rest: tuple[Hash, ...]
    consistency: tuple[Hash, ...]


class CaseContent(msgspec.Struct, frozen=True):
    """What a node puts into an evidence file. `reference`: the MRN or another number asked for."""

    reference: str
    subject: str
    node: str
    exported_at: str
    events: tuple[CaseEvent, ...]
    checkpoint: str
    trust_list: bytes
    roots: Roots
    receipts: tuple[CaseReceipt, ...] = ()


# What follows is written into the file: the same as above, with parts named by their numbers where
# the content itself holds texts and bytes.


class OriginEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An Origin whose checkpoint is the part origins/<checkpoint + 1>.txt."""

    checkpoint: Index
    index: Index
    path: tuple[Hash, ...]


class EventEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The proofs of the part events/<its place + 1>.json."""

    held: Inclusion
    origin: OriginEntry | None


class ReceiptEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A CaseReceipt whose receipt is the part receipts/<receipt + 1>.json."""

    event: Index
    receipt: Index
    position: Position
    before: Head
    rest: tuple[Hash, ...]
    consistency: tuple[Hash, ...]


class CaseDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What case.json holds."""

    format: Literal["corridor-case/1"]
    reference: Text
    subject: Subject
    node: NodeName
    exported_at: Instant
    roots: Roots
    events: Annotated[tuple[EventEntry, ...], Meta(min_length=1)]
    receipts: tuple[ReceiptEntry, ...]


def build_case(content: CaseContent, signer: Signer) -> bytes:
    """The evidence file. `signer` is the exporting node's key for use "node".

    The same content and an Ed25519 key give the same bytes. Raises CaseInvalid for content that
    fits no file; whether proofs hold is what verify_case says.
    """
    origins = _numbered(event.origin.checkpoint for event in content.events if event.origin)
    receipts = _numbered(canonical.encode(item.receipt) for item in content.receipts)
    document = _document(content, origins, receipts)
    parts = {
        CASE: canonical.encode(document),
        TRUST_LIST: content.trust_list,
        CHECKPOINT: content.checkpoint.encode(),
        **{event_part(at): event.data for at, event in enumerate(content.events)},
        **{origin_part(at): checkpoint.encode() for checkpoint, at in origins.items()},
        **{receipt_part(at): data for data, at in receipts.items()},
    }
    parts[MANIFEST] = sign_manifest(content.node, content.exported_at, parts, signer)
    return pack(parts)


def event_part(at: int) -> str:
    """The name of the part with event `at`, counted from 0."""
    return f"events/{at + 1:05}.json"


def origin_part(at: int) -> str:
    """The name of the part with publisher's checkpoint `at`."""
    return f"origins/{at + 1:05}.txt"


def receipt_part(at: int) -> str:
    """The name of the part with receipt `at`."""
    return f"receipts/{at + 1:05}.json"


def parts_of(document: CaseDocument) -> set[str]:
    """The names of all parts that a document's file must have, besides the manifest."""
    origins = {event.origin.checkpoint for event in document.events if event.origin}
    receipts = {item.receipt for item in document.receipts}
    return {
        CASE,
        TRUST_LIST,
        CHECKPOINT,
        *map(event_part, range(len(document.events))),
        *map(origin_part, origins),
        *map(receipt_part, receipts),
    }


def _document(
    content: CaseContent, origins: dict[str, int], receipts: dict[bytes, int]
) -> CaseDocument:
    document = CaseDocument(
        format="corridor-case/1",
        reference=content.reference,
        subject=content.subject,
        node=content.node,
        exported_at=content.exported_at,
        roots=content.roots,
        events=tuple(_event_entry(event, origins) for event in content.events),
        receipts=tuple(_receipt_entry(item, receipts) for item in content.receipts),
    )
    try:
        return msgspec.convert(msgspec.to_builtins(document), CaseDocument)
    except msgspec.ValidationError as error:
        raise CaseInvalid("document", str(error)) from None


def _event_entry(event: CaseEvent, origins: dict[str, int]) -> EventEntry:
    origin = event.origin
    if origin is None:
        return EventEntry(event.held, None)
    entry = OriginEntry(origins[origin.checkpoint], origin.index, origin.path)
    return EventEntry(event.held, entry)


def _receipt_entry(item: CaseReceipt, receipts: dict[bytes, int]) -> ReceiptEntry:
    return ReceiptEntry(
        event=item.event,
        receipt=receipts[canonical.encode(item.receipt)],
        position=item.position,
        before=item.before,
        rest=item.rest,
        consistency=item.consistency,
    )


def _numbered(items: Iterable[Part]) -> dict[Part, int]:
    """Each distinct item with its place."""
    return {item: at for at, item in enumerate(dict.fromkeys(items))}

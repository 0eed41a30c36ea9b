"""A small case: KG exports a movement on which KG and KZ have spoken and KZ has acknowledged."""

import json
from collections.abc import Callable
from typing import Any

import msgspec

from corridor.evidence import canonical, chain
from corridor.evidence.case import (
    CaseContent,
    CaseEvent,
    CaseReceipt,
    Inclusion,
    Origin,
    build_case,
)
from corridor.evidence.checkpoint import origin_of, sign_checkpoint
from corridor.evidence.container import pack, unpack
from corridor.evidence.event import Actor, Envelope
from corridor.evidence.keys import Signer
from corridor.evidence.manifest import MANIFEST, sign_manifest
from corridor.evidence.merkle import consistency_proof, inclusion_proof, leaf_hash
from corridor.evidence.note import cosign
from corridor.evidence.receipt import Receipt, sign_receipt
from corridor.evidence.tree import TileReader, TreeWriter
from tests.evidence.world import NOW, NOW_S, ROOTS, SIGNERS, sealed

EXPORTED_AT = "2026-11-22T08:00:00.000Z"
FILLER = b'{"filler":1}'


def event(node: str, number: int, tag: str, minute: int) -> bytes:
    at = f"2026-11-21T22:{minute:02}:00.000Z"
    return canonical.encode(
        Envelope(
            actor=Actor(f"{node}OFF001", f"{node}-CUSTOMS", f"p-{number}", "officer"),
            at=at,
            clock=f"{at}-0000",
            node=node,
            number=number,
            payload=msgspec.Raw(f'{{"tag":"{tag}"}}'.encode()),
            salt="AAECAwQFBgcICQoLDA0ODw",
            subject="mv-01",
        )
    )


OWN = [
    event("KG", 1, "movement.lodged/1", 10),
    event("KG", 2, "movement.released/1", 12),
    event("KG", 3, "movement.discharged/1", 30),
]
PEERS = [event("KZ", 7, "movement.crossed/1", 20)]


class Log:
    """A node's log, small enough to have no full tile."""

    def __init__(self, node: str, entries: list[bytes]) -> None:
        self.node = node
        self.entries = entries
        self.writer = TreeWriter()
        self.writer.extend(map(leaf_hash, entries))
        self.reader: TileReader = self.writer.reader(lambda level, index: None)

    @property
    def size(self) -> int:
        return len(self.entries)

    def inclusion(self, data: bytes) -> Inclusion:
        index = self.entries.index(data)
        return Inclusion(index, tuple(inclusion_proof(self.reader, index, self.size)))

    def checkpoint(self, signer: Signer | None = None, size: int | None = None) -> str:
        shorter = Log(self.node, self.entries[:size])
        by = signer or SIGNERS[self.node]
        return sign_checkpoint(origin_of(self.node), shorter.size, shorter.writer.root(), by)


KG_LOG = Log("KG", [OWN[0], FILLER, OWN[1], PEERS[0], OWN[2], FILLER + b" "])
KZ_LOG = Log("KZ", [FILLER, PEERS[0]])
# The channel KG → KZ carries the two first of KG's events, then one that this case lacks.
CHANNEL = [leaf_hash(OWN[0]), leaf_hash(OWN[1]), leaf_hash(b"of another movement")]
ACKNOWLEDGED_SIZE = 5


def receipt(**changes: Any) -> Receipt:
    fields: dict[str, Any] = {
        "publisher": "KG",
        "follower": "KZ",
        "upto": 3,
        "head": chain.head_over(chain.GENESIS, CHANNEL),
        "checkpoint": cosign(KG_LOG.checkpoint(size=ACKNOWLEDGED_SIZE), SIGNERS["KZ"], NOW_S),
        "at": NOW,
    }
    return Receipt(**(fields | changes))


def case_receipt(at: int, **changes: Any) -> CaseReceipt:
    consistency = consistency_proof(KG_LOG.reader, ACKNOWLEDGED_SIZE, KG_LOG.size)
    fields: dict[str, Any] = {
        "event": at,
        "receipt": sign_receipt(receipt(), SIGNERS["KZ"]),
        "position": at + 1,
        "before": chain.head_over(chain.GENESIS, CHANNEL[:at]),
        "rest": tuple(CHANNEL[at + 1 :]),
        "consistency": tuple(consistency),
    }
    return CaseReceipt(**(fields | changes))


def peer_event(checkpoint: str | None = None) -> CaseEvent:
    proof = KZ_LOG.inclusion(PEERS[0])
    text = checkpoint or cosign(KZ_LOG.checkpoint(), SIGNERS["UZ"], NOW_S)
    origin = Origin(text, proof.index, proof.path)
    return CaseEvent(PEERS[0], KG_LOG.inclusion(PEERS[0]), origin)


def own_event(at: int) -> CaseEvent:
    return CaseEvent(OWN[at], KG_LOG.inclusion(OWN[at]))


def content(**changes: Any) -> CaseContent:
    fields: dict[str, Any] = {
        "reference": "26KGOSH0010000001K5",
        "subject": "mv-01",
        "node": "KG",
        "exported_at": EXPORTED_AT,
        "events": (own_event(0), own_event(1), own_event(2), peer_event()),
        "checkpoint": cosign(KG_LOG.checkpoint(), SIGNERS["UZ"], NOW_S + 60),
        "trust_list": sealed(),
        "roots": ROOTS,
        "receipts": (case_receipt(0), case_receipt(1)),
    }
    return CaseContent(**(fields | changes))


def case(signer: Signer | None = None, **changes: Any) -> bytes:
    """The evidence file of the small case."""
    return build_case(content(**changes), signer or SIGNERS["KG"])


def repacked(
    data: bytes, edit: Callable[[dict[str, bytes]], object], signer: Signer | None = None
) -> bytes:
    """The file with its parts edited; with `signer`, under a new manifest that fits them."""
    parts = unpack(data)
    edit(parts)
    if signer is not None:
        parts.pop(MANIFEST)
        parts[MANIFEST] = sign_manifest("KG", EXPORTED_AT, parts, signer)
    return pack(parts)


def with_case(edit: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], object]:
    """An edit of case.json."""

    def apply(parts: dict[str, bytes]) -> None:
        document = json.loads(parts["case.json"])
        edit(document)
        parts["case.json"] = json.dumps(
            document, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()

    return apply

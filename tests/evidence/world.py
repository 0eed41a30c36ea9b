"""Three nodes with fixed keys, and the roots that vouch for them."""

from hashlib import sha256
from typing import Any

from corridor.evidence.keys import Algorithm, Ed25519Signer, Signer
from corridor.evidence.trust import (
    BilingualName,
    ExchangePair,
    KeyUse,
    NodeEntry,
    NodeKey,
    RootKey,
    Roots,
    TrustList,
    seal_trust_list,
)

NOW = "2026-11-21T22:51:00.123Z"
NOW_S = 1_795_301_460


def signer(name: str) -> Ed25519Signer:
    """The same key for the same name in every run."""
    return Ed25519Signer.from_seed(name, sha256(name.encode()).digest())


ROOT_SIGNERS: tuple[Signer, ...] = tuple(signer(f"root-{name}") for name in ("KG", "KZ", "UZ"))
ROOTS = Roots(2, tuple(RootKey(r.name, Algorithm.ED25519, r.public.data) for r in ROOT_SIGNERS))
SIGNERS = {node: signer(f"{node}-1") for node in ("KG", "KZ", "UZ")}


def node_key(key_signer: Signer, **changes: Any) -> NodeKey:
    fields: dict[str, Any] = {
        "id": key_signer.name,
        "algorithm": key_signer.algorithm,
        "public": key_signer.public.data,
        "use": tuple(KeyUse),
        "valid_from": "2026-01-01T00:00:00.000Z",
        "valid_to": "2027-06-01T00:00:00.000Z",
    }
    return NodeKey(**(fields | changes))


def entry(node: str, *keys: NodeKey) -> NodeEntry:
    return NodeEntry(
        node=node,
        name=BilingualName(ru=f"Узел {node}", en=f"Node {node}"),
        url=f"http://127.0.0.1:8701/{node.lower()}",
        keys=keys or (node_key(SIGNERS[node]),),
        countries=(node,),
    )


def trust_list(**changes: Any) -> TrustList:
    fields: dict[str, Any] = {
        "version": 3,
        "issued": "2026-10-01T00:00:00.000Z",
        "expires": "2027-01-01T00:00:00.000Z",
        "nodes": tuple(entry(node) for node in SIGNERS),
        "exchange": (ExchangePair("KG", "KZ", ("movement",)),),
    }
    return TrustList(**(fields | changes))


def sealed(trust: TrustList | None = None) -> bytes:
    return seal_trust_list(trust or trust_list(), ROOT_SIGNERS[:2])

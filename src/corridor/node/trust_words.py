"""What the trust list says of a permit's signature, on the node and for devices without a line."""

import base64
from collections.abc import Iterator
from typing import Any

import msgspec

from corridor.domain.days import offsets_at
from corridor.domain.permits.verdict import SignatureWord
from corridor.evidence.keys import is_signed_by
from corridor.evidence.trust import KeyUse, NodeKey, TrustList


def signature_word(
    trust: TrustList, node: str, key_id: str, message: bytes, signature: bytes, at: str
) -> SignatureWord:
    """What the list says of a permit's signature; it reads no further than what stops it.

    1. The list names the key as the issuer's, for signing. Only one in force can rule that out.
    2. The key signed exactly this.
    3. It has not been revoked, and is in force already.
    4. The list is in force itself. Since when the key has run out is told besides.
    """
    is_stale = trust.is_expired(at)
    key = _key_of(trust, node, key_id)
    if key is None:
        return SignatureWord("stale_list" if is_stale else "unknown_issuer")
    if not is_signed_by(key.public_key, message, signature):
        return SignatureWord("altered")
    if key.revoked_at is not None and at >= key.revoked_at:
        return SignatureWord("key_revoked")
    if at < key.valid_from:
        return SignatureWord("key_not_yet")
    ended = key.valid_to if at >= key.valid_to else ""
    return SignatureWord("stale_list" if is_stale else "", ended)


def _key_of(trust: TrustList, node: str, key_id: str) -> NodeKey | None:
    keys = (key for owner, key in trust.all_keys() if owner == node and key.id == key_id)
    return next((key for key in keys if KeyUse.NODE in key.use), None)


def trust_for_checkpoints(trust: TrustList) -> bytes:
    """The signing keys of all nodes as JSON, for the page that verifies with the network off.

    With the zones of their states, since a device may have old tables of its own.
    """
    return msgspec.json.encode(
        {
            "version": trust.version,
            "issued": trust.issued,
            "expires": trust.expires,
            "keys": list(_keys(trust)),
            "offsets": {code: offsets_at(code) for code in sorted(_states(trust))},
        }
    )


def _states(trust: TrustList) -> set[str]:
    return {code for entry in trust.nodes for code in (entry.node, *entry.countries)}


def _keys(trust: TrustList) -> Iterator[dict[str, Any]]:
    for node, key in trust.all_keys():
        if KeyUse.NODE in key.use:
            yield {
                "node": node,
                "id": key.id,
                "algorithm": key.algorithm,
                "public": base64.b64encode(key.public).decode(),
                "valid_from": key.valid_from,
                "valid_to": key.valid_to,
                "revoked_at": key.revoked_at,
            }

"""What the trust list says of a permit's signature, on the node and for devices without a line."""

import base64
from collections.abc import Iterator
from typing import Any

import msgspec

from corridor.evidence.errors import SignatureInvalid, TrustRefused
from corridor.evidence.keys import verify
from corridor.evidence.trust import KeyUse, TrustList
from corridor.exchange.trust import TrustInForce
from corridor.web.services import SignatureWord

REASONS = {
    "revoked": "key_revoked",
    "not-yet-valid": "key_not_yet",
    "expired": "stale_list",
}


def signature_word(
    trust: TrustInForce, node: str, key_id: str, message: bytes, signature: bytes, at: str
) -> SignatureWord:
    """Whether the key is the issuer's, may be relied upon at that instant, and signed this."""
    try:
        owner, key = trust.current.key_by_id(key_id, KeyUse.NODE, at)
    except TrustRefused as refused:
        return SignatureWord(False, REASONS.get(refused.reason, "unknown_issuer"))
    if owner != node:
        return SignatureWord(False, "unknown_issuer")
    try:
        verify(key.public_key, message, signature)
    except SignatureInvalid:
        return SignatureWord(False, "altered")
    return SignatureWord(True)


def trust_for_checkpoints(trust: TrustInForce) -> bytes:
    """The signing keys of all nodes as JSON, for the page that verifies with the network off."""
    found = trust.current
    return msgspec.json.encode(
        {
            "version": found.version,
            "issued": found.issued,
            "expires": found.expires,
            "keys": list(_keys(found)),
        }
    )


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

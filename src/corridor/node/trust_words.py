"""What a post takes along, and what that says of a permit's signature."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from corridor.domain.days import offsets_at
from corridor.domain.permits.credentials import Credential
from corridor.domain.permits.stopped import StoppedPermits
from corridor.domain.permits.verdict import SignatureWord
from corridor.evidence.keys import Algorithm, PublicKey, is_signed_by
from corridor.evidence.trust import KeyUse, TrustList

CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""So much a device's clock may be behind the node's without a word."""


class PostKey(msgspec.Struct, frozen=True):
    """A key that signs a node's permits; `public` is base64 in JSON."""

    node: str
    id: str
    algorithm: Algorithm
    public: bytes
    valid_from: str
    valid_to: str
    revoked_at: str | None = None


class PostTrust(msgspec.Struct, frozen=True):
    """Served at /verify/trust.json, and kept by devices: keys, zones, and what no longer holds.

    `made`: when the node gave it, an instant; a clock that shows less is wrong. `stopped`: by node
    its permits that were revoked or used up, as that node last said. `offsets`: by state since when
    its clocks are how many minutes ahead, since a device may have old tables of its own.
    """

    version: int
    issued: str
    expires: str
    keys: tuple[PostKey, ...]
    offsets: dict[str, tuple[tuple[int, int], ...]] = {}
    made: str = ""
    stopped: dict[str, StoppedPermits] = {}


def post_trust(
    trust: TrustList, made: str = "", stopped: dict[str, StoppedPermits] | None = None
) -> PostTrust:
    """What a post takes along at the instant `made`."""
    states = {code for entry in trust.nodes for code in (entry.node, *entry.countries)}
    keys = tuple(
        PostKey(
            node, key.id, key.algorithm, key.public, key.valid_from, key.valid_to, key.revoked_at
        )
        for node, key in trust.all_keys()
        if KeyUse.NODE in key.use
    )
    offsets = {code: offsets_at(code) for code in sorted(states)}
    return PostTrust(trust.version, trust.issued, trust.expires, keys, offsets, made, stopped or {})


def signature_word(trust: PostTrust, credential: Credential, at: str) -> SignatureWord:
    """What the list says of a permit's signature; it reads no further than what stops it.

    1. The list names the key as the issuer's, for signing. Only one in force can rule that out.
    2. The key signed exactly this.
    3. It has not been revoked.
    4. The clock is not behind the list's own; by one that is, nothing can be called too early.
    5. The key is in force already, and the list is in force itself. Since when the key has run out
       is told besides.
    """
    is_stale = at >= trust.expires
    key = _key_of(trust, credential)
    if key is None:
        return SignatureWord("stale_list" if is_stale else "unknown_issuer")
    public = PublicKey(key.algorithm, key.public)
    if not is_signed_by(public, credential.message, credential.signature):
        return SignatureWord("altered")
    if key.revoked_at is not None and at >= key.revoked_at:
        return SignatureWord("key_revoked")
    ended = key.valid_to if at >= key.valid_to else ""
    if is_behind(trust, at):
        return SignatureWord("clock_behind", ended)
    if at < key.valid_from:
        return SignatureWord("key_not_yet")
    return SignatureWord("stale_list" if is_stale else "", ended)


def is_behind(trust: PostTrust, at: str) -> bool:
    """Whether a clock shows less than when the list was given: days cannot be judged by it."""
    given = datetime.fromisoformat(trust.made or trust.issued)
    return datetime.fromisoformat(at) + CLOCKS_DIFFER < given


def _key_of(trust: PostTrust, credential: Credential) -> PostKey | None:
    wanted = (credential.issuer, credential.key_id)
    return next((key for key in trust.keys if (key.node, key.id) == wanted), None)

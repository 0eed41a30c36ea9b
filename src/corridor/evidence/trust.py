"""The trust list: nodes, their keys and uses, and what each pair may exchange.

One document signed by k of n national roots, with a version that only grows and an end. A list in
the second half of its life works and calls for its successor; after its end nothing is trusted.
Signatures and revocations fail closed.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.evidence import canonical
from corridor.evidence.checkpoint import log_verifier, witness_verifier
from corridor.evidence.errors import EvidenceError, KeyInvalid, TrustRefused
from corridor.evidence.event import Instant, NodeName
from corridor.evidence.keys import Algorithm, PublicKey, Signer, check_public_key, is_signed_by
from corridor.evidence.note import Verifier

TRUST_LIST_BYTES_MAX: Final = 4 << 20
_CONTEXT: Final = b"corridor/trust-list/v1\n"

KeyId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}\Z")]
"""Names a key for ever; also its name on co-signature lines, so no space and no plus sign."""


class KeyUse(StrEnum):
    """What a node's key may do."""

    NODE = "node"
    """Sign pages, receipts and evidence files."""
    LOG = "log"
    """Sign the checkpoints of the node's log."""
    WITNESS = "witness"
    """Co-sign other logs' checkpoints."""
    TRANSPORT = "transport"
    """Sign requests and responses between nodes."""


class NodeKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key of a node: usable from `valid_from`, before `valid_to`, and before `revoked_at`."""

    id: KeyId
    algorithm: Algorithm
    public: bytes
    use: Annotated[tuple[KeyUse, ...], Meta(min_length=1)]
    valid_from: Instant
    valid_to: Instant
    revoked_at: Instant | None = None
    revoked_reason: str | None = None

    @property
    def public_key(self) -> PublicKey:
        return PublicKey(self.algorithm, self.public)


class BilingualName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages of the system."""

    ru: str
    en: str


class NodeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node: the base URL its peers ask, and the country codes it may speak for."""

    node: NodeName
    name: BilingualName
    url: str
    keys: tuple[NodeKey, ...]
    countries: tuple[NodeName, ...]


class ExchangePair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a publisher may show a follower: areas such as "movement", "permit", "guarantee"."""

    publisher: NodeName
    follower: NodeName
    areas: tuple[str, ...]


class TrustList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The opened list. Versions are 1, 2, 3 and so on."""

    version: Annotated[int, Meta(ge=1, le=canonical.INTEGER_MAX)]
    issued: Instant
    expires: Instant
    nodes: tuple[NodeEntry, ...]
    exchange: tuple[ExchangePair, ...] = ()

    def node(self, name: str) -> NodeEntry:
        """The node's entry; TrustRefused when it is not a member."""
        for entry in self.nodes:
            if entry.node == name:
                return entry
        raise TrustRefused("unknown-node", name)

    def keys_for(self, node: str, use: KeyUse, at: str) -> tuple[NodeKey, ...]:
        """All keys of the node for a use at an instant, at least one, else TrustRefused."""
        refusal = TrustRefused("unknown-key", f"{node} has no key for {use}")
        found = []
        for key in self.node(node).keys:
            try:
                self._check(key, use, at)
            except TrustRefused as error:
                refusal = refusal if error.reason == "use" else error
            else:
                found.append(key)
        if not found:
            raise refusal
        return tuple(found)

    def key_by_id(self, key_id: str, use: KeyUse, at: str) -> tuple[str, NodeKey]:
        """The node and key of an id, for a use at an instant; TrustRefused otherwise."""
        for node, key in self.all_keys():
            if key.id == key_id:
                self._check(key, use, at)
                return node, key
        raise TrustRefused("unknown-key", key_id)

    def all_keys(self) -> Iterator[tuple[str, NodeKey]]:
        """Each (node, key) of the list, whatever its validity."""
        return ((entry.node, key) for entry in self.nodes for key in entry.keys)

    def log_verifiers(self, node: str, at: str) -> tuple[Verifier, ...]:
        """What may sign the checkpoints of a node's log at an instant."""
        keys = self.keys_for(node, KeyUse.LOG, at)
        return tuple(log_verifier(node, key.public_key) for key in keys)

    def witness_verifiers(self, node: str, at: str) -> tuple[Verifier, ...]:
        """What a node may co-sign others' checkpoints with at an instant."""
        keys = self.keys_for(node, KeyUse.WITNESS, at)
        return tuple(witness_verifier(key.id, key.public_key) for key in keys)

    def is_half_aged(self, now: str) -> bool:
        """Whether half of the list's life is over: time to alarm."""
        issued = datetime.fromisoformat(self.issued)
        age = datetime.fromisoformat(now) - issued
        return age * 2 >= datetime.fromisoformat(self.expires) - issued

    def is_expired(self, now: str) -> bool:
        """Whether the list's life is over: nothing may be relied upon."""
        return now >= self.expires

    def _check(self, key: NodeKey, use: KeyUse, at: str) -> None:
        if self.is_expired(at):
            raise TrustRefused("expired", f"version {self.version} ended {self.expires}")
        if use not in key.use:
            raise TrustRefused("use", f"{key.id} is not for {use}")
        if key.revoked_at is not None and at >= key.revoked_at:
            raise TrustRefused("revoked", f"{key.id} since {key.revoked_at}")
        if at < key.valid_from:
            raise TrustRefused("not-yet-valid", f"{key.id} from {key.valid_from}")
        if at >= key.valid_to:
            raise TrustRefused("key-expired", f"{key.id} until {key.valid_to}")


class RootKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A national root: its id and key."""

    id: KeyId
    algorithm: Algorithm
    public: bytes

    @property
    def public_key(self) -> PublicKey:
        return PublicKey(self.algorithm, self.public)


class Roots(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may sign a trust list: any `threshold` of `keys`. Configured, never taken from a peer."""

    threshold: Annotated[int, Meta(ge=1)]
    keys: tuple[RootKey, ...]


class RootSignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One root's signature over the body."""

    root: KeyId
    signature: bytes


class SignedTrustList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list as published: `body` is its canonical bytes (base64 in JSON)."""

    body: bytes
    signatures: tuple[RootSignature, ...]


def sign_trust_list(body: bytes, root: Signer) -> RootSignature:
    """One root's signature over a list's canonical bytes."""
    return RootSignature(root.name, root.sign(_CONTEXT + body))


def seal_trust_list(trust: TrustList, roots: tuple[Signer, ...]) -> bytes:
    """The signed list's bytes, where all roots' signers are at hand."""
    body = canonical.encode(trust)
    signatures = tuple(sign_trust_list(body, root) for root in roots)
    return canonical.encode(SignedTrustList(body, signatures))


def open_trust_list(data: bytes, roots: Roots, previous_version: int = 0) -> TrustList:
    """The list, when `threshold` roots signed it and it is not older than the one in use.

    Raises TrustRefused: malformed, threshold, rollback. Expiry is checked where a key is asked for.
    """
    try:
        signed = canonical.decode(data, SignedTrustList, size_bytes_max=TRUST_LIST_BYTES_MAX)
    except EvidenceError as error:
        raise TrustRefused("malformed", str(error)) from error
    _check_threshold(signed, roots)
    trust = _decode_body(signed.body)
    if trust.version < previous_version:
        raise TrustRefused("rollback", f"version {trust.version} after {previous_version}")
    return trust


def _check_threshold(signed: SignedTrustList, roots: Roots) -> None:
    """Count keys, not names: one key under two names is one voice."""
    known = {root.id: root.public_key for root in roots.keys}
    message = _CONTEXT + signed.body
    voices = {
        known[item.root]
        for item in signed.signatures
        if item.root in known and is_signed_by(known[item.root], message, item.signature)
    }
    if len(voices) < roots.threshold:
        raise TrustRefused("threshold", f"{len(voices)} of {roots.threshold} roots")


def _decode_body(body: bytes) -> TrustList:
    try:
        trust = canonical.decode(body, TrustList, size_bytes_max=TRUST_LIST_BYTES_MAX)
        _check_consistent(trust)
    except EvidenceError as error:
        raise TrustRefused("malformed", str(error)) from error
    return trust


def _check_consistent(trust: TrustList) -> None:
    names = [entry.node for entry in trust.nodes]
    ids = [key.id for _, key in trust.all_keys()]
    if len(set(names)) != len(names) or len(set(ids)) != len(ids):
        raise TrustRefused("malformed", "a node or key is listed twice")
    if trust.issued >= trust.expires:
        raise TrustRefused("malformed", "the list ends before it begins")
    for _, key in trust.all_keys():
        check_public_key(key.public_key)
        if key.valid_from >= key.valid_to:
            raise KeyInvalid("malformed", f"{key.id} ends before it begins")
    if not {end for pair in trust.exchange for end in (pair.publisher, pair.follower)} <= {*names}:
        raise TrustRefused("malformed", "an exchange names a node that is not listed")

"""Checkpoints in hindsight: who had co-signed one, and which keys count for its time.

A key counts when it was valid at the earliest co-signature by another node, or at a given instant
where nobody co-signed. A revoked key co-signs nothing, whatever time it claims; a log's key revoked
later still counts for what another node had co-signed before.
"""

from datetime import UTC, datetime
from typing import Final

import msgspec

from corridor.evidence import note
from corridor.evidence.checkpoint import Checkpoint, open_note, origin_of, peek_checkpoint
from corridor.evidence.errors import NoteInvalid
from corridor.evidence.note import NoteSignature, Role, Verifier
from corridor.evidence.report import Witnessed
from corridor.evidence.trust import KeyUse, NodeKey, TrustList

_BEFORE_ALL: Final = "0000-01-01T00:00:00.000Z"
_AFTER_ALL: Final = "9999-12-31T23:59:59.999Z"
_TIME_S_MAX: Final = 253_402_300_799


def open_witnessed(
    text: str, node: str, trust: TrustList, otherwise_at: str
) -> tuple[Checkpoint, tuple[Witnessed, ...]]:
    """A node's checkpoint, with the nodes that had co-signed it and when.

    `otherwise_at`: when the log's key must have been valid if no other node co-signed. Raises
    NoteInvalid or TrustRefused, also for a known witness's signature that fails.
    """
    peek_checkpoint(text)
    witnessed = _witnessed(text, node, distrusting_revoked(trust))
    at = min((item.at for item in witnessed), default=otherwise_at)
    checkpoint = open_note(text, trust.log_verifiers(node, at), origin=origin_of(node))
    return checkpoint, witnessed


def distrusting_revoked(trust: TrustList) -> TrustList:
    """The list with each revoked key revoked from the beginning: its holder may claim any time."""
    nodes = tuple(
        msgspec.structs.replace(entry, keys=tuple(map(_never_if_revoked, entry.keys)))
        for entry in trust.nodes
    )
    return msgspec.structs.replace(trust, nodes=nodes)


def instant_of(time_s: int) -> str:
    """An instant of POSIX seconds; what no calendar reaches is after all."""
    if time_s > _TIME_S_MAX:
        return _AFTER_ALL
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _witnessed(text: str, node: str, strict: TrustList) -> tuple[Witnessed, ...]:
    """Co-signatures by nodes other than the log's, each with a key valid at its time."""
    others = {
        Verifier(key.id, Role.WITNESS, key.public_key): (name, key.id)
        for name, key in strict.all_keys()
        if name != node and KeyUse.WITNESS in key.use
    }
    found = []
    for signature in _known_signatures(text, tuple(others)):
        name, key_id = others[Verifier(signature.name, signature.role, signature.public)]
        at = instant_of(signature.time_s or 0)
        strict.key_by_id(key_id, KeyUse.WITNESS, at)
        found.append(Witnessed(name, at))
    return tuple(found)


def _known_signatures(text: str, known: tuple[Verifier, ...]) -> tuple[NoteSignature, ...]:
    try:
        return note.open_text(text, known).signatures
    except NoteInvalid as error:
        if error.reason == "unsigned":
            return ()
        raise


def _never_if_revoked(key: NodeKey) -> NodeKey:
    return key if key.revoked_at is None else msgspec.structs.replace(key, revoked_at=_BEFORE_ALL)

"""From the bytes of a peer's event to what the log and the fold need, decoded once.

Bytes that this version would itself write for the event they decode to are canonical without
further ado. All others (a newer version's event, or no canonical bytes at all) go the long way.
"""

import unicodedata

import msgspec

from corridor.domain.facts import Actor, Fact, Payload
from corridor.engine.codec import AnyPayload, decode_payload, tag_of
from corridor.evidence.canonical import SIZE_BYTES_MAX
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import (
    Clock,
    Instant,
    NodeName,
    Salt,
    Subject,
    Text,
    decode_envelope,
    envelope_tag,
)
from corridor.exchange.errors import PageRefused

# One pass over the bytes: digits become "0", and first bytes of four-byte characters 0xF0.
_MARKS = bytes(0x30 if 0x30 <= byte <= 0x39 else min(byte, 0xF0) for byte in range(256))
# Sixteen digits where a number may stand: perhaps an integer that JSON readers do not agree on.
# Four-byte characters in keys sort differently by code point and by UTF-16. Both are looked into.
_DOUBTFUL = (*(lead + b"0" * 16 for lead in (b":", b",", b"[", b":-", b",-", b"[-")), b"\xf0")


class _Actor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    office: Text
    org: Text
    person: Text
    role: Text


class _Typed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    actor: _Actor
    at: Instant
    clock: Clock
    node: NodeName
    number: int
    payload: AnyPayload
    salt: Salt
    subject: Subject


class Opened(msgspec.Struct, frozen=True):
    """A peer's event: its bytes, leaf hash, place, and the fact in it."""

    data: bytes
    leaf: bytes
    subject: str
    tag: str
    fact: Fact[Payload]


_TYPED = msgspec.json.Decoder(_Typed)
_SORTED = msgspec.json.Encoder(order="sorted")


def open_event(data: bytes, leaf: bytes) -> Opened:
    """The event of canonical bytes with their leaf hash; PageRefused for any other bytes."""
    return _open_plain(data, leaf) or _open_exactly(data, leaf)


def _open_plain(data: bytes, leaf: bytes) -> Opened | None:
    try:
        event = _TYPED.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if len(data) > SIZE_BYTES_MAX or _SORTED.encode(event) != data or not _is_plain(data):
        return None
    if event.number < 1:
        return None
    actor = Actor(event.actor.office, event.actor.org, event.actor.person, event.actor.role)
    fact: Fact[Payload] = Fact(
        event.payload, event.node, event.number, event.clock, event.at, actor
    )
    return Opened(data, leaf, event.subject, tag_of(event.payload), fact)


def _is_plain(data: bytes) -> bool:
    marks = data.translate(_MARKS)
    if any(doubt in marks for doubt in _DOUBTFUL):
        return False
    return data.isascii() or unicodedata.is_normalized("NFC", data.decode())


def _open_exactly(data: bytes, leaf: bytes) -> Opened:
    try:
        envelope = decode_envelope(data)
        tag = envelope_tag(envelope)
    except EvidenceError as error:
        raise PageRefused("event", str(error)) from None
    said = envelope.actor
    actor = Actor(said.office, said.org, said.person, said.role)
    payload = decode_payload(envelope.payload)
    fact = Fact(payload, envelope.node, envelope.number, envelope.clock, envelope.at, actor)
    return Opened(data, leaf, envelope.subject, tag, fact)

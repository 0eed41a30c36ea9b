"""From the bytes of a peer's event to what the log and the fold need, decoded once.

Bytes that this version would itself write for the event they decode to are canonical without
further ado. All others (a newer version's event, or no canonical bytes at all) go the long way.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from corridor.domain.facts import Actor, Fact, Payload
from corridor.engine.codec import AnyPayload, Unknown, decode_payload, tag_of
from corridor.evidence.canonical import SIZE_BYTES_MAX, is_nfc
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import (
    Clock,
    Envelope,
    Instant,
    NodeName,
    Salt,
    Subject,
    Text,
    decode_envelope,
    envelope_tag,
)
from corridor.exchange.errors import PageRefused

_FOUR_BYTES = 0xF0


def _mark(byte: int) -> int:
    """What a byte is a sign of: a digit, or a character of four bytes."""
    if 0x30 <= byte <= 0x39:
        return 0x30
    return _FOUR_BYTES if byte >= _FOUR_BYTES else 0x20


# One pass over the bytes answers two questions, and nearly always in the same way.
_MARKS = bytes(_mark(byte) for byte in range(256))
_LONG_NUMBER = b"0" * 16
_BEFORE_NUMBER = b":,["


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


class _Payload(msgspec.Struct, frozen=True):
    """Of an event that was checked before, the rest is known."""

    payload: AnyPayload


class Opened(msgspec.Struct, frozen=True):
    """A peer's event: its bytes, leaf hash, place, and the fact in it."""

    data: bytes
    leaf: bytes
    subject: str
    tag: str
    fact: Fact[Payload]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        """For another process as its bytes, which were checked: quicker than its many parts."""
        fact = self.fact
        place = (fact.node, fact.number, fact.clock, fact.at, msgspec.structs.astuple(fact.actor))
        return _reopened, (self.data, self.leaf, self.subject, self.tag, place)


_TYPED = msgspec.json.Decoder(_Typed)
_PAYLOAD = msgspec.json.Decoder(_Payload)
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
    return _opened(event, event.payload, tag_of(event.payload), data, leaf)


def _reopened(
    data: bytes, leaf: bytes, subject: str, tag: str, place: tuple[str, int, str, str, tuple[str]]
) -> Opened:
    node, number, clock, at, actor = place
    try:
        payload: Payload = _PAYLOAD.decode(data).payload
    except msgspec.ValidationError:
        payload = Unknown()
    fact = Fact(payload, node, number, clock, at, Actor(*actor))
    return Opened(data, leaf, subject, tag, fact)


def _opened(
    event: _Typed | Envelope, payload: Payload, tag: str, data: bytes, leaf: bytes
) -> Opened:
    said = event.actor
    actor = Actor(said.office, said.org, said.person, said.role)
    fact = Fact(payload, event.node, event.number, event.clock, event.at, actor)
    return Opened(data, leaf, event.subject, tag, fact)


def _is_plain(data: bytes) -> bool:
    """Whether no number, key or string in it needs the exact check."""
    marks = data.translate(_MARKS)
    # Characters of four bytes sort differently as keys by code point and by UTF-16.
    if _FOUR_BYTES in marks or _has_long_number(data, marks):
        return False
    return is_nfc(data)


def _has_long_number(data: bytes, marks: bytes) -> bool:
    """Whether digits stand, where a number may, for an integer that JSON readers read unlike."""
    at = marks.find(_LONG_NUMBER)
    while at >= 0:
        before = data[at - 2 : at].rstrip(b"-")[-1:]
        if before in _BEFORE_NUMBER:
            return True
        at = marks.find(_LONG_NUMBER, at + len(_LONG_NUMBER))
    return False


def _open_exactly(data: bytes, leaf: bytes) -> Opened:
    try:
        envelope = decode_envelope(data)
        tag = envelope_tag(envelope)
    except EvidenceError as error:
        raise PageRefused("event", str(error)) from None
    return _opened(envelope, decode_payload(envelope.payload), tag, data, leaf)

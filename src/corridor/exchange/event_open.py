"""From the bytes of a peer's event to what the log needs of it: checked whole, kept as bytes.

Bytes that this version would itself write for the event they decode to are canonical without
further ado. All others (a newer version's event, or no canonical bytes at all) go the long way.
"""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from corridor.domain.facts import Actor, Fact
from corridor.engine.codec import read_payload
from corridor.engine.ports import SealedEvent
from corridor.engine.standing import First, Opened, first_of
from corridor.evidence import event as evidence
from corridor.evidence.canonical import INTEGER_MAX, SIZE_BYTES_MAX, is_nfc
from corridor.evidence.errors import EvidenceError
from corridor.evidence.event import Envelope, are_headers, decode_envelope, envelope_tag
from corridor.exchange.errors import PageRefused


class _Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An envelope whose headers are looked at together, and not one by one."""

    actor: evidence.Actor
    at: str
    clock: str
    node: str
    number: Annotated[int, Meta(ge=1, le=INTEGER_MAX)]
    payload: msgspec.Raw
    salt: str
    subject: str


class _Tagged(msgspec.Struct, frozen=True):
    tag: str


_PLAIN = msgspec.json.Decoder(_Plain)
_TAGGED = msgspec.json.Decoder(_Tagged)
_SORTED = msgspec.json.Encoder(order="sorted")


def open_event(data: bytes, leaf: bytes, node: str) -> Opened:
    """The event of canonical bytes with their leaf hash; PageRefused for any other bytes.

    `node`: where it is opened.
    """
    return _open_plain(data, leaf, node) or _open_exactly(data, leaf)


def _open_plain(data: bytes, leaf: bytes, node: str) -> Opened | None:
    try:
        event = _PLAIN.decode(data)
        tag = _TAGGED.decode(event.payload).tag
        payload = read_payload(tag, event.payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if payload is None or _SORTED.encode(payload) != bytes(event.payload):
        return None
    if len(data) > SIZE_BYTES_MAX or _SORTED.encode(event) != data or not is_nfc(data):
        return None
    if not are_headers(event.at, event.clock, event.node, event.salt, event.subject):
        return None
    actor = Actor(*msgspec.structs.astuple(event.actor))
    fact = Fact(payload, event.node, event.number, event.clock, event.at, actor)
    sealed = _sealed(event, tag, data, leaf)
    first = _first(event.subject, fact, tag, node)
    return Opened(sealed, first, fact if first is None else None)


def _first(subject: str, fact: Fact[Any], tag: str, node: str) -> First | None:
    try:
        return first_of(subject, fact, tag, node)
    except Exception:  # noqa: BLE001 - the writer meets it again, and sets the effect aside
        return None


def _open_exactly(data: bytes, leaf: bytes) -> Opened:
    try:
        envelope = decode_envelope(data)
        tag = envelope_tag(envelope)
    except EvidenceError as error:
        raise PageRefused("event", str(error)) from None
    return Opened(_sealed(envelope, tag, data, leaf), is_newer=True)


def _sealed(event: _Plain | Envelope, tag: str, data: bytes, leaf: bytes) -> SealedEvent:
    try:
        datetime.fromisoformat(event.at)
        datetime.fromisoformat(event.clock[:-5])
    except ValueError:
        raise PageRefused("event", f"no such time: {event.at}, {event.clock}") from None
    return SealedEvent(event.node, event.number, event.subject, event.clock, tag, data, leaf)

"""Between facts and bytes: payloads by tag, envelopes, states."""

import unicodedata
from functools import lru_cache

import msgspec

from corridor.domain.checkpoints.commands import CheckpointCommand
from corridor.domain.checkpoints.events import CheckpointEvent
from corridor.domain.facts import Actor, Fact, Payload
from corridor.domain.guarantees.commands import GuaranteeCommand
from corridor.domain.guarantees.events import GuaranteeEvent
from corridor.domain.movement.commands import MovementCommand
from corridor.domain.movement.events import MovementEvent
from corridor.domain.permits.commands import PermitCommand
from corridor.domain.permits.events import PermitEvent
from corridor.engine.ports import StoredEvent
from corridor.engine.records import NodeRecord
from corridor.evidence import event as evidence

AnyPayload = MovementEvent | PermitEvent | GuaranteeEvent | CheckpointEvent | NodeRecord
AnyCommand = MovementCommand | PermitCommand | GuaranteeCommand | CheckpointCommand


class Unknown(Payload, frozen=True, tag="unknown/1"):
    """A payload whose tag or shape this version does not know: kept as bytes, without effect."""


class _Meta(msgspec.Struct, frozen=True):
    actor: Actor
    at: str
    payload: msgspec.Raw


_PAYLOAD: msgspec.json.Decoder[AnyPayload] = msgspec.json.Decoder(AnyPayload)
_META = msgspec.json.Decoder(_Meta)
_SORTED = msgspec.json.Encoder(order="sorted")
_ASCII = bytes(range(128))


def tag_of(payload: Payload) -> str:
    """The permanent tag of a payload."""
    return str(payload.__struct_config__.tag)


def decode_payload(data: bytes | msgspec.Raw) -> Payload:
    """The payload, or `Unknown` for what a newer version of a peer may have said."""
    try:
        return _PAYLOAD.decode(data)
    except msgspec.ValidationError:
        return Unknown()


def encode_command(command: object) -> bytes:
    """Bytes of a command, for its digest."""
    return _SORTED.encode(command)


class Composed(msgspec.Struct, frozen=True):
    """A payload with all its text in NFC, and its canonical bytes."""

    payload: Payload
    data: bytes


def composed(payload: Payload) -> Composed:
    """The payload with all its text in NFC, which is how people type it nearly always."""
    data = _SORTED.encode(payload)
    if _is_composed(data):
        return Composed(payload, data)
    payload = _PAYLOAD.decode(unicodedata.normalize("NFC", data.decode()))
    return Composed(payload, _SORTED.encode(payload))


def _is_composed(data: bytes) -> bool:
    """Whether text is in NFC: seen at once where no character in it can join another."""
    if data.isascii() or _stand_alone(data.translate(None, _ASCII)):
        return True
    return unicodedata.is_normalized("NFC", data.decode())


@lru_cache(maxsize=1_024)
def _stand_alone(beyond_ascii: bytes) -> bool:
    """Remembered, because the names and addresses of a firm come again with each dossier."""
    return all(map(_stands_alone, {*beyond_ascii.decode()}))


@lru_cache(maxsize=4_096)
def _stands_alone(character: str) -> bool:
    """Whether it is in NFC whatever stands before it: no mark, no vowel or final of Hangul."""
    return (
        unicodedata.is_normalized("NFC", character)
        and unicodedata.category(character)[0] != "M"
        and not "\u1160" <= character <= "\u11ff"
    )


def seal_event(fact: Fact[Payload], data: bytes, subject: str, salt: str) -> bytes:
    """The canonical bytes of a new event of ours; `data` are those of its composed payload.

    Sorted msgspec output is canonical here without a second look: our structs hold no floats, no
    integers beyond 2^53, and no keys outside ASCII. A property test holds it to `canonical.encode`.
    """
    return _SORTED.encode(
        evidence.Envelope(
            actor=evidence.Actor(*msgspec.structs.astuple(fact.actor)),
            at=fact.at,
            clock=fact.clock,
            node=fact.node,
            number=fact.number,
            payload=msgspec.Raw(data),
            salt=salt,
            subject=subject,
        )
    )


def fact_of(event: StoredEvent) -> Fact[Payload]:
    """The fact in a stored event."""
    meta = _META.decode(event.data)
    payload = decode_payload(meta.payload)
    return Fact(payload, event.node, event.number, event.clock, meta.at, meta.actor)

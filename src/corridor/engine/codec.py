"""Between facts and bytes: payloads by tag, envelopes, states."""

import unicodedata
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from corridor.domain.commands import Command
from corridor.domain.facts import Actor, Fact, Payload, Unknown
from corridor.domain.kinds import COMMANDS, EVENTS
from corridor.engine.ports import SealedEvent
from corridor.engine.records import NodeRecord
from corridor.evidence import event as evidence
from corridor.evidence.canonical import is_nfc

if TYPE_CHECKING:
    AnyCommand = Command
else:  # as msgspec decodes them, by their tags
    AnyCommand = reduce(or_, COMMANDS)

PAYLOADS: Final[tuple[type[Payload], ...]] = (*EVENTS, *get_args(NodeRecord))


class _Said(msgspec.Struct, frozen=True):
    actor: Actor
    at: str
    payload: msgspec.Raw


_SAID = msgspec.json.Decoder(_Said)
_SORTED = msgspec.json.Encoder(order="sorted")


def tag_of(said: Payload | Command | type[Payload] | type[Command]) -> str:
    """The permanent tag of a payload, or the name of a command."""
    return str(said.__struct_config__.tag)


_PAYLOAD_OF: Final = {tag_of(kind): msgspec.json.Decoder(kind) for kind in PAYLOADS}
_COMMAND_OF: Final = {tag_of(kind): msgspec.json.Decoder(kind) for kind in COMMANDS}


def read_payload(tag: str, data: bytes | msgspec.Raw) -> Payload | None:
    """The payload in JSON; None where this version does not know its tag or its shape.

    Its tag is named, since it stands late in the bytes: to find it there they are read twice.
    """
    decoder = _PAYLOAD_OF.get(tag)
    try:
        return decoder.decode(data) if decoder is not None else None
    except msgspec.ValidationError:
        return None


def is_read(event: SealedEvent) -> bool:
    """Whether this version knows all that the event says: its tag, its shape and every field."""
    said = _SAID.decode(event.data).payload
    payload = read_payload(event.tag, said)
    return payload is not None and _SORTED.encode(payload) == bytes(said)


def read_command(tag: str, data: bytes) -> Command:
    """The command of this name in JSON; msgspec.ValidationError where it breaks its own limits."""
    return _COMMAND_OF[tag].decode(data)


def encode_command(command: object) -> bytes:
    """Bytes of a command, for its digest and for another process."""
    return _SORTED.encode(command)


def pointer_in(complaint: str) -> str:
    """Where a decoder's complaint points: `… - at `$.remarks[0].found`` → `/remarks/0/found`."""
    path = complaint.rpartition("`$")[2].rstrip("`") if "`$" in complaint else ""
    return path.replace("]", "").replace("[", "/").replace(".", "/")


def reason_in(complaint: str) -> str:
    """What a decoder complains of, without the place."""
    return complaint.partition(" - at `")[0]


class Composed(msgspec.Struct, frozen=True):
    """A payload with all its text in NFC, and its canonical bytes."""

    payload: Payload
    data: bytes


def composed(payload: Payload) -> Composed:
    """The payload with all its text in NFC, which is how people type it nearly always."""
    data = _SORTED.encode(payload)
    if is_nfc(data):
        return Composed(payload, data)
    normal = unicodedata.normalize("NFC", data.decode()).encode()
    payload = _PAYLOAD_OF[tag_of(payload)].decode(normal)
    return Composed(payload, _SORTED.encode(payload))


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


def fact_of(event: SealedEvent) -> Fact[Payload]:
    """The fact in an event; `Unknown` for what a newer version of a peer may have said."""
    said = _SAID.decode(event.data)
    payload = read_payload(event.tag, said.payload) or Unknown()
    return Fact(payload, event.node, event.number, event.clock, said.at, said.actor)

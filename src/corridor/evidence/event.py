"""The event envelope: what every event says about itself, whatever its payload.

The payload stays raw bytes here, so that this room need not know the domain's tags.
"""

import re
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from corridor.evidence import canonical
from corridor.evidence.errors import EventInvalid
from corridor.evidence.merkle import leaf_hash

_INSTANT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
_CLOCK: Final = _INSTANT + r"-[0-9]{4}"
_NODE: Final = r"[A-Z]{2}"
_SUBJECT: Final = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_SALT: Final = r"[A-Za-z0-9_-]{21}[AQgw]"
INSTANT_PATTERN: Final = rf"^{_INSTANT}\Z"

Instant = Annotated[str, Meta(pattern=INSTANT_PATTERN)]
"""UTC, milliseconds: "2026-11-21T22:51:00.123Z". Sorts as text in order of time."""
Clock = Annotated[str, Meta(pattern=rf"^{_CLOCK}\Z")]
"""Hybrid logical clock: an Instant, a dash, four digits. Sorts as text."""
NodeName = Annotated[str, Meta(pattern=rf"^{_NODE}\Z")]
"""The two-letter name of a publisher."""
Text = Annotated[str, Meta(max_length=200)]
Subject = Annotated[str, Meta(pattern=rf"^{_SUBJECT}\Z")]
"""The unit of consistency, such as "mv-…", "pm-…", "gr-<GRN>", "peer-AZ", "node"."""
Salt = Annotated[str, Meta(pattern=rf"^{_SALT}\Z")]
"""16 random bytes in base64url: without it a leaf hash would betray a plate or a name."""
Tag = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+/[1-9][0-9]{0,3}\Z")]
"""A permanent payload tag such as "movement.released/1"."""


class Actor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who acted: a person, for an organisation, in a role, at an office."""

    office: Text
    org: Text
    person: Text
    role: Text


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One event. Its canonical bytes are what is hashed, stored and sent.

    (node, number) names the event; numbers are 1, 2, 3 … for each node.
    """

    actor: Actor
    at: Instant
    clock: Clock
    node: NodeName
    number: Annotated[int, Meta(ge=1, le=canonical.INTEGER_MAX)]
    payload: msgspec.Raw
    salt: Salt
    subject: Subject

    @property
    def order(self) -> tuple[str, str, int]:
        """The place of the event in the fold of its subject."""
        return self.clock, self.node, self.number


_HEADERS: Final = re.compile(" ".join((_INSTANT, _CLOCK, _NODE, _SALT, _SUBJECT)))


def are_headers(at: str, clock: str, node: str, salt: str, subject: str) -> bool:
    """Whether all five have the form that an envelope asks for: one look instead of five."""
    return _HEADERS.fullmatch(f"{at} {clock} {node} {salt} {subject}") is not None


class _Tagged(msgspec.Struct, frozen=True):
    tag: Tag


_ENVELOPE: Final = msgspec.json.Decoder(Envelope)
_TAGGED: Final = msgspec.json.Decoder(_Tagged)


def decode_envelope(data: bytes) -> Envelope:
    """The envelope of canonical bytes.

    Raises NotCanonical, or EventInvalid when the value is not an envelope with a tagged payload.
    """
    value = canonical.parse(data)
    try:
        envelope = _ENVELOPE.decode(data)
        msgspec.convert(value["payload"], _Tagged)
    except msgspec.ValidationError as error:
        raise EventInvalid("shape", str(error)) from None
    return envelope


def envelope_tag(envelope: Envelope) -> str:
    """The payload's tag, read without decoding the rest of the payload."""
    try:
        return _TAGGED.decode(envelope.payload).tag
    except msgspec.MsgspecError as error:
        raise EventInvalid("shape", str(error)) from None


def event_leaf(data: bytes) -> bytes:
    """The leaf hash of an event's canonical bytes in any node's log (32 bytes)."""
    return leaf_hash(data)

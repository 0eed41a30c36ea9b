"""Lines to authorities that run the e-permit server: what a node keeps of each.

All of it are documents of the node. What was taken in and sent out is kept for ever, one document a
message, so that nothing here grows with their number; a digest of each stands in the log.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from corridor.engine.ports import Document, Reader

LINE: Final = "epermit-line"
"""By the code of the partner."""
OWN_KEY: Final = "epermit-key"
"""By its key id: the public half of a key of ours; `updated`: when it was made."""
KEY_ASKED: Final = "epermit-key-asked"
"""By the key that one officer would revoke, or `NEW_KEY`: until another has agreed."""
NEW_KEY: Final = "new"
TAKEN: Final = "epermit-in"
"""By partner and event id: a message that was taken; owner: the partner."""
QUEUE: Final = "epermit-queue"
"""By partner and place in the chain: what is to be sent; owner: the partner."""
SENT: Final = "epermit-sent"
"""Likewise: what the partner has taken."""
REFUSED: Final = "epermit-refused"
"""What a partner sent, really signed by it, and was refused; owner: the partner."""
REACHED: Final = "epermit-reached"
"""How far of the log partners have been told, by `REACHED_ID`."""
REACHED_ID: Final = "log"
GENESIS: Final = "0"
"""What the first message of a chain names as the one before it."""
LINES_MAX: Final = 20
KEYS_MAX: Final = 20
QUOTAS_MAX: Final = 200
REFUSED_MAX: Final = 100
"""Of one partner, the newest are kept."""
STEPPED: Final = "stepped"
"""The error of a message that waits while those before it are on their way once more."""
KEY_LOST: Final = "key_lost"
"""The error of a line whose messages cannot be signed: the private half of the key is gone."""
REMOTE_ERROR: Final = "REMOTE_ERROR"
"""That of one where no answer came, or none of the protocol: never an answer of ours."""
REFUSED_STATUS: Final = 422
"""How the protocol says that it understood a message and does not take it."""
LineState = Literal["proposed", "open", "stopped"]


class PartnerKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A public key of a partner (P-256). `revoked_at`: since when it counts no more."""

    kid: str
    x: str
    y: str
    revoked_at: str = ""

    @property
    def counts(self) -> bool:
        """Whether what it signs is believed."""
        return not self.revoked_at


class Given(msgspec.Struct, frozen=True):
    """So many permits of a type were given for a year, in all."""

    year: int
    type: int
    total: int


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """The line to one partner, both ways.

    `given`: what this state lets the partner's carriers have; `got`: what the partner gave ours.
    `error`: why the first of what waits was not taken, empty while all is well; `rests_until`: no
    earlier is it tried again. `last_in`, `last_out`: where the two chains end.
    """

    partner: str
    name: str
    url: str
    state: LineState
    proposed_by: str
    keys: tuple[PartnerKey, ...] = ()
    confirmed_by: str = ""
    opened_at: str = ""
    last_in: str = GENESIS
    last_out: str = GENESIS
    count_in: int = 0
    count_out: int = 0
    sent_to: int = 0
    """The place of the last message that the partner has, or that was left out."""
    received_at: str = ""
    delivered_at: str = ""
    given: tuple[Given, ...] = ()
    got: tuple[Given, ...] = ()
    failures: int = 0
    rests_until: str = ""
    error: str = ""
    error_text: str = ""
    tried_at: str = ""

    def key(self, kid: str) -> PartnerKey | None:
        """A key of the partner that counts."""
        return next((one for one in self.keys if one.kid == kid and one.counts), None)

    @property
    def waiting(self) -> int:
        """So many messages are still to be taken by the partner."""
        return self.count_out - self.sent_to

    @property
    def head(self) -> str:
        """Under what the first of them is kept."""
        return place_id(self.partner, self.sent_to + 1)

    @property
    def counting(self) -> tuple[PartnerKey, ...]:
        """Those that count."""
        return tuple(one for one in self.keys if one.counts)


class OwnKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key by which this node signs for partners; the private half is a file of its folder."""

    kid: str
    x: str
    y: str
    made_at: str = ""
    revoked_at: str = ""


class KeyAsked(msgspec.Struct, frozen=True):
    """One officer would have a key revoked, or a new one made; another has to agree."""

    kid: str
    asked_by: str
    asked_at: str


class TakenIn(msgspec.Struct, frozen=True):
    """A message as it was taken: its kind, the signed text, and the proof with the key's id."""

    kind: str
    at: str
    text: str
    proof: str
    kid: str


class Outgoing(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message for a partner. `text`: what is signed, by the key `kid`; `about`: a permit's
    number, or what else it is of.
    """

    kind: str
    event_id: str
    text: str
    kid: str
    about: str
    made_at: str
    attempts: int = 0
    error: str = ""
    status: int = 0


class NotTaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message of a partner that was refused: by which code, and what it was about."""

    kind: str
    event_id: str
    code: str
    at: str
    about: str = ""


_LINE = msgspec.json.Decoder(Line)
_OWN_KEY = msgspec.json.Decoder(OwnKey)
_KEY_ASKED = msgspec.json.Decoder(KeyAsked)
_TAKEN = msgspec.json.Decoder(TakenIn)
_OUTGOING = msgspec.json.Decoder(Outgoing)
_NOT_TAKEN = msgspec.json.Decoder(NotTaken)


def read_line(document: Document | None) -> Line | None:
    """A line that is kept."""
    return _LINE.decode(document.body) if document is not None else None


def read_own_key(document: Document) -> OwnKey:
    """A key of ours."""
    return _OWN_KEY.decode(document.body)


def read_key_asked(document: Document) -> KeyAsked:
    """A change of the own keys that waits for another officer."""
    return _KEY_ASKED.decode(document.body)


def keys_asked(reader: Reader) -> tuple[KeyAsked, ...]:
    """All of them, the oldest first."""
    found = map(read_key_asked, reader.documents(KEY_ASKED, None, KEYS_MAX + 1))
    return tuple(sorted(found, key=lambda one: one.asked_at))


def read_taken(document: Document) -> TakenIn:
    """A message that was taken."""
    return _TAKEN.decode(document.body)


def read_outgoing(document: Document) -> Outgoing:
    """A message to a partner."""
    return _OUTGOING.decode(document.body)


def read_not_taken(document: Document) -> NotTaken:
    """A message that was refused."""
    return _NOT_TAKEN.decode(document.body)


def document_of(id: str, owner: str, at: str, what: msgspec.Struct) -> Document:
    """What is kept of something."""
    return Document(id, owner, at, msgspec.json.encode(what))


def place_id(partner: str, place: int) -> str:
    """Under what a message to a partner is kept: in the order of its chain."""
    return f"{partner} {place:012d}"


def taken_id(partner: str, event_id: str) -> str:
    """Under what a message of a partner is kept."""
    return f"{partner} {event_id}"


def own_keys(reader: Reader) -> tuple[OwnKey, ...]:
    """All keys of ours, the oldest first."""
    found = [read_own_key(one) for one in reader.documents(OWN_KEY, None, KEYS_MAX)]
    return tuple(sorted(found, key=lambda one: (one.made_at, one.kid)))


def signing_key(keys: Iterable[OwnKey]) -> OwnKey | None:
    """The one that signs: the oldest that was not revoked, which partners know the longest."""
    return next((one for one in keys if not one.revoked_at), None)


def total_of(given: Iterable[Given], year: int, type: int) -> int:
    """So many of a year and type; 0: none were given."""
    return next((one.total for one in given if (one.year, one.type) == (year, type)), 0)


def with_more(given: tuple[Given, ...], year: int, type: int, count: int) -> tuple[Given, ...]:
    """The same with so many more of a year and type."""
    others = tuple(one for one in given if (one.year, one.type) != (year, type))
    total = total_of(given, year, type) + count
    return tuple(sorted((*others, Given(year, type, total)), key=lambda one: (one.year, one.type)))


def well(line: Line, at: str) -> Line:
    """The line after the partner took something."""
    return replace(
        line, failures=0, rests_until="", error="", error_text="", tried_at=at, delivered_at=at
    )


class Answer(msgspec.Struct, frozen=True):
    """What a partner is answered by HTTP."""

    status: int
    body: bytes


class Found(msgspec.Struct, frozen=True):
    """Who stands at an address; `error`: why nobody was found."""

    code: str = ""
    name: str = ""
    keys: tuple[PartnerKey, ...] = ()
    error: str = ""


class ReadCode(msgspec.Struct, frozen=True):
    """What a QR code says: a permit's number and, where it is known here, its subject.

    `is_signed`: its issuer's key signed it; `counts`: that key was not revoked since.
    """

    number: str
    subject: str
    is_signed: bool
    counts: bool
    issuer: str

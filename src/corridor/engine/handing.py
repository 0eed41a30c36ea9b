"""Secrets on their way to another node: an access code that its guarantor has to check.

What was handed in is kept closed for this node's own key, in the transaction of the command, until
the other node has taken it; so it survives a crash and a line that is down, and whoever gave it
need not be there. It is in no event. Before it leaves it is closed anew for the other node alone.
"""

from typing import Final

import msgspec

from corridor.domain.acts import Handed
from corridor.domain.context import Context
from corridor.engine.ports import Document, Reader, Transaction
from corridor.engine.settings import Settings
from corridor.evidence.errors import SealInvalid
from corridor.evidence.keys import Signer, seal_for

PARCEL: Final = "handed"
TAKEN: Final = "handed-taken"
_AT_REST: Final = b"corridor/handed/at-rest/v1"


class Parcel(msgspec.Struct, frozen=True):
    """A secret of `about` for the subject `to` at another node. `attempt` tells two apart."""

    about: str
    to: str
    closed: bytes
    attempt: str


class Taken(msgspec.Struct, frozen=True):
    """What the other node answered: `fits`, `wrong`, `locked` or `unknown`."""

    about: str
    to: str
    answer: str
    at: str


_PARCEL: Final = msgspec.msgpack.Decoder(Parcel)
_TAKEN: Final = msgspec.msgpack.Decoder(Taken)


def put_parcel(
    tx: Transaction, settings: Settings, about: str, handed: Handed, context: Context
) -> None:
    """Keep it for its way; a newer one of the same takes its place."""
    closed = seal_for(settings.signer.public, handed.secret.encode(), _AT_REST)
    parcel = Parcel(about, handed.subject, closed, f"{context.token}{settings.tokens.token()}")
    body = msgspec.msgpack.encode(parcel)
    tx.put_document(PARCEL, Document(id_of(parcel), handed.node, context.now, body))
    tx.delete_document(TAKEN, id_of(parcel))


def read_parcel(document: Document) -> Parcel:
    """What is in such a document."""
    return _PARCEL.decode(document.body)


def secret_in(parcel: Parcel, signer: Signer) -> str:
    """The secret; empty where this node's key is another meanwhile."""
    try:
        return signer.unseal(parcel.closed, _AT_REST).decode()
    except SealInvalid:
        return ""


def taken_of(reader: Reader, about: str, to: str) -> Taken | None:
    """What became of the last one that was handed over."""
    found = reader.document(TAKEN, f"{about}:{to}")
    return _TAKEN.decode(found.body) if found is not None else None


def id_of(parcel: Parcel | Taken) -> str:
    """Under what it is kept: one for each guarantee of a movement."""
    return f"{parcel.about}:{parcel.to}"

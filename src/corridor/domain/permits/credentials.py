"""Permit credentials: the signed text in a QR code that a checkpoint verifies with no network.

`DTC1.<base64url of canonical JSON>.<base64url of signature>`, at most 700 bytes of ASCII. The
signature is over the bytes of everything before the second dot. Canonical JSON is that of msgspec
with sorted keys: a text that does not re-encode to itself was altered.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from corridor.domain.permits.state import Permit
from corridor.domain.refusals import Refused, refuse
from corridor.domain.values import Country, Date

PREFIX = "DTC1"
BYTES_MAX = 700
HOLDER_BYTES_MAX = 72
SIGNATURE_BYTES = 64
EMPTY_ONLY = "Empty only / Только без груза"
"""Stands among the conditions, so that every reader shows it; in two languages, as print does."""
Sign = Callable[[bytes], tuple[str, str]]


class _Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One letter per field, since a QR code has room for little."""

    t: Literal["permit"]
    i: Country
    k: Annotated[str, Meta(min_length=1)]
    n: Annotated[str, Meta(min_length=1)]
    y: str
    p: tuple[str, ...]
    f: Date
    u: Date
    h: str
    d: str
    c: tuple[str, ...]


class Credential(msgspec.Struct, frozen=True):
    """What a credential says, and what its signature is over (`message`, ASCII bytes)."""

    issuer: str
    key_id: str
    number: str
    kind: str
    plates: tuple[str, ...]
    valid_from: str
    valid_to: str
    holder: str
    dossier: str
    conditions: tuple[str, ...]
    message: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """What stands in the QR code, letter by letter: there is one text for one credential."""
        return f"{self.message.decode()}.{_base64(self.signature)}"


def build_credential(permit: Permit, sign: Sign) -> str | Refused:
    """The credential of a granted permit; refused where the conditions do not fit in a QR code."""
    key_id, _ = sign(PREFIX.encode())  # the key names itself, and the name is signed with the rest
    asked = permit.request
    said = _Wire(
        t="permit",
        i=permit.issuer,
        k=key_id,
        n=permit.number,
        y=asked.kind,
        p=asked.plates,
        f=permit.valid_from,
        u=permit.valid_to,
        h=_short(asked.holder.name or asked.holder.id),
        d=asked.dossier,
        c=(*permit.conditions, EMPTY_ONLY) if permit.load == "empty" else permit.conditions,
    )
    message = f"{PREFIX}.{_base64(_canonical(said))}"
    text = f"{message}.{sign(message.encode())[1]}"
    over = len(text) - BYTES_MAX
    if over > 0:
        return refuse("permit_credential_too_long", "/conditions", over=over, limit=BYTES_MAX)
    return text


def read_credential(text: str) -> Credential | Refused:
    """Parse a scanned text. Whether its signature is good is for the caller to find out.

    1. It is one of ours, and no longer than one can be.
    2. Both parts are base64url, and the payload is canonical JSON of the known fields.
    3. The signature has the length of an Ed25519 one.
    """
    text = text.strip()
    if not text.startswith(f"{PREFIX}."):
        return refuse("credential_unknown")
    if len(text) > BYTES_MAX:
        return refuse("credential_too_long", limit=BYTES_MAX)
    message, _, signature = text.rpartition(".")
    try:
        payload = _unbase64(message.removeprefix(f"{PREFIX}."))
        said = msgspec.json.decode(payload, type=_Wire)
        signed = _unbase64(signature)
    except (ValueError, binascii.Error):
        return refuse("credential_damaged")
    if _canonical(said) != payload or len(signed) != SIGNATURE_BYTES:
        return refuse("credential_damaged")
    return _credential(said, message.encode(), signed)


def _credential(said: _Wire, message: bytes, signature: bytes) -> Credential:
    return Credential(
        issuer=said.i,
        key_id=said.k,
        number=said.n,
        kind=said.y,
        plates=said.p,
        valid_from=said.f,
        valid_to=said.u,
        holder=said.h,
        dossier=said.d,
        conditions=said.c,
        message=message,
        signature=signature,
    )


def _canonical(said: _Wire) -> bytes:
    return msgspec.json.encode(said, order="sorted")


def _short(name: str) -> str:
    """A name that leaves room for the rest: a Cyrillic letter takes two bytes."""
    if len(name.encode()) <= HOLDER_BYTES_MAX:
        return name
    return name.encode()[: HOLDER_BYTES_MAX - 3].decode(errors="ignore") + "…"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unbase64(text: str) -> bytes:
    """Strict: one text for one value, so that no altered letter goes unseen."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _base64(data) != text:
        raise ValueError("not canonical base64url")
    return data

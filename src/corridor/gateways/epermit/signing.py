"""Signatures of the protocol: ES256 by named keys, as JOSE writes them (RFC 7515, RFC 7518).

A message's proof is a JWS without its payload: the header, a point, the signature. What was signed
is the body as it is written for signing.
"""

import base64
import binascii
import json
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from corridor.engine.epermit import OwnKey, PartnerKey

ALGORITHM: Final = "ES256"
KNOWN_HEADERS: Final = frozenset({"alg", "kid", "typ"})
PROOF_MAX: Final = 1_000
QR_MAX: Final = 5_000
QR_VERSION: Final = "0."
"""What codes of earlier servers begin with."""


class Proof(NamedTuple):
    """A proof taken apart: the key it names, and its two halves as they were written."""

    kid: str
    head: str
    signature: str


def new_key(kid: str) -> tuple[OwnKey, bytes]:
    """A key of ours, and the file of its private half."""
    key = ECKey.generate_key("P-256", parameters={"kid": kid}, private=True)
    public = key.as_dict(private=False)
    return OwnKey(kid, str(public["x"]), str(public["y"])), key.as_pem(private=True)


def public_jwk(key: OwnKey | PartnerKey) -> dict[str, str]:
    """The public half as partners are given it."""
    return {
        "kty": "EC",
        "use": "sig",
        "crv": "P-256",
        "kid": key.kid,
        "x": key.x,
        "y": key.y,
        "alg": ALGORITHM,
    }


def read_jwk(said: Any) -> PartnerKey | None:
    """A public key of a partner; None where it is none of this curve, or has a private half."""
    if not isinstance(said, dict) or said.get("kty") != "EC" or said.get("crv") != "P-256":
        return None
    kid, x, y = (said.get(name) for name in ("kid", "x", "y"))
    if not (isinstance(kid, str) and isinstance(x, str) and isinstance(y, str)):
        return None
    if "d" in said or not 0 < len(kid) <= 255:
        return None
    found = PartnerKey(kid, x, y)
    return found if _public(found) is not None else None


def thumbprint(key: OwnKey | PartnerKey) -> str:
    """By what two people compare a key (RFC 7638)."""
    found = _public(key)
    return found.thumbprint() if found is not None else ""


def _public(key: OwnKey | PartnerKey) -> ECKey | None:
    try:
        found = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": key.x, "y": key.y})
        found.public_key.public_numbers()
    except (JoseError, ValueError, TypeError, binascii.Error):
        return None
    return found


def sign(text: bytes, kid: str, pem: bytes) -> str:
    """The proof of a message: the header, a point, the signature."""
    head, _, signature = _compact(text, kid, pem).split(".")
    return f"{head}.{signature}"


def signed_code(claims: dict[str, str], kid: str, pem: bytes) -> str:
    """The text of a permit's QR code: a whole JWS."""
    return _compact(json.dumps(claims, ensure_ascii=False).encode(), kid, pem)


def _compact(text: bytes, kid: str, pem: bytes) -> str:
    head = {"kid": kid, "alg": ALGORITHM}
    return jws.serialize_compact(head, text, ECKey.import_key(pem), algorithms=[ALGORITHM])


def read_proof(said: str) -> Proof | None:
    """A proof taken apart; with two points between its halves it means the same."""
    head, _, signature = said.partition(".")
    signature = signature.removeprefix(".")
    header = _json_of(head) if len(said) <= PROOF_MAX and "." not in signature else None
    if header is None or header.get("alg") != ALGORITHM or header.keys() - KNOWN_HEADERS:
        return None
    kid = header.get("kid")
    return Proof(kid, head, signature) if isinstance(kid, str) and signature else None


def is_proved(proof: Proof, key: PartnerKey | OwnKey, texts: Iterable[bytes]) -> bool:
    """Whether the key signed one of these texts."""
    public = _public(key)
    if public is None:
        return False
    return any(_is_signed(f"{proof.head}.{packed(one)}.{proof.signature}", public) for one in texts)


def _is_signed(whole: str, public: ECKey) -> bool:
    try:
        jws.deserialize_compact(whole, public, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return False
    return True


class Code(NamedTuple):
    """What a QR code says, and what proves it."""

    claims: dict[str, Any]
    proof: Proof
    payload: bytes


def read_code(said: str) -> Code | None:
    """The code of a permit taken apart; None where it is none."""
    parts = said.strip().removeprefix(QR_VERSION).split(".")
    if len(said) > QR_MAX or len(parts) != 3:
        return None
    proof, payload = read_proof(f"{parts[0]}.{parts[2]}"), unpacked(parts[1])
    claims = _json_of(parts[1])
    if proof is None or claims is None or payload is None:
        return None
    return Code(claims, proof, payload)


def packed(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unpacked(said: str) -> bytes | None:
    """The bytes of base64url; None where it is none."""
    try:
        return base64.b64decode(said + "=" * (-len(said) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _json_of(said: str) -> dict[str, Any] | None:
    data = unpacked(said)
    try:
        found = json.loads(data) if data is not None else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

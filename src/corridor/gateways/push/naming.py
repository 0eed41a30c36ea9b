"""Who asks a push service: the node, by a key of its own (VAPID, RFC 8292)."""

from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from corridor.gateways.push.encryption import packed, point_of

HOLDS_S: Final = 12 * 3600
"""A token is good for so long; services take at most a day."""
_NUMBER_BYTES: Final = 32
_JSON: Final = msgspec.json.Encoder(order="sorted")


class Sender:
    """The node as push services know it. `contact`: where its people are reached, an address."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._key = key
        self._contact = contact
        self.public = packed(point_of(key.public_key()))
        """What browsers ask their service with, and what the service then expects of the node."""

    def authorization(self, origin: str, now_s: int) -> str:
        """The header for one service."""
        claims = {"aud": origin, "exp": now_s + HOLDS_S, "sub": self._contact}
        head = {"alg": "ES256", "typ": "JWT"}
        signed = ".".join(packed(_JSON.encode(part)) for part in (head, claims))
        numbers = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        signature = b"".join(number.to_bytes(_NUMBER_BYTES, "big") for number in numbers)
        return f"vapid t={signed}.{packed(signature)}, k={self.public}"


def new_push_key() -> bytes:
    """A key of the node's, as PEM."""
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_push_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """The key in a PEM. ValueError: it holds no such key."""
    key = load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError("no key of P-256")
    return key

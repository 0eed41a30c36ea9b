"""Who asks a push service: the node, by a key of its own (VAPID, RFC 8292)."""

import os
from pathlib import Path
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

KEY_FILE: Final = "push.key"
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


def push_key(folder: Path) -> ec.EllipticCurvePrivateKey:
    """The node's key, made on first use with owner-only rights. ValueError: it is no such key."""
    path = folder / KEY_FILE
    if not path.exists():
        made = ec.generate_private_key(ec.SECP256R1())
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError(f"{KEY_FILE}: no key of P-256")
    return key

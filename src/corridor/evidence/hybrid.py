"""Closing a few bytes for one key: hybrid public-key encryption (RFC 9180), in one shot.

A node has one key for signatures. The same key serves here, as Thormarker proved sound for Ed25519
and X25519 (IACR ePrint 2021/509); what is closed is bound to a purpose, so that it opens for
nothing else. Points of Ed25519 are mapped to X25519 as RFC 7748 section 4.1 has it.
"""

from hashlib import sha512
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from corridor.evidence.errors import SealInvalid

_X25519: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_P256: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_PRIME: Final = 2**255 - 19


def exchange_key(private: ed25519.Ed25519PrivateKey) -> x25519.X25519PrivateKey:
    """The X25519 key of an Ed25519 key: the scalar that RFC 8032 makes of its seed."""
    return x25519.X25519PrivateKey.from_private_bytes(
        sha512(private.private_bytes_raw()).digest()[:32]
    )


def exchange_point(public: ed25519.Ed25519PublicKey) -> x25519.X25519PublicKey:
    """Its public half: u = (1 + y) / (1 - y)."""
    y = int.from_bytes(public.public_bytes_raw(), "little") & ((1 << 255) - 1)
    u = (1 + y) * pow(1 - y, -1, _PRIME) % _PRIME
    return x25519.X25519PublicKey.from_public_bytes(u.to_bytes(32, "little"))


def sealed(
    message: bytes, purpose: bytes, key: ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey
) -> bytes:
    """The message, closed for whoever holds the private half."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return _X25519.encrypt(message, exchange_point(key), info=purpose)
    return _P256.encrypt(message, key, info=purpose)


def unsealed(
    data: bytes, purpose: bytes, key: x25519.X25519PrivateKey | ec.EllipticCurvePrivateKey
) -> bytes:
    """What was closed for this key and this purpose; SealInvalid for anything else."""
    suite = _X25519 if isinstance(key, x25519.X25519PrivateKey) else _P256
    try:
        return suite.decrypt(data, key, info=purpose)
    except (InvalidTag, ValueError):
        raise SealInvalid("invalid", f"{len(data)} bytes") from None

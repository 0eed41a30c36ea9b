"""Signers and verification. The algorithm always comes from the key's entry, never a message.

Ed25519 (RFC 8032) by default; ECDSA P-256 with SHA-256 for hardware modules, its signatures as
r || s of 64 bytes (IEEE P1363, as RFC 9421 section 3.3.4 wants).
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from corridor.evidence.errors import KeyInvalid, SignatureInvalid
from corridor.evidence.hybrid import exchange_key, sealed, unsealed

SIGNATURE_BYTES: Final = 64
_P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ECDSA: Final = ec.ECDSA(SHA256())


class Algorithm(StrEnum):
    """Names as in the HTTP signature algorithms registry (RFC 9421, section 6.2)."""

    ED25519 = "ed25519"
    P256 = "ecdsa-p256-sha256"


class PublicKey(msgspec.Struct, frozen=True):
    """A public key with its algorithm.

    `data`: Ed25519 = 32 raw bytes; P-256 = SubjectPublicKeyInfo DER of an uncompressed point.
    """

    algorithm: Algorithm
    data: bytes


class Signer(Protocol):
    """Signs with one private key, which never leaves it. May be slow; must not block forever."""

    @property
    def name(self) -> str:
        """The key's id in the trust list; also its name on note signature lines."""
        ...

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def public(self) -> PublicKey: ...

    def sign(self, message: bytes) -> bytes:
        """64 bytes: an Ed25519 signature, or r || s for P-256."""
        ...

    def unseal(self, sealed: bytes, purpose: bytes) -> bytes:
        """What `seal_for` closed for this key and purpose; SealInvalid where it did not."""
        ...


class Ed25519Signer:
    """An Ed25519 key held in this process."""

    algorithm = Algorithm.ED25519

    def __init__(self, name: str, private: ed25519.Ed25519PrivateKey) -> None:
        self.name = name
        self._private = private
        self.public = PublicKey(self.algorithm, private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> "Ed25519Signer":
        return cls(name, ed25519.Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> "Ed25519Signer":
        """From the 32-byte private seed (RFC 8032, section 5.1.5)."""
        return cls(name, ed25519.Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def from_pem(cls, name: str, pem: bytes) -> "Ed25519Signer":
        private = _private_from_pem(pem)
        if not isinstance(private, ed25519.Ed25519PrivateKey):
            raise KeyInvalid("algorithm", "not an Ed25519 private key")
        return cls(name, private)

    def to_pem(self) -> bytes:
        """PKCS#8, unencrypted: whoever stores it guards it."""
        return _private_to_pem(self._private)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    def unseal(self, sealed: bytes, purpose: bytes) -> bytes:
        return unsealed(sealed, purpose, exchange_key(self._private))


class P256Signer:
    """An ECDSA P-256 key held in this process."""

    algorithm = Algorithm.P256

    def __init__(self, name: str, private: ec.EllipticCurvePrivateKey) -> None:
        self.name = name
        self._private = private
        self.public = PublicKey(self.algorithm, _spki(private.public_key()))

    @classmethod
    def generate(cls, name: str) -> "P256Signer":
        return cls(name, ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_pem(cls, name: str, pem: bytes) -> "P256Signer":
        private = _private_from_pem(pem)
        if not _is_p256(private):
            raise KeyInvalid("algorithm", "not a P-256 private key")
        return cls(name, private)  # type: ignore[arg-type]  # _is_p256 has just narrowed it

    def to_pem(self) -> bytes:
        """PKCS#8, unencrypted: whoever stores it guards it."""
        return _private_to_pem(self._private)

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self._private.sign(message, _ECDSA))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def unseal(self, sealed: bytes, purpose: bytes) -> bytes:
        return unsealed(sealed, purpose, self._private)


def signer_from_pem(name: str, pem: bytes) -> Ed25519Signer | P256Signer:
    """The signer for a PKCS#8 private key of either algorithm."""
    private = _private_from_pem(pem)
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return Ed25519Signer(name, private)
    return P256Signer.from_pem(name, pem)


def check_public_key(public: PublicKey) -> None:
    """Raise KeyInvalid unless the key's bytes are a usable key of its algorithm."""
    _loaded(public)


def verify(public: PublicKey, message: bytes, signature: bytes) -> None:
    """Raise SignatureInvalid unless `signature` is the key's signature over `message`."""
    if len(signature) != SIGNATURE_BYTES:
        raise SignatureInvalid("invalid", f"{len(signature)} bytes instead of {SIGNATURE_BYTES}")
    key = _loaded(public)
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            key.verify(signature_to_der(signature), message, _ECDSA)
    except InvalidSignature:
        raise SignatureInvalid("invalid", f"{public.algorithm} signature fails") from None


def seal_for(public: PublicKey, message: bytes, purpose: bytes) -> bytes:
    """The message, closed for the holder of the key alone."""
    return sealed(message, purpose, _loaded(public))


def is_signed_by(public: PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether verify() passes."""
    try:
        verify(public, message, signature)
    except SignatureInvalid:
        return False
    return True


def signature_to_der(signature: bytes) -> bytes:
    """ECDSA r || s as the ASN.1 that older note signatures carry."""
    r = int.from_bytes(signature[:32], "big")
    s = int.from_bytes(signature[32:], "big")
    if not (0 < r < _P256_ORDER and 0 < s < _P256_ORDER):
        raise SignatureInvalid("invalid", "r or s out of range")
    return encode_dss_signature(r, s)


def signature_from_der(der: bytes) -> bytes:
    """The inverse of signature_to_der; SignatureInvalid for any other encoding of the same.

    The parser beneath takes strict DER only, so that there is one encoding of each signature.
    """
    try:
        r, s = decode_dss_signature(der)
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    except (ValueError, OverflowError):
        raise SignatureInvalid("invalid", "not an ECDSA signature") from None
    signature_to_der(signature)  # refuses r and s out of range
    return signature


@lru_cache(maxsize=256)
def _loaded(public: PublicKey) -> ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey:
    try:
        if public.algorithm is Algorithm.ED25519:
            return ed25519.Ed25519PublicKey.from_public_bytes(public.data)
        key = serialization.load_der_public_key(public.data)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyInvalid("malformed", str(error)) from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not _is_p256(key):
        raise KeyInvalid("algorithm", "not a P-256 public key")
    if _spki(key) != public.data:
        raise KeyInvalid("malformed", "not the plain DER form of the key")
    return key


def _is_p256(key: object) -> bool:
    return isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) and isinstance(
        key.curve, ec.SECP256R1
    )


def _spki(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _private_from_pem(pem: bytes) -> object:
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyInvalid("malformed", str(error)) from None


def _private_to_pem(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )

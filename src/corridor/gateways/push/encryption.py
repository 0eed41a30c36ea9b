"""What only the browser reads: a message after RFC 8291, in one record of RFC 8188 (aes128gcm)."""

import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SALT_BYTES: Final = 16
AUTH_BYTES: Final = 16
POINT_BYTES: Final = 65
RECORD_BYTES: Final = 4_096
"""What every push service takes."""
PADDED_BYTES: Final = 512
"""Messages are made as long as the next multiple, so that their length tells nothing."""
PLAIN_BYTES_MAX: Final = 3_000
_LAST_RECORD: Final = b"\x02"


class BrowserKeys(NamedTuple):
    """What a browser gave to encrypt to it: a point of P-256 (`p256dh`) and a secret (`auth`)."""

    point: bytes
    auth: bytes


def keys_of(p256dh: str, auth: str) -> BrowserKeys:
    """As a subscription writes them. ValueError for what is no such key."""
    keys = BrowserKeys(unpacked(p256dh), unpacked(auth))
    if len(keys.point) != POINT_BYTES or len(keys.auth) != AUTH_BYTES:
        raise ValueError("keys of another length")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys.point)
    return keys


def encrypted(
    plain: bytes,
    keys: BrowserKeys,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
    padded: int = PADDED_BYTES,
) -> bytes:
    """The body of a push message. `own` and `salt` are new for each, but for published examples."""
    if len(plain) > PLAIN_BYTES_MAX:
        raise ValueError("a notice is short")
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(SALT_BYTES)
    point = point_of(own.public_key())
    key, nonce = _content_keys(own, point, keys, salt)
    padding = bytes(-(len(plain) + 1) % padded)
    sealed = AESGCM(key).encrypt(nonce, plain + _LAST_RECORD + padding, None)
    return salt + struct.pack(">IB", RECORD_BYTES, len(point)) + point + sealed


def _content_keys(
    own: ec.EllipticCurvePrivateKey, point: bytes, keys: BrowserKeys, salt: bytes
) -> tuple[bytes, bytes]:
    """RFC 8291, 3.4: key and nonce of the one record."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys.point)
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derived(shared, keys.auth, b"WebPush: info\0" + keys.point + point, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    return key, _derived(secret, salt, b"Content-Encoding: nonce\0", 12)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as its point, uncompressed."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def packed(data: bytes) -> str:
    """Base64 for addresses, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """What `packed` wrote; ValueError for what is no such text."""
    if not text.isascii() or len(text) > RECORD_BYTES:
        raise ValueError("no base64url")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""A push service and the browser behind it: it checks who asks, and reads what it was sent.

Written from the receiver's side of RFC 8030, 8188, 8291 and 8292; nothing of it is the node's.
"""

import asyncio
import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CREATED = b"HTTP/1.1 201 Created\r\nlocation: /m/1\r\ncontent-length: 0\r\n\r\n"
DAY_S = 24 * 3600


def pack(data: bytes) -> str:
    """Base64 for addresses."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unpack(text: str) -> bytes:
    """Back again."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """One that has subscribed: its keys, and what was shown to its person."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b"") -> None:
        self._key = key or ec.generate_private_key(ec.SECP256R1())
        self._auth = auth or bytes(range(16))
        spoken = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh, self.auth = pack(spoken), pack(self._auth)

    def read(self, body: bytes) -> bytes:
        """RFC 8188: salt, size of a record, length of the sender's key, the key; one record."""
        salt, size, sender = body[:16], int.from_bytes(body[16:20], "big"), body[21 : 21 + body[20]]
        record = body[21 + body[20] :]
        assert len(record) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self._key.exchange(ec.ECDH(), theirs)
        info = b"WebPush: info\0" + unpack(self.p256dh) + sender
        secret = _expand(hmac.digest(self._auth, shared, "sha256"), info, 32)
        mixed = hmac.digest(salt, secret, "sha256")
        key = _expand(mixed, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _expand(mixed, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert plain.endswith(b"\x02")
        return plain[:-1]


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    return hmac.digest(key, info + b"\x01", hashlib.sha256)[:length]


class PushService:
    """A service on this machine. `answers`: what it says next; else it takes all."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.heads: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.paths: list[str] = []
        self.hangs = False
        self.origin = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One message."""
        try:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            split = [line.partition(": ") for line in lines]
            head = {name.lower(): value for name, _, value in split}
            self.paths.append(first.split()[1])
            self.bodies.append(await reader.readexactly(int(head["content-length"])))
            self.heads.append(head)
            if self.hangs:
                await asyncio.sleep(3600)
            writer.write(self.answers.pop(0) if self.answers else CREATED)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def sender(self, key: str, now_s: int) -> dict[str, Any]:
        """Who asked last, after RFC 8292; the claims, once they and the signature are checked."""
        scheme, _, rest = self.heads[-1]["authorization"].partition(" ")
        given = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert (scheme, given["k"]) == ("vapid", key)
        head, claims, signature = given["t"].split(".")
        numbers = unpack(signature)
        half = len(numbers) // 2
        signed = encode_dss_signature(
            int.from_bytes(numbers[:half], "big"), int.from_bytes(numbers[half:], "big")
        )
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpack(key))
        public.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
        assert json.loads(unpack(head)) == {"alg": "ES256", "typ": "JWT"}
        found: dict[str, Any] = json.loads(unpack(claims))
        assert found["aud"] == self.origin
        assert now_s < found["exp"] <= now_s + DAY_S
        return found


@asynccontextmanager
async def serving(service: PushService) -> AsyncIterator[PushService]:
    """The service at work on a port of its own."""
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0)
    service.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield service
    finally:
        server.close()

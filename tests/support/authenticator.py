"""A device with passkeys, in software: what a browser sends of it, right or bent on purpose."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def wide(data: bytes) -> str:
    """Bytes as WebAuthn writes them."""
    return urlsafe_b64encode(data).decode().rstrip("=")


class Device:
    """One key for one address. Its counter goes on by itself; all else may be bent per answer."""

    def __init__(self, origin: str, host: str, counts: bool = True) -> None:
        self.origin, self.host = origin, host
        self.id = secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.handle = b""
        self.counts, self.count = counts, 0

    def make(self, options: str, **bent: Any) -> str:
        """The answer to being asked for a new key."""
        asked = json.loads(options)
        self.handle = bent.get("handle", b"") or websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        made = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = self._data(HAS_KEY, made, bent)
        client = self._client("webauthn.create", asked["challenge"], bent)
        response = {
            "clientDataJSON": wide(client),
            "attestationObject": wide(AttestationObject.create("none", data, {})),
        }
        return self._credential(response)

    def answer(self, options: str, **bent: Any) -> str:
        """The answer to being asked for this key."""
        client = self._client("webauthn.get", json.loads(options)["challenge"], bent)
        data = self._data(0, None, bent)
        signed = data + hashlib.sha256(client).digest()
        key = bent.get("key", self.key)
        response = {
            "clientDataJSON": wide(client),
            "authenticatorData": wide(data),
            "signature": wide(key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": wide(bent.get("handle", self.handle)),
        }
        return self._credential(response)

    def _data(
        self, flag: int, made: AttestedCredentialData | None, bent: dict[str, Any]
    ) -> AuthenticatorData:
        self.count += self.counts
        host = bent.get("host", self.host)
        flags = AuthenticatorData.FLAG(flag | bent.get("flags", PRESENT | VERIFIED))
        count = bent.get("count", self.count)
        digest = hashlib.sha256(host.encode()).digest()
        return AuthenticatorData.create(digest, flags, count, made or b"")

    def _client(self, kind: str, challenge: str, bent: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(
            bent.get("kind", kind),
            bent.get("challenge", challenge),
            bent.get("origin", self.origin),
            bent.get("cross_origin", False),
        )

    def _credential(self, response: dict[str, str]) -> str:
        id = wide(self.id)
        found = {"id": id, "rawId": id, "type": "public-key", "response": response}
        return json.dumps(found | {"clientExtensionResults": {}})

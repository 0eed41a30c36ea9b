"""Passkeys (WebAuthn): a key on a device that signs for this node's address alone.

The device has to verify its user (`user verification`), so a passkey is two factors in one. What it
was made by is not asked (`attestation: none`). Every question is a fresh challenge in the sealed
cookie of the browser that is asked; whose answer was taken once is never taken again.
"""

import hashlib
import hmac
import json
import struct
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from cryptography.exceptions import InvalidSignature
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

PASSKEYS_MAX: Final = 10
ASKED_MS: Final = 5 * 60 * 1000
"""So long an answer may take."""
_ANSWER_LETTERS_MAX: Final = 16_000
_DEMANDED: Final = UserVerificationRequirement.REQUIRED
_MALFORMED: Final = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OverflowError),
    *(RecursionError, struct.error, InvalidSignature, NotImplementedError),
)
"""All that the library says of an answer that is none."""

Asked = dict[str, Any]
"""A question as the sealed cookie holds it: challenge, what for, when, of whom."""


class Passkey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key of a person. `data`: id and public key; `asked`: the last challenge that it answered.

    `alone`: it opens the account without the password. Instants are milliseconds.
    """

    data: bytes
    name: str
    made: int
    alone: bool = False
    used: int = 0
    asked: int = 0
    count: int = 0

    @property
    def credential(self) -> AttestedCredentialData:
        """As the library knows it."""
        return AttestedCredentialData(self.data)

    @property
    def ref(self) -> str:
        """What it is filed under."""
        return ref_of(self.credential.credential_id)


def ref_of(credential_id: bytes) -> str:
    """A credential's id may be long: its digest names it."""
    return hashlib.sha256(credential_id).hexdigest()


class Answer(msgspec.Struct, frozen=True):
    """An answer that is right: by which key, to the challenge of when, and its counter after it."""

    ref: str
    asked: int
    count: int


class PasskeyPlace:
    """Where passkeys of a node hold: its configured address, and no other."""

    def __init__(self, origin: str, host: str, name: str) -> None:
        self.origin = origin
        entity = PublicKeyCredentialRpEntity(id=host, name=name)
        none = AttestationConveyancePreference.NONE
        self._server = Fido2Server(entity, attestation=none, verify_origin=origin.__eq__)

    def ask_new(
        self, handle: bytes, login: str, name: str, kept: tuple[Passkey, ...], alone: bool
    ) -> tuple[str, Asked]:
        """Ask a device for a new key: what the browser is told, and what the cookie keeps."""
        user = PublicKeyCredentialUserEntity(id=handle, name=login, display_name=name)
        lives = ResidentKeyRequirement.REQUIRED if alone else ResidentKeyRequirement.DISCOURAGED
        known = [one.credential for one in kept]
        options, state = self._server.register_begin(user, known, lives, _DEMANDED)
        return json.dumps(dict(options)["publicKey"]), dict(state)

    def new(self, asked: Asked, answer: str) -> tuple[bytes, int] | None:
        """Id and public key that a device made, and its counter; None where it is no answer."""
        try:
            given = RegistrationResponse.from_dict(_parsed(answer))
            if given.response.client_data.cross_origin:
                return None
            found = self._server.register_complete(asked, given)
            if found.credential_data is None or not _is_own(given.raw_id, found.credential_data):
                return None
            return bytes(found.credential_data), found.counter
        except _MALFORMED:
            return None

    def ask(self, kept: tuple[Passkey, ...] = ()) -> tuple[str, Asked]:
        """Ask for one of these keys; without any, for whichever opens an account alone."""
        known = [one.credential for one in kept] or None
        options, state = self._server.authenticate_begin(known, _DEMANDED)
        return json.dumps(dict(options)["publicKey"]), dict(state)

    def check(
        self, asked: Asked, at: int, kept: tuple[Passkey, ...], handle: bytes, answer: str
    ) -> Answer | None:
        """The answer, where it is right: of one of these keys, to this challenge, from here."""
        try:
            given = AuthenticationResponse.from_dict(_parsed(answer))
            response = given.response
            if response.client_data.cross_origin or not _is_of(response.user_handle, handle):
                return None
            known = [one.credential for one in kept]
            key = self._server.authenticate_complete(asked, known, given)
            return Answer(ref_of(key.credential_id), at, response.authenticator_data.counter)
        except _MALFORMED:
            return None


def _is_own(raw_id: bytes, made: AttestedCredentialData) -> bool:
    """Whether the browser and the device speak of the same key."""
    return hmac.compare_digest(raw_id, made.credential_id)


def _is_of(given: bytes | None, handle: bytes) -> bool:
    """Whether the account is the one that the device keeps the key for, where it says so."""
    return not given or hmac.compare_digest(given, handle)


def asked_for(answer: str) -> str:
    """What the key is filed under that an answer claims to be of; nothing where it claims none."""
    try:
        return ref_of(AuthenticationResponse.from_dict(_parsed(answer)).raw_id)
    except _MALFORMED:
        return ""


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > _ANSWER_LETTERS_MAX:
        raise ValueError("too long for an answer of a device")
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError("no answer of a browser")
    return found


def place_of(home: str, name: str) -> PasskeyPlace | None:
    """Where passkeys of a node at this address hold; None where browsers let none be.

    They are bound to a name and to TLS. This machine is an exception: it is called `localhost`.
    """
    parts = urlsplit(home)
    host = _named(parts.hostname or "")
    if not host or (parts.scheme != "https" and host != "localhost"):
        return None
    origin = f"{parts.scheme}://{host}"
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    has_port = parts.port is not None and parts.port != usual
    return PasskeyPlace(f"{origin}:{parts.port}" if has_port else origin, host, name)


def _named(host: str) -> str:
    try:
        return "localhost" if ip_address(host).is_loopback else ""
    except ValueError:
        return host

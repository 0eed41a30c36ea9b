"""The second factor: a code of the moment (RFC 6238), a passkey or a recovery code.

Document kind `second-factor`, id = login, apart from accounts. The secret of the codes is sealed
with a key that lies beside the database (`factor.key`), recovery codes are digests, of passkeys the
public half is kept: a stolen database opens nothing.
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

import msgspec
import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.typed import latin
from corridor.engine.jobs import Note
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.web.auth.accounts import ACCOUNT, FACTOR, account_in
from corridor.web.auth.own_secret import own_secret
from corridor.web.auth.passkeys import Passkey
from corridor.web.auth.roster import changed
from corridor.web.auth.signed_in import EndSessions

KEY_FILE: Final = "factor.key"
STEP_MS: Final = 30_000
RECOVERY_CODES: Final = 10
_RECOVERY_LETTERS: Final = 16
_NONCE_BYTES: Final = 12
_DIGITS: Final = 6


class Factor(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person has besides the password. `step`: of the last code that was taken.

    `handle`: by what the person's devices know the account; it tells nothing of them.
    """

    sealed: str = ""
    step: int = 0
    recovery: tuple[str, ...] = ()
    passkeys: tuple[Passkey, ...] = ()
    handle: bytes = b""

    @property
    def is_on(self) -> bool:
        """Whether the password alone is not enough."""
        return bool(self.sealed or self.passkeys)


NO_FACTOR: Final = Factor()
_FACTOR = msgspec.json.Decoder(Factor)


def factor_of(queries: Queries, login: str) -> Factor:
    """What the person has; nothing by default."""
    found = queries.document(FACTOR, login)
    return _FACTOR.decode(found.body) if found else NO_FACTOR


class KeepFactor(msgspec.Struct, frozen=True):
    """Set up codes of the moment, or take them away; all other sessions end with that."""

    login: str
    sealed: str
    step: int
    recovery: tuple[str, ...]
    actor: Actor
    session: str = ""

    def run(self, unit: Unit) -> None:
        """Passkeys stay as they are."""
        kept = replace(kept_factor(unit, self.login), sealed=self.sealed, step=self.step)
        what = "second_factor" if self.sealed else "second_factor_off"
        put_factor(unit, self.login, replace(kept, recovery=self.recovery or kept.recovery))
        note_factor(unit, self.login, what, self.actor, self.session)


class RenewRecovery(msgspec.Struct, frozen=True):
    """New recovery codes in place of all earlier ones; all other sessions end with that."""

    login: str
    recovery: tuple[str, ...]
    actor: Actor
    session: str = ""

    def run(self, unit: Unit) -> None:
        """What they stand in for stays as it is."""
        kept = kept_factor(unit, self.login)
        put_factor(unit, self.login, replace(kept, recovery=self.recovery))
        note_factor(unit, self.login, "second_factor", self.actor, self.session)


class TakeStep(msgspec.Struct, frozen=True):
    """Use up a code of the moment: whoever read it over a shoulder comes too late."""

    login: str
    step: int

    def run(self, unit: Unit) -> bool:
        """False for a code that was used, or is older than one that was."""
        factor = kept_factor(unit, self.login)
        if self.step <= factor.step:
            return False
        put_factor(unit, self.login, replace(factor, step=self.step))
        return True


class TakeRecovery(msgspec.Struct, frozen=True):
    """Use up a recovery code."""

    login: str
    digest: str

    def run(self, unit: Unit) -> bool:
        """False where there is no such code any more."""
        factor = kept_factor(unit, self.login)
        left = tuple(one for one in factor.recovery if not hmac.compare_digest(one, self.digest))
        if len(left) == len(factor.recovery):
            return False
        put_factor(unit, self.login, replace(factor, recovery=left))
        return True


def kept_factor(unit: Unit, login: str) -> Factor:
    """What the person has, inside a transaction."""
    found = unit.tx.document(FACTOR, login)
    return _FACTOR.decode(found.body) if found else NO_FACTOR


def put_factor(unit: Unit, login: str, factor: Factor) -> None:
    """Kept as a document while there is something."""
    if factor.is_on:
        body = msgspec.json.encode(factor)
        unit.tx.put_document(FACTOR, Document(login, login, unit.now(), body))
    else:
        unit.tx.delete_document(FACTOR, login)


def note_factor(unit: Unit, login: str, what: str, actor: Actor, session: str) -> None:
    """Say in the log what became of it, and end all sessions but this one."""
    EndSessions(login, session).run(unit)
    kept = unit.tx.document(ACCOUNT, login)
    if kept is not None:
        Note(changed(account_in(kept), what), actor).run(unit)


class Safe:
    """Seals secrets that have to be read again, with a key of the node's own."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEY_FILE

    def seal(self, secret: str, login: str) -> str:
        """Bound to the login, so that one person's secret is not taken for another's."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher().encrypt(nonce, secret.encode(), login.encode())
        return b64encode(nonce + sealed).decode()

    def open(self, sealed: str, login: str) -> str:
        """The secret; nothing where it was not sealed with this key."""
        data = b64decode(sealed)
        try:
            found = self._cipher().decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], login.encode())
        except InvalidTag:
            return ""
        return found.decode()

    def _cipher(self) -> AESGCM:
        return AESGCM(own_secret(self._path, lambda: AESGCM.generate_key(256)))


def new_secret() -> str:
    """160 bits, as applications of authenticators take them."""
    return pyotp.random_base32()


def address_of_secret(secret: str, login: str, issuer: str) -> str:
    """What stands in the QR code for the application."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, now_ms: int) -> int:
    """The step whose code it is, now or half a minute before or after; 0 where it is none.

    All three are compared in any case, and each in constant time.
    """
    given, present = _bare(code), now_ms // STEP_MS
    if not secret or len(given) != _DIGITS or not (given.isascii() and given.isdigit()):
        return 0
    totp, found = pyotp.TOTP(secret), 0
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(totp.generate_otp(step), given):
            found = step
    return found


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 80 bits each, in groups that can be read aloud."""
    return tuple(_grouped(pyotp.random_base32(32)) for _ in range(RECOVERY_CODES))


def _grouped(text: str) -> str:
    return "-".join(text[at : at + 4] for at in range(0, _RECOVERY_LETTERS, 4))


def recovery_digest(code: str) -> str:
    """What a recovery code is known by: 80 random bits need no salt."""
    return hashlib.sha256(_bare(code).encode()).hexdigest()


def _bare(code: str) -> str:
    """As it is copied from a screen or from paper, without what groups it."""
    return "".join(letter for letter in latin(code) if letter.isalnum())

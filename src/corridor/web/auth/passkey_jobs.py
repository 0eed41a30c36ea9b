"""Passkeys as work for the engine: added, used once for each challenge, taken away.

Document kind `passkey`, id = digest of the credential's id, owner = login: whose it is. The key
itself stands with the person's second factor.
"""

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.unit import Unit
from corridor.web.auth.accounts import PASSKEY
from corridor.web.auth.passkeys import PASSKEYS_MAX, Answer, Passkey
from corridor.web.auth.second_factor import kept_factor, note_factor, put_factor


class AddPasskey(msgspec.Struct, frozen=True):
    """Let a device speak for a person; all other sessions end with that.

    `recovery`: digests of codes, for whom this is the first second factor.
    """

    login: str
    passkey: Passkey
    handle: bytes
    recovery: tuple[str, ...]
    actor: Actor
    session: str = ""

    def run(self, unit: Unit) -> bool:
        """False where the key is somebody's already, or the person has too many."""
        kept = kept_factor(unit, self.login)
        ref = self.passkey.ref
        if unit.tx.document(PASSKEY, ref) or len(kept.passkeys) >= PASSKEYS_MAX:
            return False
        if kept.handle and kept.handle != self.handle:
            return False
        unit.tx.put_document(PASSKEY, Document(ref, self.login, unit.now(), b"{}"))
        recovery = kept.recovery if kept.is_on else self.recovery
        passkeys = (*kept.passkeys, self.passkey)
        after = replace(kept, passkeys=passkeys, handle=self.handle, recovery=recovery)
        put_factor(unit, self.login, after)
        note_factor(unit, self.login, "passkey", self.actor, self.session)
        return True


class UsePasskey(msgspec.Struct, frozen=True):
    """Take an answer, once: no second time for the same challenge, nor for an older one.

    A device that counts must have counted on: of two with the same key one is a copy.
    """

    login: str
    answer: Answer
    now: int

    def run(self, unit: Unit) -> bool:
        """False where it was taken already, or the key is gone."""
        kept = kept_factor(unit, self.login)
        key = next((one for one in kept.passkeys if one.ref == self.answer.ref), None)
        if key is None or self.answer.asked <= key.asked:
            return False
        if (key.count or self.answer.count) and self.answer.count <= key.count:
            return False
        after = replace(key, used=self.now, asked=self.answer.asked, count=self.answer.count)
        passkeys = tuple(after if one is key else one for one in kept.passkeys)
        put_factor(unit, self.login, replace(kept, passkeys=passkeys))
        return True


class TakePasskey(msgspec.Struct, frozen=True):
    """Make a passkey worthless; all other sessions end with that. False where there is none."""

    login: str
    ref: str
    actor: Actor
    session: str = ""

    def run(self, unit: Unit) -> bool:
        """With the last of what a person has go the recovery codes."""
        kept = kept_factor(unit, self.login)
        left = tuple(one for one in kept.passkeys if one.ref != self.ref)
        if len(left) == len(kept.passkeys):
            return False
        unit.tx.delete_document(PASSKEY, self.ref)
        put_factor(unit, self.login, replace(kept, passkeys=left))
        note_factor(unit, self.login, "passkey_off", self.actor, self.session)
        return True


def login_of_passkey(queries: Queries, ref: str) -> str:
    """Whose passkey it is; nothing where it is nobody's."""
    found = queries.document(PASSKEY, ref) if ref else None
    return found.owner if found else ""

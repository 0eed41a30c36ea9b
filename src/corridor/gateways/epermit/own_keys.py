"""The node's own keys for partners: one officer asks for a change of them, another one agrees."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.engine.epermit import (
    KEY_ASKED,
    KEYS_MAX,
    LINE,
    LINES_MAX,
    NEW_KEY,
    OWN_KEY,
    KeyAsked,
    OwnKey,
    document_of,
    own_keys,
    read_key_asked,
    read_line,
    signing_key,
)
from corridor.engine.hlc import to_ms
from corridor.engine.ports import Reader
from corridor.engine.records import EpermitLineChanged
from corridor.engine.unit import Unit
from corridor.gateways.epermit import codes
from corridor.gateways.epermit.sending import Draft, chain

DONE: Final = ""


class AskForKey(msgspec.Struct, frozen=True):
    """One officer would have a new key, or `kid` revoked; nothing is done yet."""

    kid: str
    actor: Actor

    def run(self, unit: Unit) -> str:
        """Why not, by a code; empty where it waits for another officer."""
        keys = own_keys(unit.tx)
        if self.kid == NEW_KEY:
            why = "too_many_keys" if len(keys) >= KEYS_MAX else DONE
        else:
            why = _why_kept(_counting(keys, self.kid), _signer_without(keys, self.kid))
        if not why and unit.tx.document(KEY_ASKED, self.kid) is not None:
            why = "asked_already"
        if not why:
            asked = KeyAsked(self.kid, self.actor.person, unit.now())
            unit.tx.put_document(KEY_ASKED, document_of(self.kid, "", asked.asked_at, asked))
            unit.log.say("node", EpermitLineChanged("", "key_asked", self.kid), self.actor)
        return why


class DropKeyAsked(msgspec.Struct, frozen=True):
    """It is not done: whoever asked has thought better of it, or the other does not agree."""

    kid: str
    actor: Actor

    def run(self, unit: Unit) -> str:
        """Why not, by a code; empty where it is dropped."""
        if unit.tx.document(KEY_ASKED, self.kid) is None:
            return "changed"
        unit.tx.delete_document(KEY_ASKED, self.kid)
        unit.log.say("node", EpermitLineChanged("", "key_dropped", self.kid), self.actor)
        return DONE


class AddOwnKey(msgspec.Struct, frozen=True):
    """A key of ours was made: partners are told, signed by the one before. `ids`: of the messages,
    by partner.
    """

    key: OwnKey
    jwk: str
    ids: dict[str, str]
    actor: Actor

    def run(self, unit: Unit) -> str:
        """Why not, by a code; empty where it is done."""
        before, at = own_keys(unit.tx), unit.now()
        why = why_no_new_key(unit.tx, self.actor)
        if why:
            return why
        if any(one.kid == self.key.kid for one in before):
            return codes.KEYID_ALREADY_EXISTS
        made = replace(self.key, made_at=at)
        unit.tx.delete_document(KEY_ASKED, NEW_KEY)
        unit.tx.put_document(OWN_KEY, document_of(made.kid, "", at, made))
        unit.log.say("node", EpermitLineChanged("", "key_made", made.kid), self.actor)
        signer = signing_key(before)
        fields = {"authority": unit.settings.node, "kid": made.kid, "jwk": self.jwk}
        if signer is not None:
            _tell(unit, "key-created", signer.kid, fields, self.ids)
        return DONE


class RevokeOwnKey(msgspec.Struct, frozen=True):
    """A key of ours counts no more: partners are told, signed by another."""

    kid: str
    ids: dict[str, str]
    actor: Actor

    def run(self, unit: Unit) -> str:
        """Why not, by a code; empty where it is done."""
        keys, at = own_keys(unit.tx), unit.now()
        found = _counting(keys, self.kid)
        left = _signer_without(keys, self.kid)
        why = _why_kept(found, left) or _why_not_agreed(unit.tx, self.kid, self.actor)
        if why or found is None or left is None:
            return why
        unit.tx.delete_document(KEY_ASKED, self.kid)
        gone = replace(found, revoked_at=at)
        unit.tx.put_document(OWN_KEY, document_of(self.kid, "", found.made_at, gone))
        unit.log.say("node", EpermitLineChanged("", "key_revoked", self.kid), self.actor)
        second = to_ms(at) // 1000
        fields: dict[str, str | int] = {
            "authority": unit.settings.node,
            "key_id": self.kid,
            "revoked_at": second,
        }
        _tell(unit, "key-revoked", left.kid, fields, self.ids)
        return DONE


def _tell(
    unit: Unit, kind: str, kid: str, fields: Mapping[str, str | int], ids: dict[str, str]
) -> None:
    """Every partner, in its own chain."""
    for document in unit.tx.documents(LINE, None, LINES_MAX):
        line = read_line(document)
        if line is not None and line.state == "open" and line.partner in ids:
            about = str(fields.get("kid") or fields.get("key_id"))
            chain(unit, line, Draft(line.partner, kind, ids[line.partner], kid, about, {**fields}))


def why_no_new_key(reader: Reader, actor: Actor) -> str:
    """Why a key is not made, by a code. The first of all comes with the first line, which two open
    anyhow.
    """
    return _why_not_agreed(reader, NEW_KEY, actor) if own_keys(reader) else DONE


def _why_not_agreed(reader: Reader, kid: str, actor: Actor) -> str:
    asked = reader.document(KEY_ASKED, kid)
    if asked is None:
        return "changed"
    is_alone = read_key_asked(asked).asked_by == actor.person
    return "same_person_key" if is_alone else DONE


def _why_kept(found: OwnKey | None, left: OwnKey | None) -> str:
    """Why a key is not revoked, by a code: it does not count, or none would be left."""
    if found is None:
        return codes.KEY_NOTFOUND
    return codes.INSUFFICIENT_KEY if left is None else DONE


def _counting(keys: Iterable[OwnKey], kid: str) -> OwnKey | None:
    return next((one for one in keys if one.kid == kid and not one.revoked_at), None)


def _signer_without(keys: Iterable[OwnKey], kid: str) -> OwnKey | None:
    return signing_key(one for one in keys if one.kid != kid)

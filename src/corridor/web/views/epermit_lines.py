"""A line as the ministry reads it: how it stands, what waits and why, what was said last."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from corridor.domain.facts import Actor
from corridor.engine.epermit import (
    NEW_KEY,
    OWN_KEY,
    QUEUE,
    REFUSED,
    SENT,
    STEPPED,
    TAKEN,
    Given,
    KeyAsked,
    Line,
    OwnKey,
    PartnerKey,
    read_not_taken,
    read_outgoing,
    read_own_key,
    read_taken,
)
from corridor.engine.ports import Document
from corridor.web.epermit import EpermitDesk
from corridor.web.labels.quota import QUOTA_TYPES
from corridor.web.services import Services
from corridor.web.templating import Reader

SHOWN_MAX: Final = 20
KEYS_SHOWN: Final = 20
LAST: Final = "9999"
"""After every instant: what waits comes oldest first."""
OF_QUOTA: Final = ("permit_issuer", "permit_issued_for", "permit_year", "permit_type")
View = dict[str, Any]
KIND_OF_STATE: Final = {"open": "ok", "proposed": "wait", "stopped": "stop"}


def line_view(reader: Reader, line: Line) -> View:
    """A line in a list of them."""
    is_ill = bool(line.error) and line.state == "open"
    word = reader.labels(line.state, "epermit_state")
    return {
        "partner": line.partner,
        "name": reader.names.country(line.partner),
        "url": line.url,
        "state": line.state,
        "word": reader.words("Does not go on") if is_ill else word,
        "kind": "stop" if is_ill else KIND_OF_STATE[line.state],
        "waiting": line.waiting,
        "received_at": line.received_at,
        "delivered_at": line.delivered_at,
        "href": f"/permits/epermit/{line.partner}",
    }


def trouble_of(reader: Reader, line: Line) -> View | None:
    """Why the first of what waits is not taken, and what to do; None while all is well."""
    if not line.error:
        return None
    return {
        "code": line.error,
        "words": code_words(reader, line.error),
        "said": line.error_text,
        "tried_at": line.tried_at,
        "again": line.rests_until,
        "failures": line.failures,
    }


def code_words(reader: Reader, code: str) -> str:
    """What a code means; a code without words stands for itself."""
    return reader.labels(code, "epermit_code")


def quotas_of(reader: Reader, given: Iterable[Given]) -> list[View]:
    """What was given, by year and type."""
    return [
        {
            "year": one.year,
            "type": reader.words(QUOTA_TYPES[str(one.type)])
            if str(one.type) in QUOTA_TYPES
            else str(one.type),
            "total": one.total,
        }
        for one in given
    ]


def keys_of(desk: EpermitDesk, keys: Iterable[PartnerKey | OwnKey]) -> list[View]:
    """Keys with what two people compare them by."""
    return [
        {"kid": one.kid, "thumbprint": desk.thumbprint(one), "revoked_at": one.revoked_at}
        for one in keys
    ]


def own_keys_of(services: Services) -> list[OwnKey]:
    """The node's own keys, the oldest first."""
    found = services.queries.documents(OWN_KEY, None, KEYS_SHOWN)
    return sorted(map(read_own_key, found), key=lambda one: one.made_at)


def asked_view(reader: Reader, asked: KeyAsked, actor: Actor) -> View:
    """A change of the own keys that waits for another officer."""
    is_new = asked.kid == NEW_KEY
    return {
        "kid": asked.kid,
        "what": reader.words("Make a new key")
        if is_new
        else reader.words("Revoke the key %(kid)s", kid=asked.kid),
        "means": ""
        if is_new
        else reader.words("The codes of permits issued with it and not used yet count no more."),
        "by": asked.asked_by,
        "at": asked.asked_at,
        "is_mine": asked.asked_by == actor.person,
    }


def waiting_of(reader: Reader, services: Services, partner: str) -> list[View]:
    """The first of what waits, in the order in which it goes out."""
    found = services.queries.documents(QUEUE, partner, SHOWN_MAX, before=LAST)
    return [_outgoing(reader, one) for one in sorted(found, key=lambda one: one.id)]


def said_of(reader: Reader, services: Services, partner: str) -> list[View]:
    """What was said last, both ways, the newest first."""
    queries = services.queries
    out = [_outgoing(reader, one) for one in queries.documents(SENT, partner, SHOWN_MAX)]
    into = [_taken(reader, one) for one in queries.documents(TAKEN, partner, SHOWN_MAX)]
    return sorted((*out, *into), key=lambda one: str(one["at"]), reverse=True)[:SHOWN_MAX]


def refused_of(reader: Reader, services: Services, partner: str) -> list[View]:
    """What the partner sent and was refused here."""
    found = map(read_not_taken, services.queries.documents(REFUSED, partner, SHOWN_MAX))
    return [
        {
            "kind": reader.labels(one.kind, "epermit_kind"),
            "about": one.about or one.event_id,
            "code": one.code,
            "words": code_words(reader, one.code),
            "at": one.at,
        }
        for one in found
    ]


def _outgoing(reader: Reader, document: Document) -> View:
    one = read_outgoing(document)
    code = "" if one.error == STEPPED else one.error
    return {
        "id": document.id,
        "way": reader.words("to the partner"),
        "kind": reader.labels(one.kind, "epermit_kind"),
        "about": one.about,
        "at": document.updated,
        "attempts": one.attempts,
        "code": code,
        "words": code_words(reader, code) if code else "",
        "is_out": True,
    }


def _taken(reader: Reader, document: Document) -> View:
    one = read_taken(document)
    return {
        "id": document.id,
        "way": reader.words("from the partner"),
        "kind": reader.labels(one.kind, "epermit_kind"),
        "about": _about(one.text) or document.id.partition(" ")[2],
        "at": one.at,
        "attempts": 0,
        "code": "",
        "words": "",
        "is_out": False,
    }


def _about(text: str) -> str:
    """The permit, key or quota that a message is about."""
    said = msgspec.json.decode(text)
    one = said.get("permit_id") or said.get("kid") or said.get("key_id")
    return str(one or "-".join(str(said.get(name, "")) for name in OF_QUOTA))

"""Taking a partner's message: the chain, then what it says, in one transaction with what follows.

What is refused changes nothing; it is only noted, so that both sides can see why.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM
from corridor.domain.commands import Command
from corridor.domain.consignment import Party
from corridor.domain.facts import Actor
from corridor.domain.permit_types.request import Detail
from corridor.domain.permits.admitting import AdmitPermit, TakeBackAdmitted
from corridor.domain.permits.listings import number_key
from corridor.domain.permits.passing import NoteUseAbroad
from corridor.domain.permits.state import Permit
from corridor.domain.quota import TYPES, quota_id
from corridor.domain.quotas.relaying import RelayQuota
from corridor.domain.reference.authorities import ROAD, ministry_of
from corridor.engine.epermit import (
    GENESIS,
    KEYS_MAX,
    LINE,
    QUOTAS_MAX,
    REFUSED,
    REFUSED_MAX,
    TAKEN,
    Line,
    NotTaken,
    PartnerKey,
    TakenIn,
    document_of,
    read_line,
    taken_id,
    total_of,
    with_more,
)
from corridor.engine.hlc import instant
from corridor.engine.records import EpermitMessage
from corridor.engine.unit import Unit
from corridor.gateways.epermit import codes
from corridor.gateways.epermit.shapes import day_of

_BY_NOBODY: Final = Actor(role=SYSTEM)
NAME_MAX, ID_MAX, TWO = 140, 17, 2


class TakeMessage(msgspec.Struct, frozen=True):
    """A message whose proof was found right, by the key `kid` of the partner.

    `text`: what was signed. `key`: of a message that gives a key, that key.
    """

    partner: str
    kind: str
    kid: str
    text: str
    proof: str
    values: dict[str, Any]
    key: PartnerKey | None = None

    def run(self, unit: Unit) -> str:
        """The code by which it is refused; empty where it was taken."""
        line = read_line(unit.tx.document(LINE, self.partner))
        if line is None or line.state != "open":
            return codes.AUTHORITY_NOT_FOUND
        code, after = self._judged(unit, line)
        if code:
            self._note(unit, code)
            return code
        at, id = unit.now(), str(self.values["event_id"])
        taken = TakenIn(self.kind, at, self.text, self.proof, self.kid)
        unit.tx.put_document(
            TAKEN, document_of(taken_id(self.partner, id), self.partner, at, taken)
        )
        done = replace(after, last_in=id, count_in=line.count_in + 1, received_at=at)
        unit.tx.put_document(LINE, document_of(self.partner, "", at, done))
        digest = sha256(self.text.encode()).hexdigest()
        unit.note("node", EpermitMessage(self.partner, "in", self.kind, id, digest))
        return ""

    def _judged(self, unit: Unit, line: Line) -> tuple[str, Line]:
        if line.key(self.kid) is None:
            return codes.KEY_NOTFOUND, line
        code = self._wrong_chain(unit, line)
        return (code, line) if code else CARRIED_OUT[self.kind](self, unit, line)

    def _wrong_chain(self, unit: Unit, line: Line) -> str:
        """Once, and after one that is known here."""
        if self._is_known(unit, self.values["event_id"]):
            return codes.EVENT_ALREADY_EXISTS
        before = self.values["previous_event_id"]
        if before == GENESIS:
            return codes.GENESIS_EVENT_ALREADY_EXISTS if line.count_in else ""
        return "" if self._is_known(unit, before) else codes.PREVIOUS_EVENT_NOTFOUND

    def _is_known(self, unit: Unit, event_id: str) -> bool:
        return unit.tx.document(TAKEN, taken_id(self.partner, event_id)) is not None

    def _note(self, unit: Unit, code: str) -> None:
        """The newest are kept: a partner that repeats itself fills nothing."""
        at, id = unit.now(), str(self.values["event_id"])
        about = str(self.values.get("permit_id") or self.values.get("kid") or "")
        found = NotTaken(self.kind, id, code, at, about)
        unit.tx.put_document(
            REFUSED, document_of(taken_id(self.partner, id), self.partner, at, found)
        )
        for old in unit.tx.documents(REFUSED, self.partner, REFUSED_MAX + 10)[REFUSED_MAX:]:
            unit.tx.delete_document(REFUSED, old.id)


Carried = tuple[str, Line]


def _created(told: TakeMessage, unit: Unit, line: Line) -> Carried:
    said, node = told.values, unit.settings.node
    number = str(said["permit_id"])
    issuer, used_in, year, type, serial = number.split("-")
    named = (said["permit_issuer"], said["permit_issued_for"])
    dated = (str(said["permit_year"]), str(said["permit_type"]))
    if (issuer, used_in) != named or (year, type) != dated:
        return codes.INVALID_PERMITID, line
    if unit.tx.find(number_key(number)):
        return codes.PERMITID_ALREADY_EXISTS, line
    total = total_of(line.given, said["permit_year"], said["permit_type"])
    if not total:
        return codes.INSUFFICIENT_PERMIT_QUOTA, line
    if not 1 <= int(serial) <= total or str(int(serial)) != serial:
        return codes.INVALID_PERMIT_QUOTA_RANGE, line
    outcome = unit.execute(_admission(said, node), _BY_NOBODY, f"pm-{node}-{number}")
    return codes.PERMITID_ALREADY_EXISTS if outcome.refusals else "", line


def _admission(said: Mapping[str, Any], node: str) -> AdmitPermit:
    name, id = said["company_name"], said["company_id"]
    whole = {"company_name": name, "company_id": id}
    too_long = {"company_name": len(name) > NAME_MAX, "company_id": len(id) > ID_MAX}
    holder = Party(
        name=name[:NAME_MAX],
        id="" if too_long["company_id"] else id,
        country=said["permit_issuer"],
    )
    plates = (said.get("plate_number"), said.get("plate_number2"))
    way = (said["departure_country"], said["arrival_country"])
    return AdmitPermit(
        number=said["permit_id"],
        issuer=said["permit_issuer"],
        kind=ROAD,
        authority=ministry_of(node),
        holder=holder,
        valid_from=day_of(said["issued_at"]),
        valid_to=day_of(said["expires_at"]),
        message=said["event_id"],
        plates=tuple(one for one in plates if one),
        countries=tuple(dict.fromkeys(one for one in way if len(one) == TWO)),
        credential=said["qr_code"],
        details=tuple(Detail(one, whole[one]) for one in whole if too_long[one]),
    )


def _revoked(told: TakeMessage, unit: Unit, line: Line) -> Carried:
    permit = _permit(unit, told.values["permit_id"])
    if permit is None or permit.admitted_from != told.partner:
        return codes.PERMIT_NOTFOUND, line
    if permit.status == "revoked":
        return codes.PERMIT_ALREADY_REVOKED, line
    if permit.uses:
        return codes.PERMIT_USED, line
    at, id = _by_now(unit, told.values["revoked_at"]), told.values["event_id"]
    return _done(unit, TakeBackAdmitted(at, id), permit.id, line, codes.PERMIT_NOTFOUND)


def _used(told: TakeMessage, unit: Unit, line: Line) -> Carried:
    """Whoever passed has passed: also by a permit that was revoked meanwhile."""
    permit, said = _permit(unit, told.values["permit_id"]), told.values
    is_ours = permit is not None and permit.home == unit.settings.node and permit.request.quota
    if permit is None or not is_ours or permit.request.country != told.partner:
        return codes.PERMIT_NOTFOUND, line
    note = NoteUseAbroad(
        "in" if said["activity_type"] == "ENTRANCE" else "out",
        _by_now(unit, said["activity_timestamp"]),
        str(said.get("activity_details") or "")[:512],
        said["event_id"],
    )
    return _done(unit, note, permit.id, line, codes.PERMIT_USED)


def _by_now(unit: Unit, second: int) -> str:
    """When it happened: by the time that it is told, whatever the partner's clock shows."""
    return min(instant_of(second), unit.now())


def _permit(unit: Unit, number: str) -> Permit | None:
    found = (unit.get(subject).state for subject in unit.tx.find(number_key(number)))
    return next((one for one in found if isinstance(one, Permit)), None)


def _done(unit: Unit, command: Command, subject: str, line: Line, code: str) -> Carried:
    outcome = unit.execute(command, _BY_NOBODY, subject)
    return code if outcome.refusals else "", line


def _quota(told: TakeMessage, unit: Unit, line: Line) -> Carried:
    """Of types that quotas here know the numbers are ours to issue; others only stand beside."""
    said = told.values
    year, type, count = said["permit_year"], said["permit_type"], said["quantity"]
    if len(line.got) >= QUOTAS_MAX and not total_of(line.got, year, type):
        return codes.INSUFFICIENT_PERMIT_QUOTA, line
    after = replace(line, got=with_more(line.got, year, type, count))
    if str(type) not in TYPES:
        return "", after
    relay = RelayQuota(count, f"{year + 1}-01-31", said["event_id"])
    subject = quota_id(told.partner, unit.settings.node, year, str(type))
    return _done(unit, relay, subject, after, codes.AUTHORITY_NOT_FOUND)


def _key_created(told: TakeMessage, unit: Unit, line: Line) -> Carried:
    kid = told.values["kid"]
    if told.values["authority"] != told.partner or told.key is None:
        return codes.AUTHORITY_NOT_FOUND, line
    if any(one.kid == kid for one in line.keys):
        return codes.KEYID_ALREADY_EXISTS, line
    if len(line.keys) >= KEYS_MAX:
        return codes.INSUFFICIENT_KEY, line
    return "", replace(line, keys=(*line.keys, replace(told.key, kid=kid)))


def _key_revoked(told: TakeMessage, unit: Unit, line: Line) -> Carried:
    kid = told.values["key_id"]
    if told.values["authority"] != told.partner:
        return codes.AUTHORITY_NOT_FOUND, line
    if len(line.counting) < TWO:
        return codes.INSUFFICIENT_KEY, line
    if line.key(kid) is None:
        return codes.KEY_NOTFOUND, line
    at = unit.now()
    keys = tuple(replace(one, revoked_at=at) if one.kid == kid else one for one in line.keys)
    return "", replace(line, keys=keys)


CARRIED_OUT: Final[Mapping[str, Callable[[TakeMessage, Unit, Line], Carried]]] = {
    "permit-created": _created,
    "permit-used": _used,
    "permit-revoked": _revoked,
    "quota-created": _quota,
    "key-created": _key_created,
    "key-revoked": _key_revoked,
}


def instant_of(second: int) -> str:
    """An instant of the corridor from seconds since 1970."""
    return instant(second * 1_000)

"""What partners are told of: events of permits that concern them, read from the log in its order.

So nothing is queued while a permit is decided on, and nothing is forgotten: what the log says after
the place that partners were told up to is still to be told.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from corridor.domain.facts import Fact
from corridor.domain.permits.issuing import PermitIssued
from corridor.domain.permits.passing import PermitPassed
from corridor.domain.permits.returning import PermitReturned
from corridor.domain.permits.revoking import PermitRevoked
from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import PermitUsed
from corridor.engine.hlc import to_ms
from corridor.gateways.epermit.shapes import day_said, day_there

ABOUT: Final = frozenset(
    {
        "permit.issued/1",
        "permit.passed/1",
        "permit.returned/1",
        "permit.revoked/1",
        "permit.used/1",
    }
)
"""Tags of the events that may concern a partner."""
COMPANY_MAX, ID_MAX = 500, 255
SignCode = Callable[[dict[str, str]], str]
"""Claims of a permit → the text of its code."""


class Tale(NamedTuple):
    """What is told of one event: to whom, the kind of message, and its own fields."""

    partner: str
    kind: str
    fields: dict[str, Any]


def tale_of(fact: Fact[Any], permit: Permit, node: str, sign: SignCode) -> Tale | None:
    """What a partner is told of an event of a permit; None where nobody is."""
    if fact.node != node:
        return None
    tell = TOLD_BY.get(type(fact.payload))
    return tell(fact, permit, sign) if tell is not None else None


def _issued(fact: Fact[Any], permit: Permit, sign: SignCode) -> Tale:
    """As the permit was issued, whatever became of it since."""
    said: PermitIssued = fact.payload
    asked, holder = permit.request, permit.request.holder
    _, _, year, type, _ = said.number.split("-")
    day = day_said(day_there(fact.at))
    company = (holder.name or holder.id)[:COMPANY_MAX]
    plates = (*asked.plates, "", "")[:2]
    claims = {
        "id": said.number,
        "iat": day,
        "exp": day_said(said.valid_to),
        "pn": plates[0],
        "cn": company,
    }
    fields = {
        "permit_id": said.number,
        "permit_type": int(type),
        "permit_issuer": permit.home,
        "permit_issued_for": asked.country,
        "permit_year": int(year),
        "issued_at": day,
        "expires_at": day_said(said.valid_to),
        "plate_number": plates[0] or None,
        "plate_number2": plates[1] or None,
        "company_name": company,
        "company_id": holder.id[:ID_MAX] or "-",
        "departure_country": (asked.countries or (permit.home,))[0],
        "arrival_country": (asked.countries or (asked.country,))[-1],
        "qr_code": sign(claims),
    }
    return Tale(asked.country, "permit-created", fields)


def _over(fact: Fact[Any], permit: Permit, sign: SignCode) -> Tale | None:
    """Taken back by its ministry, or given back by its carrier."""
    if not permit.request.quota or not permit.number:
        return None
    fields = {"permit_id": permit.number, "revoked_at": to_ms(fact.at) // 1000}
    return Tale(permit.request.country, "permit-revoked", fields)


def _passed(fact: Fact[Any], permit: Permit, sign: SignCode) -> Tale | None:
    said: PermitPassed = fact.payload
    if not permit.admitted_from or said.message:
        return None
    activity = "ENTRANCE" if said.direction == "in" else "EXIT"
    return _used_at(permit, activity, said.passed_at, said.office)


def _used(fact: Fact[Any], permit: Permit, sign: SignCode) -> Tale | None:
    said: PermitUsed = fact.payload
    if not permit.admitted_from:
        return None
    return _used_at(permit, "ENTRANCE", said.used_at, said.office)


def _used_at(permit: Permit, activity: str, at: str, office: str) -> Tale:
    fields = {
        "permit_id": permit.number,
        "activity_type": activity,
        "activity_timestamp": to_ms(at) // 1000,
        "activity_details": office,
    }
    return Tale(permit.admitted_from, "permit-used", fields)


TOLD_BY: Final[Mapping[type, Callable[[Fact[Any], Permit, SignCode], Tale | None]]] = {
    PermitIssued: _issued,
    PermitPassed: _passed,
    PermitReturned: _over,
    PermitRevoked: _over,
    PermitUsed: _used,
}

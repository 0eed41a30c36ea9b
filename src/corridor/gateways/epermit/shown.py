"""A permit as `GET /verify/{code}` shows it to whoever has its code."""

from typing import Any

from corridor.domain.permits.state import Permit, PermitUse
from corridor.gateways.epermit.shapes import day_said, day_there


def permit_shown(permit: Permit, code: str) -> dict[str, Any]:
    """Its fields by the names of the protocol."""
    issuer, used_in, year, type, _ = permit.number.split("-")
    asked = permit.request
    plates: tuple[str | None, ...] = (*asked.plates, None, None)
    way = asked.countries or (issuer, used_in)
    return {
        "issuer": issuer,
        "issued_for": used_in,
        "permit_id": permit.number,
        "qr_code": code,
        "permit_type": int(type),
        "permit_year": int(year),
        "issued_at": day_said(day_there(permit.decided_at)),
        "expires_at": day_said(permit.valid_to),
        "plate_number": plates[0],
        "plate_number2": plates[1],
        "company_name": asked.holder.name or asked.holder.id,
        "company_id": asked.holder.id or "-",
        "departure_country": way[0],
        "arrival_country": way[-1],
        "used": bool(permit.uses),
        "revoked": False,
        "activities": [
            *(_activity("ENTRANCE", one) for one in permit.uses),
            *(_activity("EXIT", one) for one in permit.exits),
        ],
    }


def _activity(type: str, one: PermitUse) -> dict[str, str]:
    at = one.used_at.removesuffix("Z")
    return {"activity_type": type, "activity_timestamp": at, "activity_details": one.office}

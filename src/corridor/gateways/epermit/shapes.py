"""The six kinds of messages: their fields in the order in which they are signed, and their limits.

The order is that of the open server, which writes a message anew before it verifies it: the fields
of the kind first, then those of every message. Limits of length are those of its database.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from corridor.domain.days import day_at

BODY_BYTES_MAX: Final = 64 << 10
FIRST_SECOND: Final = 1_609_459_200
"""No message is older than 2021."""
LAST_SECOND: Final = 4_102_444_800
"""None speaks of a time after this century."""
YEAR_MIN, YEAR_MAX = 2021, 2200
QUANTITY_MAX: Final = 1_000_000
TYPE_MAX: Final = 99
PERMIT_ID: Final = re.compile(r"\A[A-Z]+-[A-Z]+-[0-9]{4}-[0-9]{1,9}-[0-9]{1,15}\Z")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DAY: Final = re.compile(r"\A(0?[1-9]|[12][0-9]|3[01])/(0?[1-9]|1[012])/([0-9]{4})\Z")
Check = Callable[[Any], str]
"""What is wrong with a value; empty where nothing is."""


class Field(NamedTuple):
    """One field: its name, what may be wrong with it, whether it must be there."""

    name: str
    check: Check
    is_needed: bool = True


class Kind(NamedTuple):
    """One kind of message: its name in the message, and its own fields in order."""

    type: str
    fields: tuple[Field, ...]

    @property
    def every(self) -> tuple[Field, ...]:
        """All its fields, in the order in which they are signed."""
        return (*self.fields, *BASE)


def text(most: int, least: int = 0) -> Check:
    """A text of so many letters."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "must be a text"
        if _CONTROL.search(value):
            return "must not hold control characters"
        return "" if least <= len(value) <= most else f"must have {least} to {most} letters"

    return check


def whole(least: int, most: int) -> Check:
    """A whole number within limits."""

    def check(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return "must be a whole number"
        return "" if least <= value <= most else f"must be from {least} to {most}"

    return check


def one_of(*known: str) -> Check:
    """One of these words."""
    return lambda value: "" if value in known else f"must be one of {', '.join(known)}"


def permit_id(value: Any) -> str:
    """A number of a permit: issuer, state of use, year, type, serial."""
    is_one = isinstance(value, str) and PERMIT_ID.match(value) is not None
    return "" if is_one else "must be ISSUER-FOR-YEAR-TYPE-SERIAL"


def day(value: Any) -> str:
    """A day of the calendar, day first."""
    return "" if isinstance(value, str) and day_of(value) else "must be a day, dd/mm/yyyy"


def claims(value: Any) -> str:
    """Further claims: an object."""
    return "" if isinstance(value, dict) else "must be an object"


def day_of(value: str) -> str:
    """The day in ISO order; empty where it is none."""
    found = _DAY.match(value)
    if found is None:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def day_there(moment: str) -> str:
    """The day of an instant as the protocol reckons: in UTC, wherever the authority is."""
    return day_at(moment, "")


def day_said(day: str) -> str:
    """An ISO day as messages write it."""
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}"


_YEAR: Final = whole(YEAR_MIN, YEAR_MAX)
_TYPE: Final = whole(1, TYPE_MAX)
_CODE: Final = text(255, 1)
_SECOND: Final = whole(FIRST_SECOND, LAST_SECOND)
TYPES: Final = (
    "PERMIT_CREATED",
    "PERMIT_USED",
    "PERMIT_REVOKED",
    "QUOTA_CREATED",
    "KEY_CREATED",
    "KEY_REVOKED",
)
BASE: Final = (
    Field("event_producer", _CODE),
    Field("event_consumer", _CODE),
    Field("event_timestamp", _SECOND),
    Field("event_type", one_of(*TYPES)),
    Field("event_id", text(100, 16)),
    Field("previous_event_id", text(100, 1)),
)
KINDS: Final[Mapping[str, Kind]] = {
    "permit-created": Kind(
        "PERMIT_CREATED",
        (
            Field("permit_id", permit_id),
            Field("permit_type", _TYPE),
            Field("permit_issuer", _CODE),
            Field("permit_issued_for", _CODE),
            Field("permit_year", _YEAR),
            Field("issued_at", day),
            Field("expires_at", day),
            Field("plate_number", text(35), is_needed=False),
            Field("plate_number2", text(35), is_needed=False),
            Field("company_name", text(500)),
            Field("company_id", text(255)),
            Field("departure_country", text(10)),
            Field("arrival_country", text(10)),
            Field("qr_code", text(5_000)),
            Field("other_claims", claims, is_needed=False),
        ),
    ),
    "permit-used": Kind(
        "PERMIT_USED",
        (
            Field("permit_id", permit_id),
            Field("activity_type", one_of("ENTRANCE", "EXIT")),
            Field("activity_timestamp", _SECOND),
            Field("activity_details", text(1_000), is_needed=False),
        ),
    ),
    "permit-revoked": Kind(
        "PERMIT_REVOKED", (Field("permit_id", permit_id), Field("revoked_at", _SECOND))
    ),
    "quota-created": Kind(
        "QUOTA_CREATED",
        (
            Field("permit_issuer", _CODE),
            Field("permit_issued_for", _CODE),
            Field("permit_year", _YEAR),
            Field("permit_type", _TYPE),
            Field("quantity", whole(1, QUANTITY_MAX)),
        ),
    ),
    "key-created": Kind(
        "KEY_CREATED",
        (Field("authority", _CODE), Field("kid", _CODE), Field("jwk", text(4_000, 1))),
    ),
    "key-revoked": Kind(
        "KEY_REVOKED",
        (Field("authority", _CODE), Field("key_id", _CODE), Field("revoked_at", _SECOND)),
    ),
}


def fields_of(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """What the protocol knows of a body, in the order in which it is signed; no nulls."""
    named = (one.name for one in kind.every)
    return {name: body[name] for name in named if body.get(name) is not None}


def wrong_in(kind: Kind, body: Mapping[str, Any], today: str) -> dict[str, str]:
    """Field → what is wrong with it: all at once, as the protocol answers 400."""
    found: dict[str, str] = {}
    for one in kind.every:
        value = body.get(one.name)
        said = one.check(value) if value is not None else "must be there" * one.is_needed
        if said:
            found[one.name] = said
    if not found and body["event_type"] != kind.type:
        found["event_type"] = f"must be {kind.type} at this address"
    return found or _wrong_together(kind, body, today)


def _wrong_together(kind: Kind, body: Mapping[str, Any], today: str) -> dict[str, str]:
    """What the fields say together: whose it is, and whether its days are in order."""
    found: dict[str, str] = {}
    producer, consumer = body["event_producer"], body["event_consumer"]
    parties = (body.get("permit_issuer"), body.get("permit_issued_for"))
    if kind.type == "PERMIT_CREATED":
        if parties != (producer, consumer):
            found["valid"] = "Invalid permit issuer or issued_for"
        issued, expires = day_of(body["issued_at"]), day_of(body["expires_at"])
        if issued > today:
            found["validIssuedAt"] = "Invalid issued_at"
        if issued >= expires:
            found["validExpiresAt"] = "Invalid expires_at"
    if kind.type == "QUOTA_CREATED" and parties != (consumer, producer):
        found["valid"] = "Invalid permit issuer or issued_for"
    return found

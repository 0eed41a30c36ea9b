"""A permit that was decided on outside of the corridor, as it is brought in."""

from base64 import b32encode
from hashlib import sha256
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.consignment import Party
from corridor.domain.permit_types.request import Detail, PermitGoods
from corridor.domain.permits.certificates import Certificate
from corridor.domain.searching import identifier
from corridor.domain.values import Code, Country, Date, LongText, Reference, Text

Source = Literal["ephyto", "table", "api", "xroad"]
DIGEST: Final = r"\A([0-9a-f]{64})?\Z"
_LETTERS: Final = 16


class PermitRecord(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A permit as the system of an authority has it. One that was revoked needs no more than its
    number, its kind and the reason.
    """

    number: Reference
    kind: Code
    status: Literal["granted", "revoked"] = "granted"
    issued_on: Annotated[str, Meta(max_length=10)] = ""
    valid_from: Annotated[str, Meta(max_length=10)] = ""
    valid_to: Annotated[str, Meta(max_length=10)] = ""
    uses: Annotated[int, Meta(ge=1, le=1000)] = 1
    holder: Party = Party()
    firm: Annotated[str, Meta(max_length=35)] = ""
    """The organisation of this node that may use it, as its accounts name it."""
    plates: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    goods: Annotated[tuple[PermitGoods, ...], Meta(max_length=1999)] = ()
    conditions: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    details: Annotated[tuple[Detail, ...], Meta(max_length=40)] = ()
    countries: Annotated[tuple[Country, ...], Meta(max_length=30)] = ()
    entry_office: Annotated[str, Meta(max_length=8)] = ""
    reason: LongText = ""


class Brought(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where it comes from. `issuer`: the state whose `service` gave it. `digest`: SHA-256 of the
    file as it came.
    """

    source: Source
    issuer: Country
    service: Text = ""
    issued_on: str = ""
    taken_at: str = ""
    changed_at: str = ""
    digest: Annotated[str, Meta(pattern=DIGEST)] = ""
    certificate: Certificate | None = None
    reference: Text = ""
    """Who brought it by X-Road, and under which message."""
    superseded_by: str = ""
    """The number of the certificate that stands in its place."""


def brought_id(node: str, issuer: str, number: str) -> str:
    """The subject of a permit of a system of its own: one number of one state is one permit."""
    mark = sha256(f"{issuer}:{identifier(number)}".encode()).digest()
    return f"pm-{node}-X{b32encode(mark).decode()[:_LETTERS]}"


def is_one_number(one: str, other: str) -> bool:
    """Whether two ways of writing with the same letters and digits mean one number: `KG 12-3` is
    `kg/12/3` and `KG123`, and is not `KG 1-23`.
    """
    parts, others = _parts(one), _parts(other)
    return parts == others or 1 in (len(parts), len(others))


def _parts(number: str) -> list[str]:
    parted = "".join(one if one.isalnum() else " " for one in number)
    return [identifier(part) for part in parted.split()]


def replaced_key(subject: str) -> str:
    """Certificates that were issued in place of this one."""
    return f"permit-replaced:{subject}"


def record_of(found: Certificate, valid_to: Date) -> PermitRecord:
    """A certificate as a permit of the state that takes it in, which counts until a day there."""
    return PermitRecord(
        number=found.number,
        kind=found.kind,
        status="granted" if found.status == "in_force" else "revoked",
        issued_on=found.issued_on,
        valid_from=found.issued_on,
        valid_to=valid_to,
        holder=found.consignor,
        goods=tuple(
            PermitGoods(
                line.number,
                _named(line.description, line.botanical),
                line.hs,
                line.gross_kg or line.net_kg,
            )
            for line in found.goods
        ),
        details=tuple(_details(found)),
        countries=found.countries,
    )


def _named(description: str, botanical: str) -> str:
    if not description or not botanical or botanical in description:
        return description or botanical
    return f"{description} ({botanical})"[:512]


def _details(found: Certificate) -> list[Detail]:
    """What the type of the permit asks beyond the goods, out of the certificate."""
    if found.kind != "phytosanitary":
        return []
    said = {
        "place_of_growth": "; ".join(dict.fromkeys(one.place for one in found.goods if one.place)),
        "treatment": "; ".join(
            dict.fromkeys(one.treatment for one in found.goods if one.treatment)
        ),
        "declaration": "; ".join(found.declarations),
    }
    return [Detail(code, value[:2_000]) for code, value in said.items() if value]

"""A sanitary or phytosanitary certificate of another state's service, and what stands against it.

Fields as the UN/CEFACT SPS certificate has them, and ISPM 12 for plants. Which states a certificate
names, and whether it is in force, is judged here; the XML is read in `gateways/ephyto`.
"""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.codes.iso import COUNTRY_CODES
from corridor.domain.consignment import Party
from corridor.domain.days import is_day
from corridor.domain.refusals import N_, Refusal, RefusalText
from corridor.domain.values import Country, Date, LongText, Reference, Short, Text, is_mass

CertificateKind = Literal["phytosanitary", "veterinary"]
CertificateStatus = Literal["in_force", "withdrawn"]
GOODS_MAX: Final = 1_999


class CertifiedGoods(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a certificate. `botanical`: the scientific name of the plant or animal."""

    number: Annotated[int, Meta(ge=1, le=99_999)]
    description: Text = ""
    botanical: Text = ""
    hs: Annotated[str, Meta(max_length=10)] = ""
    net_kg: Short = ""
    gross_kg: Short = ""
    packages: Annotated[int, Meta(ge=0, le=99_999_999)] = 0
    package_kind: Short = ""
    quantity: Short = ""
    """What is neither a mass nor packages: `500 STM`."""
    origin: Annotated[str, Meta(max_length=2)] = ""
    place: Text = ""
    """Where in the country of origin it grew, or was made."""
    treatment: LongText = ""


class Certificate(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A certificate as it was issued. `exporter` is the state that issued it."""

    kind: CertificateKind
    type_code: Short
    number: Reference
    status: CertificateStatus = "in_force"
    issued_on: Date
    service: Text
    """The service that issued it, in its own words."""
    place: Text = ""
    signatory: Text = ""
    consignor: Party = Party()
    consignee: Party = Party()
    exporter: Country
    importer: Country
    transit: Annotated[tuple[Country, ...], Meta(max_length=20)] = ()
    entry: Text = ""
    means: Annotated[tuple[Text, ...], Meta(max_length=50)] = ()
    containers: Annotated[tuple[Short, ...], Meta(max_length=200)] = ()
    seals: Annotated[tuple[Short, ...], Meta(max_length=200)] = ()
    goods: Annotated[tuple[CertifiedGoods, ...], Meta(max_length=GOODS_MAX)] = ()
    declarations: Annotated[tuple[LongText, ...], Meta(max_length=50)] = ()
    replaces: Annotated[str, Meta(max_length=70)] = ""
    """Number of the certificate in whose place it was issued."""

    @property
    def countries(self) -> tuple[str, ...]:
        """The states of its way, in order, each once."""
        return tuple(dict.fromkeys((self.exporter, *self.transit, self.importer)))


def wrong_in_certificate(found: Certificate, node: str, today: str) -> Iterator[Refusal]:
    """What stands against taking it in, in the state of this node; nothing where all is well."""
    for pointer, code in (("/exporter", found.exporter), ("/importer", found.importer)):
        if code not in COUNTRY_CODES:
            yield Refusal("certificate_country", pointer, "", {"given": code})
    if node not in (found.importer, *found.transit):
        yield Refusal("certificate_not_for_here", "/importer", "", {"country": node})
    if found.exporter == node:
        yield Refusal("certificate_own", "/exporter", "", {"country": node})
    if not is_day(found.issued_on) or found.issued_on > today:
        yield Refusal("certificate_day", "/issued_on", "", {"given": found.issued_on})
    if found.status == "in_force":
        yield from _wrong_content(found)


def _wrong_content(found: Certificate) -> Iterator[Refusal]:
    """A withdrawn one is known by its number; only one in force has to say what it is for."""
    for pointer, party in (("/consignor", found.consignor), ("/consignee", found.consignee)):
        if not party.name:
            yield Refusal("certificate_party", f"{pointer}/name")
    if not found.goods:
        yield Refusal("certificate_goods", "/goods")
    for place, line in enumerate(found.goods):
        yield from _wrong_line(line, f"/goods/{place}")


def _wrong_line(line: CertifiedGoods, pointer: str) -> Iterator[Refusal]:
    args = {"number": str(line.number)}
    if not (line.description or line.botanical):
        yield Refusal("certificate_line_name", f"{pointer}/description", "", args)
    if not (line.net_kg or line.gross_kg or line.packages or line.quantity):
        yield Refusal("certificate_line_quantity", f"{pointer}/net_kg", "", args)
    for name in ("net_kg", "gross_kg"):
        mass = getattr(line, name)
        if mass and not is_mass(mass):
            yield Refusal("certificate_line_mass", f"{pointer}/{name}", "", args | {"given": mass})
    if line.origin not in COUNTRY_CODES:
        given = {"given": line.origin}
        yield Refusal("certificate_line_origin", f"{pointer}/origin", "", args | given)


CERTIFICATE_TEXTS: Final = {
    "certificates_not_here": RefusalText(
        N_("This node reads no certificates."), N_("Ask the operator of the node.")
    ),
    "certificate_country": RefusalText(
        N_("“{given}” is no state."), N_("Give the two letters of ISO 3166.")
    ),
    "certificate_not_for_here": RefusalText(
        N_("The certificate names {country} neither as importer nor on its way."),
        N_("Ask for the certificate that names this state as importer or on the way."),
    ),
    "certificate_own": RefusalText(
        N_("The certificate was issued in {country} itself."),
        N_("Bring in permits of the own state as a table."),
    ),
    "certificate_day": RefusalText(
        N_("“{given}” is no day of issue: it is in no calendar, or still to come."),
        N_("Ask the service that issued it."),
    ),
    "certificate_party": RefusalText(
        N_("The certificate does not name both consignor and consignee."),
        N_("Ask the service that issued it for a certificate that does."),
    ),
    "certificate_goods": RefusalText(
        N_("The certificate names no goods."),
        N_("Ask the service that issued it for a certificate that does."),
    ),
    "certificate_line_name": RefusalText(
        N_("Line {number} of the certificate does not say what it is for."),
        N_("Ask the service that issued it for a certificate that does."),
    ),
    "certificate_line_quantity": RefusalText(
        N_("Line {number} of the certificate gives no quantity."),
        N_("Ask the service that issued it for a certificate that does."),
    ),
    "certificate_line_mass": RefusalText(
        N_("Line {number} of the certificate: “{given}” is no mass."),
        N_("Give kilograms, with a point before decimals."),
    ),
    "certificate_line_origin": RefusalText(
        N_("Line {number} of the certificate: “{given}” is no state of origin."),
        N_("Give the two letters of ISO 3166."),
    ),
}

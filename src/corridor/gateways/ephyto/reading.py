"""Reads a certificate that may be hostile into what the domain judges."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from corridor.domain.permits.certificates import Certificate
from corridor.domain.refusals import Refusal, Refused
from corridor.gateways.ephyto.checking import faults_in
from corridor.gateways.ephyto.table import KIND_OF, NOT_DECLARED, REPLACES, STATUS_OF
from corridor.gateways.xml.element import Element, under
from corridor.gateways.xml.parse import parse

KILOGRAMS: Final = {"KGM": 0, "TNE": 3, "GRM": -3, "KGS": 0}
"""Codes of masses (UNECE Recommendation 20) by their power of ten in kilograms."""
HS_DIGITS_MAX: Final = 10
DIGITS_MAX: Final = 18
"""More than any field takes: a longer number is refused, and never reckoned with."""
_DAY: Final = len("2026-11-18")
_COMPACT: Final = "102"
"""Format code of a day without dashes (UNCL 2379)."""


def read_certificate(data: bytes) -> Certificate | Refused:
    """The certificate; or all that is wrong with how it is built."""
    root = parse(data)
    if isinstance(root, Refusal):
        return Refused((root,))
    faults = faults_in(root)
    if faults:
        return Refused(faults)
    document, consignment = root.children
    wrong = tuple(_unknown_codes(document))
    if wrong:
        return Refused(wrong)
    return _converted({**_document(document), **_consignment(consignment)})


def _converted(said: dict[str, Any]) -> Certificate | Refused:
    """Lengths and numbers are judged by the field that takes them."""
    try:
        return msgspec.convert(said, Certificate)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        pointer = path.rstrip("`").replace(".", "/").replace("[", "/").replace("]", "")
        return Refused((Refusal("ephyto_field", pointer, "", {"said": text[:200]}),))


def _unknown_codes(document: Element) -> Iterator[Refusal]:
    where = "/SPSCertificate/SPSExchangedDocument"
    given = text_at(document, "TypeCode")
    if given not in KIND_OF:
        yield Refusal("ephyto_type", f"{where}/TypeCode", "", {"given": given[:20]})
    given = text_at(document, "StatusCode")
    if given not in STATUS_OF:
        yield Refusal("ephyto_status", f"{where}/StatusCode", "", {"given": given[:20]})


def _document(found: Element) -> dict[str, Any]:
    code, notes = text_at(found, "TypeCode"), list(_notes(found, "IncludedSPSNote"))
    return {
        "kind": KIND_OF[code],
        "type_code": code,
        "number": text_at(found, "ID"),
        "status": STATUS_OF[text_at(found, "StatusCode")],
        "issued_on": _day(found, "IssueDateTime"),
        "service": text_at(found, "IssuerSPSParty", "Name"),
        "place": text_at(found, "SignatorySPSAuthentication", "IssueSPSLocation", "Name"),
        "signatory": text_at(
            found, "SignatorySPSAuthentication", "ProviderSPSParty", "SpecifiedSPSPerson", "Name"
        ),
        "declarations": [said for subject, said in notes if _declares(subject)],
        "replaces": next((said for subject, said in notes if subject == REPLACES), ""),
    }


def _declares(subject: str) -> bool:
    return subject.startswith("AD") and not subject.startswith(NOT_DECLARED)


def _consignment(found: Element) -> dict[str, Any]:
    boxes = list(under(found, "UtilizedSPSTransportEquipment"))
    moves = under(found, "MainCarriageSPSTransportMovement")
    means = (text_at(one, "UsedSPSTransportMeans", "Name") or text_at(one, "ID") for one in moves)
    lines = list(under(found, "IncludedSPSConsignmentItem", "IncludedSPSTradeLineItem"))
    return {
        "consignor": _party(found, "ConsignorSPSParty"),
        "consignee": _party(found, "ConsigneeSPSParty"),
        "exporter": _exporter(found),
        "importer": text_at(found, "ImportSPSCountry", "ID"),
        "transit": _texts(under(found, "TransitSPSCountry", "ID")),
        "entry": text_at(found, "UnloadingBaseportSPSLocation", "Name"),
        "means": [one for one in means if one],
        "containers": _texts(one for box in boxes for one in under(box, "ID")),
        "seals": _texts(one for box in boxes for one in under(box, "AffixedSPSSeal", "ID")),
        "goods": [_line(one, place) for place, one in enumerate(lines, start=1)],
    }


def _exporter(found: Element) -> str:
    """The state that issued it: where the goods leave again, the last that they left."""
    again = _texts(under(found, "ReExportSPSCountry", "ID"))
    return again[-1] if again else text_at(found, "ExportSPSCountry", "ID")


def _party(found: Element, name: str) -> dict[str, str]:
    address = (name, "SpecifiedSPSAddress")
    lines = ("LineOne", "LineTwo", "LineThree", "LineFour", "LineFive")
    street = ", ".join(said for line in lines if (said := text_at(found, *address, line)))
    told = {
        "name": text_at(found, name, "Name"),
        "id": text_at(found, name, "ID"),
        "street": street[:140],
        "city": text_at(found, *address, "CityName")[:35],
        "postcode": text_at(found, *address, "PostcodeCode")[:17],
        "country": text_at(found, *address, "CountryID"),
    }
    return {field: value for field, value in told.items() if value}


def _line(found: Element, place: int) -> dict[str, Any]:
    names = (*_texts(under(found, "Description")), *_texts(under(found, "CommonName")))
    packages = list(under(found, "PhysicalSPSPackage"))
    counts = (_whole(text_at(one, "ItemQuantity")) for one in packages)
    return {
        "number": _whole(text_at(found, "SequenceNumeric")) or place,
        "description": "; ".join(dict.fromkeys(names))[:512],
        "botanical": text_at(found, "ScientificName"),
        "hs": _hs(found),
        "net_kg": _mass(found, "NetWeightMeasure"),
        "gross_kg": _mass(found, "GrossWeightMeasure"),
        "packages": sum(counts),
        "package_kind": text_at(packages[0], "TypeCode") if packages else "",
        "quantity": _quantity(found),
        "origin": text_at(found, "OriginSPSCountry", "ID"),
        "place": text_at(found, "OriginSPSCountry", "SubordinateSPSCountrySubDivision", "Name"),
        "treatment": "; ".join(_treatments(found)),
    }


def _whole(given: str) -> int:
    """The whole number before the point, as long as a field can hold; 0 where there is none."""
    digits = given.partition(".")[0][:DIGITS_MAX]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _hs(found: Element) -> str:
    """The code of the Harmonised System, if the line is classified by it."""
    for one in under(found, "ApplicableSPSClassification"):
        system = text_at(one, "SystemName") or text_at(one, "SystemID")
        code = text_at(one, "ClassCode").replace(" ", "").replace(".", "")
        if system.upper().startswith("HS") and code.isascii() and code.isdigit():
            return code[:HS_DIGITS_MAX]
    return ""


def _mass(found: Element, name: str) -> str:
    """In kilograms; as it was given where the unit is none of a mass, so that it is refused."""
    given = next(under(found, name), None)
    if given is None or not given.text.strip():
        return ""
    power = KILOGRAMS.get(given.attributes.get("unitCode", "").upper())
    try:
        value = Decimal(given.text.strip()) if power is not None else None
    except InvalidOperation:
        value = None
    if power is None or value is None or not value.is_finite() or abs(value.adjusted()) > 12:
        return given.text.strip()[:30] + "?"
    return _plain(value.scaleb(power))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _quantity(found: Element) -> str:
    """A volume, or the quantity in another unit that the notes OQV and OQU give."""
    volume = next(under(found, "NetVolumeMeasure"), None)
    if volume is not None and volume.text.strip():
        return f"{volume.text.strip()} {volume.attributes.get('unitCode', '')}".strip()[:35]
    said = dict(_notes(found, "AdditionalInformationSPSNote"))
    return f"{said.get('OQV', '')} {said.get('OQU', '')}".strip()[:35]


def _treatments(found: Element) -> Iterator[str]:
    for one in under(found, "AppliedSPSProcess"):
        said = _texts(under(one, "ApplicableSPSProcessCharacteristic", "Description"))
        measures = under(one, "ApplicableSPSProcessCharacteristic", "ValueMeasure")
        period = next(under(one, "CompletionSPSPeriod"), None)
        days = (_day(period, f"{end}DateTime") for end in ("Start", "End")) if period else ()
        length = under(period, "DurationMeasure") if period else ()
        rest = (*map(_measure, (*measures, *length)), *dict.fromkeys(days))
        text = ", ".join(part for part in (*said, *rest) if part)
        if text:
            yield text


def _measure(given: Element) -> str:
    return f"{given.text.strip()} {given.attributes.get('unitCode', '')}".strip()


def _notes(found: Element, name: str) -> Iterator[tuple[str, str]]:
    for one in under(found, name):
        subject = text_at(one, "Subject") or text_at(one, "SubjectCode")
        for said in _texts(under(one, "Content")):
            yield subject, said[:2_000]


def _day(found: Element, name: str) -> str:
    given = next(under(found, name, "DateTimeString"), None) or next(
        under(found, name, "DateTime"), None
    )
    if given is None:
        return ""
    text = given.text.strip()
    if given.attributes.get("format") == _COMPACT or (len(text) == _DAY - 2 and text.isdigit()):
        return f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return text[:_DAY]


def text_at(element: Element, *path: str) -> str:
    """The first text at a path that says anything."""
    return next((one.text.strip() for one in under(element, *path) if one.text.strip()), "")


def _texts(found: Iterable[Element]) -> list[str]:
    return [text for one in found if (text := one.text.strip())]

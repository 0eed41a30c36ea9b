"""A certificate on its way out: each element where the table has it."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from corridor.domain.consignment import Party
from corridor.domain.permits.certificates import Certificate, CertifiedGoods
from corridor.gateways.ephyto.table import (
    PREFIXES,
    RAM,
    REPLACES,
    ROOT,
    RSM,
    STATUS_CODE,
    TREATED,
    UDT,
)

_NAMES: Final = {
    "phytosanitary": "PHYTOSANITARY CERTIFICATE",
    "veterinary": "VETERINARY CERTIFICATE",
}
_DECLARED: Final = "ADEDL"
_Node = etree._Element


def write_certificate(found: Certificate) -> bytes:
    """UTF-8, with a declaration."""
    top = etree.Element(f"{{{RSM}}}{ROOT}", nsmap=PREFIXES)
    _document(etree.SubElement(top, f"{{{RSM}}}SPSExchangedDocument"), found)
    _consignment(etree.SubElement(top, f"{{{RSM}}}SPSConsignment"), found)
    return etree.tostring(top, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _document(at: _Node, found: Certificate) -> None:
    _put(at, "Name", _NAMES[found.kind])
    _put(at, "ID", found.number)
    _put(at, "TypeCode", found.type_code)
    _put(at, "StatusCode", STATUS_CODE[found.status])
    _moment(_group(at, "IssueDateTime"), found.issued_on)
    _put(_group(at, "IssuerSPSParty"), "Name", found.service)
    for declared in found.declarations:
        _note(at, "IncludedSPSNote", _DECLARED, declared)
    if found.replaces:
        _note(at, "IncludedSPSNote", REPLACES, found.replaces)
    signed = _group(at, "SignatorySPSAuthentication")
    _moment(_group(signed, "ActualDateTime"), found.issued_on)
    if found.place:
        _put(_group(signed, "IssueSPSLocation"), "Name", found.place)
    if found.signatory:
        person = _group(_group(signed, "ProviderSPSParty"), "SpecifiedSPSPerson")
        _put(person, "Name", found.signatory)


def _consignment(at: _Node, found: Certificate) -> None:
    _party(_group(at, "ConsignorSPSParty"), found.consignor)
    _party(_group(at, "ConsigneeSPSParty"), found.consignee)
    _put(_group(at, "ExportSPSCountry"), "ID", found.exporter)
    _put(_group(at, "ImportSPSCountry"), "ID", found.importer)
    for code in found.transit:
        _put(_group(at, "TransitSPSCountry"), "ID", code)
    if found.entry:
        _put(_group(at, "UnloadingBaseportSPSLocation"), "Name", found.entry)
    for means in found.means:
        moved = _group(at, "MainCarriageSPSTransportMovement")
        _put(_group(moved, "UsedSPSTransportMeans"), "Name", means)
    _boxes(at, found.containers, found.seals)
    item = _group(at, "IncludedSPSConsignmentItem")
    for line in found.goods:
        _line(_group(item, "IncludedSPSTradeLineItem"), line)


def _boxes(at: _Node, containers: Iterable[str], seals: tuple[str, ...]) -> None:
    """Nobody says which seal is on which container: all stand at the first."""
    for place, container in enumerate(containers):
        box = _group(at, "UtilizedSPSTransportEquipment")
        _put(box, "ID", container)
        for seal in seals if place == 0 else ():
            _put(_group(box, "AffixedSPSSeal"), "ID", seal)


def _party(at: _Node, party: Party) -> None:
    _put(at, "ID", party.id)
    _put(at, "Name", party.name)
    said = {
        "PostcodeCode": party.postcode,
        "LineOne": party.street,
        "CityName": party.city,
        "CountryID": party.country or "",
    }
    if any(said.values()):
        address = _group(at, "SpecifiedSPSAddress")
        for name, text in said.items():
            _put(address, name, text)


def _line(at: _Node, line: CertifiedGoods) -> None:
    _put(at, "SequenceNumeric", str(line.number))
    _put(at, "Description", line.description)
    _put(at, "ScientificName", line.botanical)
    for name, mass in (("NetWeightMeasure", line.net_kg), ("GrossWeightMeasure", line.gross_kg)):
        _put(at, name, mass, unitCode="KGM")
    value, _, unit = line.quantity.partition(" ")
    for subject, text in (("OQV", value), ("OQU", unit)):
        if text:
            _note(at, "AdditionalInformationSPSNote", subject, text)
    if line.hs:
        classified = _group(at, "ApplicableSPSClassification")
        _put(classified, "SystemName", "HS")
        _put(classified, "ClassCode", line.hs)
    if line.packages:
        package = _group(at, "PhysicalSPSPackage")
        _put(package, "LevelCode", "4")
        _put(package, "TypeCode", line.package_kind)
        _put(package, "ItemQuantity", str(line.packages))
    origin = _group(at, "OriginSPSCountry")
    _put(origin, "ID", line.origin)
    if line.place:
        _put(_group(origin, "SubordinateSPSCountrySubDivision"), "Name", line.place)
    if line.treatment:
        treated = _group(at, "AppliedSPSProcess")
        _put(treated, "TypeCode", TREATED)
        _put(_group(treated, "ApplicableSPSProcessCharacteristic"), "Description", line.treatment)


def _note(at: _Node, name: str, subject: str, text: str) -> None:
    note = _group(at, name)
    _put(note, "Subject", subject)
    _put(note, "Content", text)


def _moment(at: _Node, day: str) -> None:
    etree.SubElement(at, f"{{{UDT}}}DateTimeString").text = f"{day}T00:00:00"


def _group(at: _Node, name: str) -> _Node:
    return etree.SubElement(at, f"{{{RAM}}}{name}")


def _put(at: _Node, name: str, text: str, **attributes: str) -> None:
    """A text; nothing where there is none."""
    if text:
        etree.SubElement(at, f"{{{RAM}}}{name}", attributes).text = text

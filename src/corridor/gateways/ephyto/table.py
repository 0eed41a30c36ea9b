"""Which elements an SPS certificate has, in which order, and how often.

After the UN/CEFACT SPS certificate (SPSCertificate:17, reusable entities 21); later versions of the
reusable entities have the same order. Groups that are neither read nor written hold anything.
"""

from typing import Final, NamedTuple

RSM: Final = "urn:un:unece:uncefact:data:standard:SPSCertificate:17"
RAM: Final = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:21"
UDT: Final = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:21"
ROOT: Final = "SPSCertificate"
LEAF: Final = ""
ANY: Final = "*"
"""A group whose inside is not looked into."""


class Particle(NamedTuple):
    """One element of a group. `many`: it may stand there several times. `kind`: its group."""

    name: str
    kind: str = LEAF
    needed: bool = False
    many: bool = False


def _group(text: str) -> tuple[Particle, ...]:
    """`Name`, `Name=group`; with `!` it has to be there, with `+` it may be repeated."""
    found = []
    for word in text.split():
        name, _, kind = word.rstrip("!+").partition("=")
        found.append(Particle(name, kind, "!" in word, "+" in word))
    return tuple(found)


GROUPS: Final[dict[str, tuple[Particle, ...]]] = {
    ROOT: _group("SPSExchangedDocument=document! SPSConsignment=consignment!"),
    "document": _group(
        "Name+ ID! Description+ TypeCode! StatusCode! IssueDateTime=moment! CopyIndicator=*"
        " IssuerSPSParty=party! RecipientSPSParty=party+ IncludedSPSNote=note+"
        " ReferenceSPSReferencedDocument=*+ SignatorySPSAuthentication=signature!+"
    ),
    "moment": _group("DateTimeString DateTime"),
    "party": _group(
        "ID Name RoleCode TypeCode+ SpecifiedSPSAddress=address DefinedSPSContact=*+"
        " SpecifiedSPSPerson=person"
    ),
    "address": _group(
        "PostcodeCode LineOne LineTwo LineThree LineFour LineFive CityName CountryID TypeCode"
        " CountryName CountrySubDivisionID CountrySubDivisionName CityID"
    ),
    "person": _group("Name GivenName FamilyName AttainedSPSQualification=*+"),
    "note": _group("Subject ContentCode+ Content+ SubjectCode"),
    "signature": _group(
        "TypeCode ActualDateTime=moment IssueSPSLocation=location ProviderSPSParty=party"
        " LocationProviderSPSParty=party IncludedSPSClause=*+"
    ),
    "location": _group("ID Name+ IdentificationID=* PhysicalSPSGeographicalCoordinate=*"),
    "consignment": _group(
        "ID AvailabilityDueDateTime=moment ExportExitDateTime=moment ShipStoresIndicator=*"
        " ConsignorSPSParty=party! ConsigneeSPSParty=party! ExportSPSCountry=country!"
        " ReExportSPSCountry=country+ StorageSPSEvent=*+ LoadingBaseportSPSLocation=location"
        " ImportSPSCountry=country! ConsigneeReceiptSPSLocation=location"
        " TransitSPSCountry=country+ TransitSPSLocation=location+"
        " UnloadingBaseportSPSLocation=location ExaminationSPSEvent=event"
        " CarrierSPSParty=party DespatchSPSParty=party DeliverySPSParty=party"
        " CustomsTransitAgentSPSParty=party MainCarriageSPSTransportMovement=movement+"
        " UtilizedSPSTransportEquipment=equipment+ IncludedSPSConsignmentItem=item!+"
    ),
    "country": _group("ID! Name+ SubordinateSPSCountrySubDivision=subdivision+ *=*"),
    "subdivision": _group(
        "ID Name+ HierarchicalLevelCode SuperordinateSPSCountrySubDivision=*+"
        " ActivityAuthorizedSPSParty=*+"
    ),
    "event": _group("OccurrenceSPSLocation=location"),
    "movement": _group("ID ModeCode UsedSPSTransportMeans=means"),
    "means": _group("Name"),
    "equipment": _group("ID AffixedSPSSeal=seal+ SettingSPSTemperature=*+"),
    "seal": _group("ID MaximumID IssuingSPSParty=*"),
    "item": _group(
        "NatureIdentificationSPSCargo=*+ IncludedSPSTradeLineItem=line!+"
        " PhysicalSPSPackage=package+"
    ),
    "line": _group(
        "SequenceNumeric! Description+ CommonName+ ScientificName+ ProductionBatchID+"
        " IntendedUse+ ExpiryDateTime=*+ NetWeightMeasure GrossWeightMeasure NetVolumeMeasure"
        " GrossVolumeMeasure AdditionalInformationSPSNote=note+"
        " ApplicableSPSClassification=classification+ PhysicalSPSPackage=package+"
        " AssociatedSPSTransportEquipment=equipment+ OriginSPSCountry=country!+"
        " OriginSPSLocation=location+ AppliedSPSProcess=process+"
        " AssertedSPSAuthentication=*+ ReferenceSPSReferencedDocument=*+"
    ),
    "classification": _group("SystemID SystemName+ ClassCode ClassName+"),
    "package": _group(
        "LevelCode TypeCode ItemQuantity NominalGrossWeightMeasure NominalGrossVolumeMeasure"
        " PhysicalSPSShippingMarks=*+"
    ),
    "process": _group(
        "TypeCode CompletionSPSPeriod=period ApplicableSPSProcessCharacteristic=characteristic+"
        " OperationSPSCountry=country OperatorSPSParty=party"
    ),
    "period": _group("StartDateTime=moment EndDateTime=moment DurationMeasure"),
    "characteristic": _group(
        "TypeCode Description+ ValueMeasure MinimumValueMeasure MaximumValueMeasure"
        " ValueMeasureFreeText+ *=*"
    ),
}
KIND_OF: Final = {"851": "phytosanitary", "657": "phytosanitary", "853": "veterinary"}
"""Codes of documents (UNCL 1001): phytosanitary certificate, that for re-export, veterinary one."""
STATUS_OF: Final = {"70": "in_force", "40": "withdrawn"}
"""Codes of their status: issued, withdrawn."""
STATUS_CODE: Final = {status: code for code, status in STATUS_OF.items()}
REPLACES: Final = "ADRPN"
"""Subject of the note with the number of the certificate that is replaced."""
NOT_DECLARED: Final = ("ADRP", "ADRD")
"""Subjects of notes about a replacement; the others that begin with AD are declarations."""
TREATED: Final = "ZZZ"
PREFIXES: Final = {"rsm": RSM, "ram": RAM, "udt": UDT}


def namespace_of(name: str, parent: str) -> str:
    """That of an element, by where it stands."""
    if ROOT in (name, parent):
        return RSM
    return UDT if parent == "moment" else RAM

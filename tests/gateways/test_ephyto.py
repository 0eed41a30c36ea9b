"""SPS certificates: read as hostile, held to their structure, written as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corridor.domain.consignment import Party
from corridor.domain.permits.certificates import Certificate, CertifiedGoods
from corridor.domain.refusals import Refused
from corridor.gateways.ephyto.reading import read_certificate
from corridor.gateways.ephyto.texts import TEXTS
from corridor.gateways.ephyto.writing import write_certificate
from corridor.gateways.ncts.texts import TEXTS as XML_TEXTS

HEAD = (
    '<s:SPSCertificate xmlns:s="urn:un:unece:uncefact:data:standard:SPSCertificate:17"'
    ' xmlns="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:21"'
    ' xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:21">'
)
NOTES = """<IncludedSPSNote><Subject>SPSFL</Subject><Content>5</Content></IncludedSPSNote>
<IncludedSPSNote><Subject>ADEDL</Subject><Content languageID="en">Free of Trogoderma.</Content>
<Content languageID="ru">Свободно от трогодермы.</Content></IncludedSPSNote>
<IncludedSPSNote><Subject>ADRPN</Subject><Content>KG-0001/26</Content></IncludedSPSNote>
<IncludedSPSNote><Subject>ADRD</Subject><Content>2026-11-17</Content></IncludedSPSNote>"""
LINE = """<IncludedSPSTradeLineItem><SequenceNumeric>1</SequenceNumeric>
<Description languageID="en">Wheat, milling</Description><CommonName>Wheat</CommonName>
<ScientificName>Triticum aestivum</ScientificName>
<NetWeightMeasure unitCode="TNE">20.5</NetWeightMeasure>
<GrossWeightMeasure unitCode="KGM">20700.0</GrossWeightMeasure>
<ApplicableSPSClassification><SystemName>IPPCPCVP</SystemName><ClassName>Seed</ClassName>
</ApplicableSPSClassification>
<ApplicableSPSClassification><SystemName>HS Code</SystemName><ClassCode>1001.99</ClassCode>
</ApplicableSPSClassification>
<PhysicalSPSPackage><LevelCode>4</LevelCode><TypeCode>BG</TypeCode><ItemQuantity>400</ItemQuantity>
</PhysicalSPSPackage>
<OriginSPSCountry><ID>KG</ID><Name/><SubordinateSPSCountrySubDivision><Name>Чүй</Name>
</SubordinateSPSCountrySubDivision></OriginSPSCountry>
<AppliedSPSProcess><TypeCode>ZZZ</TypeCode><CompletionSPSPeriod><StartDateTime>
<u:DateTimeString format="102">20261115</u:DateTimeString></StartDateTime>
<DurationMeasure unitCode="HUR">72</DurationMeasure></CompletionSPSPeriod>
<ApplicableSPSProcessCharacteristic><Description>Phosphine</Description>
<ValueMeasure unitCode="GP">5</ValueMeasure></ApplicableSPSProcessCharacteristic>
</AppliedSPSProcess></IncludedSPSTradeLineItem>"""
FLOWERS = """<IncludedSPSTradeLineItem><SequenceNumeric/><Description>Roses</Description>
<AdditionalInformationSPSNote><Subject>OQV</Subject><Content>500</Content>
</AdditionalInformationSPSNote><AdditionalInformationSPSNote><Subject>OQU</Subject>
<Content>STM</Content></AdditionalInformationSPSNote>
<OriginSPSCountry><ID>KG</ID></OriginSPSCountry></IncludedSPSTradeLineItem>
<IncludedSPSTradeLineItem><SequenceNumeric>3</SequenceNumeric><Description>Oil</Description>
<NetVolumeMeasure unitCode="LTR">80</NetVolumeMeasure>
<OriginSPSCountry><ID>KG</ID></OriginSPSCountry></IncludedSPSTradeLineItem>"""
XML = f"""<?xml version="1.0" encoding="UTF-8"?>{HEAD}<s:SPSExchangedDocument>
<Name>PHYTOSANITARY CERTIFICATE</Name><ID>KG-0002/26</ID><TypeCode>851</TypeCode>
<StatusCode>70</StatusCode><IssueDateTime><u:DateTimeString>2026-11-18T09:00:00+06:00
</u:DateTimeString></IssueDateTime><IssuerSPSParty><Name>Служба карантина растений</Name>
</IssuerSPSParty>{NOTES}<SignatorySPSAuthentication><ActualDateTime><u:DateTimeString/>
</ActualDateTime><IssueSPSLocation><Name>Бишкек</Name></IssueSPSLocation><ProviderSPSParty>
<SpecifiedSPSPerson><Name>А. Инспектор</Name></SpecifiedSPSPerson></ProviderSPSParty>
<IncludedSPSClause><ID>1</ID><Content/></IncludedSPSClause></SignatorySPSAuthentication>
</s:SPSExchangedDocument><s:SPSConsignment><ConsignorSPSParty><Name>Ала-Тоо Агро</Name>
<SpecifiedSPSAddress><PostcodeCode>720000</PostcodeCode><LineOne>ул. Чүй</LineOne>
<LineTwo>1</LineTwo><CityName>Бишкек</CityName><CountryID>KG</CountryID></SpecifiedSPSAddress>
</ConsignorSPSParty><ConsigneeSPSParty><Name>Kafkas Un</Name></ConsigneeSPSParty>
<ExportSPSCountry><ID>KG</ID></ExportSPSCountry><ImportSPSCountry><ID>GE</ID><Name/>
</ImportSPSCountry><TransitSPSCountry><ID>UZ</ID></TransitSPSCountry>
<UnloadingBaseportSPSLocation><Name>Поти</Name></UnloadingBaseportSPSLocation>
<ExaminationSPSEvent><OccurrenceSPSLocation><Name/></OccurrenceSPSLocation></ExaminationSPSEvent>
<MainCarriageSPSTransportMovement><ModeCode>3</ModeCode><UsedSPSTransportMeans>
<Name>01KG777ABC</Name></UsedSPSTransportMeans></MainCarriageSPSTransportMovement>
<UtilizedSPSTransportEquipment><ID>MSKU1234565</ID><AffixedSPSSeal><ID>S1</ID></AffixedSPSSeal>
</UtilizedSPSTransportEquipment><IncludedSPSConsignmentItem>{LINE}{FLOWERS}
</IncludedSPSConsignmentItem></s:SPSConsignment></s:SPSCertificate>"""


def read(text: str) -> Certificate:
    found = read_certificate(text.encode())
    assert isinstance(found, Certificate), found
    return found


def codes(text: str | bytes) -> list[str]:
    found = read_certificate(text if isinstance(text, bytes) else text.encode())
    assert isinstance(found, Refused)
    for refusal in found.refusals:
        assert refusal.code in TEXTS or refusal.code in XML_TEXTS, refusal
    return [refusal.code for refusal in found.refusals]


def test_what_it_says() -> None:
    found = read(XML)
    assert found == Certificate(
        kind="phytosanitary",
        type_code="851",
        number="KG-0002/26",
        issued_on="2026-11-18",
        service="Служба карантина растений",
        place="Бишкек",
        signatory="А. Инспектор",
        consignor=Party("Ала-Тоо Агро", "", "ул. Чүй, 1", "Бишкек", "720000", "KG"),
        consignee=Party("Kafkas Un"),
        exporter="KG",
        importer="GE",
        transit=("UZ",),
        entry="Поти",
        means=("01KG777ABC",),
        containers=("MSKU1234565",),
        seals=("S1",),
        goods=(
            CertifiedGoods(
                number=1,
                description="Wheat, milling; Wheat",
                botanical="Triticum aestivum",
                hs="100199",
                net_kg="20500",
                gross_kg="20700",
                packages=400,
                package_kind="BG",
                origin="KG",
                place="Чүй",
                treatment="Phosphine, 5 GP, 72 HUR, 2026-11-15",
            ),
            CertifiedGoods(number=2, description="Roses", quantity="500 STM", origin="KG"),
            CertifiedGoods(number=3, description="Oil", quantity="80 LTR", origin="KG"),
        ),
        declarations=("Free of Trogoderma.", "Свободно от трогодермы."),
        replaces="KG-0001/26",
    )


CHANGES: dict[str, tuple[str, str, list[str]]] = {
    "no certificate": (XML, "<a/>", ["ephyto_no_certificate"]),
    "another version": ("SPSCertificate:17", "SPSCertificate:5", ["ephyto_no_certificate"]),
    "order": (
        "<TypeCode>851</TypeCode>\n<StatusCode>70</StatusCode>",
        "<StatusCode>70</StatusCode><TypeCode>851</TypeCode>",
        ["xml.order"],
    ),
    "twice": ("<TypeCode>851</TypeCode>", "<TypeCode>851</TypeCode>" * 2, ["ephyto_twice"]),
    "missing": ("<ID>KG-0002/26</ID>", "", ["xml.missing"]),
    "unknown": ("<ID>KG-0002/26</ID>", "<ID>1</ID><Colour/>", ["xml.unexpected"]),
    "inside a text": ("<ID>KG-0002/26</ID>", "<ID><b/></ID>", ["xml.unexpected"]),
    "no moment": ("<u:DateTimeString>2026", "<u:Other>2026", ["xml.malformed"]),
    "type": ("<TypeCode>851</TypeCode>", "<TypeCode>380</TypeCode>", ["ephyto_type"]),
    "status": ("<StatusCode>70", "<StatusCode>41", ["ephyto_status"]),
    "number": ("KG-0002/26", "N" * 71, ["ephyto_field"]),
    "number of a line": (
        "<SequenceNumeric>1<",
        f"<SequenceNumeric>{'9' * 5_000}<",
        ["ephyto_field"],
    ),
    "no day": ("2026-11-18T09:00:00+06:00", "soon", ["ephyto_field"]),
    "country": ("<ID>GE</ID>", "<ID>GEO</ID>", ["ephyto_field"]),
    "document type": ("<s:SPS", "<!DOCTYPE x><s:SPS", ["xml.doctype"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_wrong_is_said(name: str) -> None:
    before, after, expected = CHANGES[name]
    assert before in XML
    assert codes(XML.replace(before, after, 1))[:1] == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('unitCode="TNE">20.5', 'unitCode="LTR">20.5', {"net_kg": "20.5?"}),
        ('unitCode="TNE">20.5', 'unitCode="TNE">a lot', {"net_kg": "a lot?"}),
        ('unitCode="TNE">20.5', 'unitCode="TNE">1e99', {"net_kg": "1e99?"}),
        ("HS Code", "EPPO", {"hs": ""}),
    ],
)
def test_a_mass_that_is_none_is_left_to_be_refused(
    before: str, after: str, expected: dict[str, str]
) -> None:
    line = read(XML.replace(before, after)).goods[0]
    assert {name: getattr(line, name) for name in expected} == expected


def test_who_exports_it_again_issues_it() -> None:
    again = XML.replace(
        "<ImportSPSCountry>",
        "<ReExportSPSCountry><ID>KZ</ID></ReExportSPSCountry><ImportSPSCountry>",
    ).replace("851", "657")
    assert (read(again).exporter, read(again).kind) == ("KZ", "phytosanitary")


def test_a_date_time_of_its_own_element_counts() -> None:
    other = XML.replace(
        "<u:DateTimeString>2026-11-18T09:00:00+06:00\n</u:DateTimeString>",
        "<u:DateTime>2026-11-18T09:00:00</u:DateTime>",
    )
    assert read(other).issued_on == "2026-11-18"


def test_what_was_read_is_written_and_read_again_the_same() -> None:
    found = read(XML)
    bare = replace(
        found,
        kind="veterinary",
        type_code="853",
        status="withdrawn",
        consignor=Party(),
        place="",
        signatory="",
        entry="",
        means=(),
        containers=(),
        seals=(),
        goods=(CertifiedGoods(number=7, origin="KG"),),
        declarations=(),
        replaces="",
    )
    for one in (found, bare):
        assert read(write_certificate(one).decode()) == one


TEXT = st.text("aЯ &<>'\"1", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(name=TEXT, number=TEXT, line=TEXT, treatment=TEXT, packages=st.integers(0, 10**6))
def test_any_words_survive(
    name: str, number: str, line: str, treatment: str, packages: int
) -> None:
    goods = CertifiedGoods(
        number=1, description=line, packages=packages, origin="KG", treatment=treatment
    )
    found = replace(read(XML), number=number, consignor=Party(name), goods=(goods,))
    assert read(write_certificate(found).decode()) == found

"""One right declaration, invented, that tests bend; and the published samples where they are."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corridor.gateways.xml.element import Element

DECLARATION = """<?xml version="1.0" encoding="UTF-8"?>
<ncts:CC015C PhaseID="NCTS5.1" xmlns:ncts="http://ncts.dgtaxud.ec">
  <messageSender>KG.TRADER</messageSender>
  <messageRecipient>NTA.KG</messageRecipient>
  <preparationDateAndTime>2026-11-20T08:00:00</preparationDateAndTime>
  <messageIdentification>M1</messageIdentification>
  <messageType>CC015C</messageType>
  <TransitOperation>
    <LRN>KG-2026-7</LRN>
    <declarationType>T1</declarationType>
    <additionalDeclarationType>A</additionalDeclarationType>
    <security>0</security>
    <reducedDatasetIndicator>0</reducedDatasetIndicator>
    <bindingItinerary>0</bindingItinerary>
  </TransitOperation>
  <CustomsOfficeOfDeparture><referenceNumber>GB000060</referenceNumber></CustomsOfficeOfDeparture>
  <CustomsOfficeOfDestinationDeclared>
    <referenceNumber>XI000142</referenceNumber>
  </CustomsOfficeOfDestinationDeclared>
  <HolderOfTheTransitProcedure>
    <identificationNumber>GB954131533000</identificationNumber>
    <name>Dostuk Trans</name>
    <Address>
      <streetAndNumber>Lenin 1</streetAndNumber><postcode>723500</postcode>
      <city>Osh</city><country>KG</country>
    </Address>
    <ContactPerson><name>A. Toktogulova</name><phoneNumber>+996 1</phoneNumber></ContactPerson>
  </HolderOfTheTransitProcedure>
  <Representative>
    <identificationNumber>KG0123456789</identificationNumber><status>2</status>
  </Representative>
  <Guarantee>
    <sequenceNumber>1</sequenceNumber>
    <guaranteeType>1</guaranteeType>
    <GuaranteeReference>
      <sequenceNumber>1</sequenceNumber>
      <GRN>24XI00000100002A4</GRN>
      <accessCode>AC01</accessCode>
      <amountToBeCovered>1000.50</amountToBeCovered>
      <currency>USD</currency>
    </GuaranteeReference>
  </Guarantee>
  <Consignment>
    <countryOfDispatch>KG</countryOfDispatch>
    <countryOfDestination>GE</countryOfDestination>
    <containerIndicator>1</containerIndicator>
    <inlandModeOfTransport>3</inlandModeOfTransport>
    <grossMass>1500.5</grossMass>
    <Consignor><identificationNumber>KG111</identificationNumber></Consignor>
    <Consignee>
      <name>Poti Fruit</name>
      <Address>
        <streetAndNumber>Rustaveli 5</streetAndNumber><postcode>4400</postcode>
        <city>Poti</city><country>GE</country>
      </Address>
    </Consignee>
    <TransportEquipment>
      <sequenceNumber>1</sequenceNumber>
      <containerIdentificationNumber>CSQU3054383</containerIdentificationNumber>
      <numberOfSeals>2</numberOfSeals>
      <Seal><sequenceNumber>1</sequenceNumber><identifier>KG-001</identifier></Seal>
      <Seal><sequenceNumber>2</sequenceNumber><identifier>KG-002</identifier></Seal>
    </TransportEquipment>
    <LocationOfGoods>
      <typeOfLocation>A</typeOfLocation><qualifierOfIdentification>U</qualifierOfIdentification>
      <UNLocode>KGOSS</UNLocode>
    </LocationOfGoods>
    <DepartureTransportMeans>
      <sequenceNumber>1</sequenceNumber><typeOfIdentification>30</typeOfIdentification>
      <identificationNumber>01KG123ABC</identificationNumber><nationality>KG</nationality>
    </DepartureTransportMeans>
    <HouseConsignment>
      <sequenceNumber>1</sequenceNumber>
      <grossMass>1500.500</grossMass>
      <ConsignmentItem>
        <goodsItemNumber>1</goodsItemNumber>
        <declarationGoodsItemNumber>1</declarationGoodsItemNumber>
        <Commodity>
          <descriptionOfGoods>Fresh cherries</descriptionOfGoods>
          <CommodityCode>
            <harmonizedSystemSubHeadingCode>080929</harmonizedSystemSubHeadingCode>
            <combinedNomenclatureCode>00</combinedNomenclatureCode>
          </CommodityCode>
          <GoodsMeasure><grossMass>1000.5</grossMass><netMass>950</netMass></GoodsMeasure>
        </Commodity>
        <Packaging>
          <sequenceNumber>1</sequenceNumber><typeOfPackages>BX</typeOfPackages>
          <numberOfPackages>100</numberOfPackages><shippingMarks>OSH 1-100</shippingMarks>
        </Packaging>
        <SupportingDocument>
          <sequenceNumber>1</sequenceNumber><type>N380</type>
          <referenceNumber>INV-77</referenceNumber>
          <documentLineItemNumber>4</documentLineItemNumber>
        </SupportingDocument>
      </ConsignmentItem>
      <ConsignmentItem>
        <goodsItemNumber>2</goodsItemNumber>
        <declarationGoodsItemNumber>2</declarationGoodsItemNumber>
        <Commodity>
          <descriptionOfGoods>Paint</descriptionOfGoods>
          <CommodityCode>
            <harmonizedSystemSubHeadingCode>320810</harmonizedSystemSubHeadingCode>
          </CommodityCode>
          <DangerousGoods>
            <sequenceNumber>1</sequenceNumber><UNNumber>1263</UNNumber>
          </DangerousGoods>
          <GoodsMeasure><grossMass>500</grossMass></GoodsMeasure>
        </Commodity>
        <Packaging>
          <sequenceNumber>1</sequenceNumber><typeOfPackages>1A</typeOfPackages>
          <numberOfPackages>10</numberOfPackages><shippingMarks>P</shippingMarks>
        </Packaging>
      </ConsignmentItem>
    </HouseConsignment>
  </Consignment>
</ncts:CC015C>
"""


def changed(*edits: tuple[str, str]) -> bytes:
    """The declaration with texts replaced; each must be there exactly once."""
    text = DECLARATION
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def leaves(root: Element) -> Iterator[Element]:
    """All elements below that hold no others, in document order."""
    if not root.children:
        yield root
    for child in root.children:
        yield from leaves(child)


def groups(root: Element) -> Iterator[Element]:
    """This element and all below that hold others, in document order."""
    if root.children:
        yield root
        for child in root.children:
            yield from groups(child)


def first(root: Element, path: str) -> Element | None:
    """The first element under this path of names, `Commodity/GoodsMeasure`."""
    here: Element | None = root
    for name in path.split("/"):
        below = () if here is None else here.children
        here = next((child for child in below if child.name == name), None)
    return here


class Sample(NamedTuple):
    """One published message, with the verdicts recorded beside it."""

    file: str
    type: str
    p5: bool
    p6: bool
    rules: frozenset[str]
    data: bytes


def samples(shared: Path) -> list[Sample]:
    """All published messages."""
    folder = shared / "ncts" / "samples"
    with (folder / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Sample(
            row["file"],
            row["type"],
            row["p5"] == "VALID",
            row["p6"] == "VALID",
            frozenset(_rules(row["semantic"])),
            (folder / row["file"]).read_bytes(),
        )
        for row in rows
    ]


def _rules(semantic: str) -> set[str]:
    """`R0028-MRN:… exp 4 | C0823/C0872` → R0028, C0823; the container format is no rule."""
    entries = (entry.strip(" |") for entry in semantic.split(" | "))
    codes = {entry.split(":")[0].split("-")[0].split("/")[0] for entry in entries if entry}
    return codes - {"ISO6346"}

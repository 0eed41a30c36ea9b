"""CC015C and CC013C of phases 5 and 6: which element is which field of the dossier."""

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from corridor.domain.codes import CURRENCY_MINOR_DIGITS, minor_digits
from corridor.domain.consignment import Aside
from corridor.gateways.ncts.mapping import (
    COUNTED,
    SEQUENCE,
    Above,
    Each,
    Flag,
    Inside,
    Many,
    Mass,
    One,
    Place,
    Plain,
    Reading,
    Shape,
    Whole,
    Writing,
    write,
)
from corridor.gateways.ncts.writing import Out


def minor_units(amount: str, currency: str) -> int | None:
    """`12.50` and `USD` → 1250; None when the currency is not known or has fewer decimals."""
    digits = CURRENCY_MINOR_DIGITS.get(currency)
    if digits is None or not amount:
        return None
    whole, _, fraction = amount.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > digits:
        return None
    return int(whole + fraction.ljust(digits, "0"))


def in_major(amount_minor: int, currency: str) -> str:
    """1250 and `USD` → `12.50`."""
    digits = minor_digits(currency)
    text = str(amount_minor).zfill(digits + 1)
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


class Lrn:
    """The local number; where an amendment names the movement by its MRN alone, that."""

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        text = (element.text or "").strip()
        if element.tag == "MRN":
            reading.set_aside(element, place.pointer)
        if "lrn" not in plain and text:
            plain["lrn"] = text
            reading.trace("/lrn", place.pointer)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        if name == "LRN" and record.lrn != writing.aside.get(f"{out.pointer}/MRN"):
            out.put(name, record.lrn)


class GoodsCode:
    """The heading, and behind it in the same field the national digits; no others."""

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        text = (element.text or "").strip()
        if element.tag == "harmonizedSystemSubHeadingCode":
            plain["hs"] = text
            reading.trace(f"{of.at}/hs", place.pointer)
        elif "hs" in plain and text.isdecimal():
            plain["hs"] += text
        else:
            reading.set_aside(element, place.pointer)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        is_heading = name == "harmonizedSystemSubHeadingCode"
        out.put(name, record.hs[:6] if is_heading else record.hs[6:8])


class TransportMeans(Many):
    """A means of transport; one whose kind or number is not known yet stays aside."""

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        if element.findtext("typeOfIdentification") and element.findtext("identificationNumber"):
            super().take(reading, element, place, plain, of)
        else:
            reading.set_aside(element, place.pointer)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        for found in record.means:
            if found.role == self.more["role"]:
                group = out.next(name)
                while any(f"{group.pointer}/{leaf}" in writing.aside for leaf in _KNOWN_OF_MEANS):
                    group = out.next(name)
                write(self.shape, writing, found, group)


class References:
    """References of one guarantee, gathered for `Guarantees`. An access code is a secret."""

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        uses = reading.whole.setdefault("guarantees", [])
        at = f"/guarantees/{len(uses)}"
        use = reading.below(_REFERENCE, element, place, at)
        reading.secrets.append(use.pop("accessCode", ""))
        amount = use.pop("amountToBeCovered", "")
        minor = minor_units(amount, use.get("currency", ""))
        if minor is not None:
            use["amount_minor"] = minor
            reading.trace(f"{at}/amount_minor", f"{place.pointer}/amountToBeCovered")
        elif amount:
            reading.aside.append(Aside(f"{place.pointer}/amountToBeCovered", amount))
        uses.append(use)
        plain.setdefault("uses", []).append(use)

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        """`Guarantees` writes them."""


class Guarantees:
    """One use for each reference; a guarantee without references is one use of its own.

    Two guarantees of one kind in a row differ from one with two references by their numbers alone,
    so that then the number is kept.
    """

    def take(
        self, reading: Reading, element: "etree._Element", place: Place, plain: Plain, of: Place
    ) -> None:
        before = reading.whole.setdefault("guarantees", [])
        last = before[-1] if before else {}
        at = f"/guarantees/{len(before)}"
        head = reading.below(_GUARANTEE, element, place, at)
        uses = head.pop("uses", None)
        if uses is None:
            reading.secrets.append("")
            before.append(head)
            return
        for use in uses:
            use.update(head)
        if head == {field: last[field] for field in head if field in last}:
            number = f"{place.pointer}/{SEQUENCE}"
            if all(one.pointer != number for one in reading.aside):
                reading.aside.append(Aside(number, str(place.position)))

    def give(self, writing: Writing, record: Any, out: Out, name: str) -> None:
        last, group = None, None
        for use, code in zip(record.guarantees, _codes(writing), strict=False):
            is_referred = bool(use.grn or code or use.currency or use.amount_minor is not None)
            head = (use.kind, use.other_reference)
            if group is None or last != head or not is_referred or self._is_next(writing, group):
                group = out.next(name)
                write(_GUARANTEE, writing, use, group)
            if is_referred:
                self._refer(writing, use, code, group)
            last = head if is_referred else None

    def _is_next(self, writing: Writing, group: Out) -> bool:
        above = group.pointer.rpartition("/")[0]
        return f"{above}/{group.position + 1}/{SEQUENCE}" in writing.aside

    def _refer(self, writing: Writing, use: Any, code: str, group: Out) -> None:
        reference = group.next("GuaranteeReference")
        write({SEQUENCE: COUNTED, "GRN": "grn", "currency": "currency"}, writing, use, reference)
        reference.put("accessCode", code)
        if use.amount_minor is not None and use.currency:
            reference.put("amountToBeCovered", in_major(use.amount_minor, use.currency))


def _codes(writing: Writing) -> list[str]:
    lacking = len(writing.whole.guarantees) - len(writing.secrets)
    return [*writing.secrets, *("" for _ in range(lacking))]


_REFERENCE: Final[Shape] = {
    SEQUENCE: COUNTED,
    "GRN": "grn",
    "accessCode": "accessCode",
    "amountToBeCovered": "amountToBeCovered",
    "currency": "currency",
}
_GUARANTEE: Final[Shape] = {
    SEQUENCE: COUNTED,
    "guaranteeType": "kind",
    "otherGuaranteeReference": "other_reference",
    "GuaranteeReference": References(),
}


def guarantee_fields(at: str) -> Iterator[tuple[str, str]]:
    """(field of the dossier, element) of a guarantee that stands `at` its element."""
    of_reference = {"GRN": "grn", "currency": "currency", "amountToBeCovered": "amount_minor"}
    for name, field in {
        "guaranteeType": "kind",
        "otherGuaranteeReference": "other_reference",
    }.items():
        yield f"guarantees[].{field}", f"{at}/{name}"
    for name, field in of_reference.items():
        yield f"guarantees[].{field}", f"{at}/GuaranteeReference/{name}"


PARTY: Final[Shape] = {
    "identificationNumber": "id",
    "name": "name",
    "Address": Inside(
        {
            "streetAndNumber": "street",
            "postcode": "postcode",
            "city": "city",
            "country": "country",
        }
    ),
    "ContactPerson": Inside({"name": "contact", "phoneNumber": "phone", "eMailAddress": "email"}),
}
_NOTED: Final[Shape] = {
    SEQUENCE: COUNTED,
    "type": "kind",
    "referenceNumber": "reference",
    "complementOfInformation": "note",
}
_DOCUMENTS: Final[Shape] = {
    "PreviousDocument": Many("documents", _NOTED, group="previous"),
    "SupportingDocument": Many("documents", _NOTED, group="supporting"),
    "TransportDocument": Many("documents", _NOTED, group="transport"),
    "AdditionalReference": Many("documents", _NOTED, group="additional"),
    "AdditionalInformation": Many(
        "documents", {SEQUENCE: COUNTED, "code": "kind", "text": "note"}, group="information"
    ),
}
MEANS: Final[Shape] = {
    SEQUENCE: COUNTED,
    "typeOfIdentification": "kind",
    "identificationNumber": "id",
    "nationality": "nationality",
    "customsOfficeAtBorderReferenceNumber": "office",
}
_KNOWN_OF_MEANS: Final = tuple(name for name in MEANS if name != SEQUENCE)
"""Where one of these stands aside, all of that means does."""
EQUIPMENT: Final[Shape] = {
    SEQUENCE: Whole("number"),
    "containerIdentificationNumber": "container",
    "numberOfSeals": Whole("seal_count"),
    "Seal": Each("seals", "identifier"),
    "GoodsReference": Each("goods", "declarationGoodsItemNumber", int),
}
_COUNTRIES: Final[Shape] = {
    "countryOfDispatch": "country_of_dispatch",
    "countryOfDestination": "country_of_destination",
    "referenceNumberUCR": "ucr",
}
COMMODITY: Final[Shape] = {
    "descriptionOfGoods": "description",
    "cusCode": "cus_code",
    "CommodityCode": Inside(
        {
            "harmonizedSystemSubHeadingCode": GoodsCode(),
            "combinedNomenclatureCode": GoodsCode(),
        }
    ),
    "DangerousGoods": Each("dangerous_goods", "UNNumber"),
    "GoodsMeasure": Inside({"grossMass": Mass("gross_kg"), "netMass": Mass("net_kg")}),
}
PACKAGING: Final = Many(
    "packages",
    {
        SEQUENCE: COUNTED,
        "typeOfPackages": "kind",
        "numberOfPackages": Whole("count"),
        "shippingMarks": "marks",
    },
)
_ITEM: Final[Shape] = {
    **_COUNTRIES,
    **_DOCUMENTS,
    "goodsItemNumber": Whole("number"),
    "declarationGoodsItemNumber": Whole("declaration_number"),
    "declarationType": "declaration_type",
    "Consignee": One("consignee", PARTY),
    "Commodity": Inside(COMMODITY),
    "Packaging": PACKAGING,
}
_HOUSE: Final[Shape] = {
    **_COUNTRIES,
    **_DOCUMENTS,
    SEQUENCE: Whole("number"),
    "grossMass": Mass("gross_kg"),
    "Consignor": One("consignor", PARTY),
    "Consignee": One("consignee", PARTY),
    "ConsignmentItem": Many("items", _ITEM),
}
CONSIGNMENT: Final[Shape] = {
    **_COUNTRIES,
    **_DOCUMENTS,
    "containerIndicator": Flag("containerised"),
    "inlandModeOfTransport": "inland_mode",
    "modeOfTransportAtTheBorder": "border_mode",
    "grossMass": Mass("gross_kg"),
    "Carrier": One("carrier", PARTY),
    "Consignor": One("consignor", PARTY),
    "Consignee": One("consignee", PARTY),
    "TransportEquipment": Many("equipment", EQUIPMENT),
    "DepartureTransportMeans": TransportMeans("means", MEANS, role="departure"),
    "CountryOfRoutingOfConsignment": Each("countries_of_routing", "country"),
    "ActiveBorderTransportMeans": TransportMeans("means", MEANS, role="border"),
    "HouseConsignment": Many("houses", _HOUSE),
}
DECLARATION: Final[Shape] = {
    "TransitOperation": Inside(
        {
            "LRN": Lrn(),
            "MRN": Lrn(),
            "declarationType": "declaration_type",
            "additionalDeclarationType": "additional_type",
            "TIRCarnetNumber": "tir_carnet",
            "security": "security",
            "reducedDatasetIndicator": Flag("reduced_dataset"),
            "bindingItinerary": Flag("binding_itinerary"),
            "limitDate": "limit_date",
        }
    ),
    "Authorisation": Many(
        "authorisations", {SEQUENCE: COUNTED, "type": "kind", "referenceNumber": "reference"}
    ),
    "HolderOfTheTransitProcedure": One(
        "holder", {**PARTY, "TIRHolderIdentificationNumber": Above("tir_holder")}
    ),
    "Representative": One("representative", PARTY),
    "Guarantee": Guarantees(),
    "Consignment": One("consignment", CONSIGNMENT),
}
"""The whole message, from its root."""

"""Which element of a message is which field of the dossier. Names alone; how is `to_dossier`."""

from corridor.domain.codes import CURRENCY_MINOR_DIGITS
from corridor.gateways.ncts.reading import Fields

OPERATION: Fields = {
    "TransitOperation/LRN": "lrn",
    "TransitOperation/declarationType": "declaration_type",
    "TransitOperation/additionalDeclarationType": "additional_type",
    "TransitOperation/TIRCarnetNumber": "tir_carnet",
    "TransitOperation/security": "security",
    "TransitOperation/reducedDatasetIndicator": "reduced_dataset",
    "TransitOperation/bindingItinerary": "binding_itinerary",
    "TransitOperation/limitDate": "limit_date",
    "HolderOfTheTransitProcedure/TIRHolderIdentificationNumber": "tir_holder",
}
AUTHORISATION: Fields = {"type": "kind", "referenceNumber": "reference"}
PARTIES = {"holder": "HolderOfTheTransitProcedure", "representative": "Representative"}
PARTY: Fields = {
    "identificationNumber": "id",
    "name": "name",
    "Address/streetAndNumber": "street",
    "Address/postcode": "postcode",
    "Address/city": "city",
    "Address/country": "country",
    "ContactPerson/name": "contact",
    "ContactPerson/phoneNumber": "phone",
    "ContactPerson/eMailAddress": "email",
}
GUARANTEE: Fields = {"guaranteeType": "kind", "otherGuaranteeReference": "other_reference"}
GUARANTEE_REFERENCE: Fields = {"GRN": "grn", "currency": "currency"}
CONSIGNMENT: Fields = {
    "countryOfDispatch": "country_of_dispatch",
    "countryOfDestination": "country_of_destination",
    "containerIndicator": "containerised",
    "inlandModeOfTransport": "inland_mode",
    "modeOfTransportAtTheBorder": "border_mode",
    "grossMass": "gross_kg",
    "referenceNumberUCR": "ucr",
}
EQUIPMENT: Fields = {
    "sequenceNumber": "number",
    "containerIdentificationNumber": "container",
    "numberOfSeals": "seal_count",
}
GOODS_REFERENCE = "declarationGoodsItemNumber"
ROUTING = "CountryOfRoutingOfConsignment"
BORDER_MEANS = "ActiveBorderTransportMeans"
MEANS: Fields = {
    "typeOfIdentification": "kind",
    "identificationNumber": "id",
    "nationality": "nationality",
    "customsOfficeAtBorderReferenceNumber": "office",
}
HOUSE: Fields = {
    "sequenceNumber": "number",
    "countryOfDispatch": "country_of_dispatch",
    "countryOfDestination": "country_of_destination",
    "grossMass": "gross_kg",
    "referenceNumberUCR": "ucr",
}
HS_CODE = "Commodity/CommodityCode/harmonizedSystemSubHeadingCode"
NATIONAL_CODE = "Commodity/CommodityCode/combinedNomenclatureCode"
ITEM: Fields = {
    "goodsItemNumber": "number",
    "declarationGoodsItemNumber": "declaration_number",
    "declarationType": "declaration_type",
    "countryOfDispatch": "country_of_dispatch",
    "countryOfDestination": "country_of_destination",
    "referenceNumberUCR": "ucr",
    "Commodity/descriptionOfGoods": "description",
    "Commodity/cusCode": "cus_code",
    HS_CODE: "hs",
    "Commodity/GoodsMeasure/grossMass": "gross_kg",
    "Commodity/GoodsMeasure/netMass": "net_kg",
}
PACKAGE: Fields = {
    "typeOfPackages": "kind",
    "numberOfPackages": "count",
    "shippingMarks": "marks",
}
_DOCUMENT: Fields = {
    "type": "kind",
    "referenceNumber": "reference",
    "complementOfInformation": "note",
}
DOCUMENTS: dict[str, tuple[str, Fields]] = {
    "PreviousDocument": ("previous", _DOCUMENT),
    "SupportingDocument": ("supporting", _DOCUMENT),
    "TransportDocument": ("transport", _DOCUMENT),
    "AdditionalReference": ("additional", _DOCUMENT),
    "AdditionalInformation": ("information", {"code": "kind", "text": "note"}),
}


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

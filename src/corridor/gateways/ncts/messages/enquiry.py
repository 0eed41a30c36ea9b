"""CC140C and CC141C: the holder is asked of a movement that has not arrived, and answers."""

from typing import Final

from corridor.domain.consignment import Party
from corridor.gateways.ncts.declaration import PARTY
from corridor.gateways.ncts.mapping import Inside, One, Shape
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, Holder, office


class EnquiryAnswer(Header, frozen=True, kw_only=True):
    """The answer to an enquiry (CC140C)."""

    mrn: str
    office: str
    destination: str = ""
    holder: Holder
    delivered_on: str = ""
    text: str = ""
    consignee: Party | None = None


ENQUIRY_ANSWER: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside({"MRN": "mrn"}),
    "CustomsOfficeOfDestinationActual": office("destination"),
    "CustomsOfficeOfEnquiryAtDeparture": office(),
    "HolderOfTheTransitProcedure": HOLDER,
    "Enquiry": Inside({"TC11DeliveryDate": "delivered_on", "text": "text"}),
    "Consignment": Inside({"ConsigneeActual": One("consignee", PARTY)}),
}


class EnquiryRequest(Header, frozen=True, kw_only=True):
    """CC140C, of phase 5 alone: the holder is asked what it knows of a movement."""

    mrn: str
    asked_on: str
    answer_until: str
    office: str
    enquiry_office: str
    holder: Holder


ENQUIRY_REQUEST: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside(
        {
            "MRN": "mrn",
            "requestOnNonArrivedMovementDate": "asked_on",
            "limitForResponseDate": "answer_until",
        }
    ),
    "CustomsOfficeOfDeparture": office(),
    "CustomsOfficeOfEnquiryAtDeparture": office("enquiry_office"),
    "HolderOfTheTransitProcedure": HOLDER,
}

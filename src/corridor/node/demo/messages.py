"""Messages of an invented trader's system, as examples and tests send them."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.consignment import Aside, Dossier
from corridor.domain.movement.offices import (
    departure_office,
    destination_office,
    transit_offices,
)
from corridor.gateways.ncts.messages.arrival import ArrivalNotification
from corridor.gateways.ncts.messages.cancellation import CancellationRequest
from corridor.gateways.ncts.messages.enquiry import EnquiryAnswer
from corridor.gateways.ncts.messages.presentation import Presentation
from corridor.gateways.ncts.messages.unloading import UnloadingRemarks
from corridor.gateways.ncts.outgoing.said import holder_of
from corridor.gateways.ncts.record import Record, message_of

CODE: Final = "A1B2"
TRADER: Final = "GE404123456"
SENDER: Final = "TRADER.SYSTEM"


def _aside(name: str, number: str, dossier: Dossier) -> tuple[Aside, ...]:
    texts = {
        "messageSender": SENDER,
        "messageRecipient": "NTA.KG",
        "preparationDateAndTime": "2026-11-21T09:00:00",
        "messageIdentification": number,
        "messageType": name,
        "CustomsOfficeOfDeparture/referenceNumber": departure_office(dossier),
        "CustomsOfficeOfDestinationDeclared/referenceNumber": destination_office(dossier),
        "Representative/status": "2",
    }
    for place, office in enumerate(transit_offices(dossier), start=1):
        group = f"CustomsOfficeOfTransitDeclared/{place}"
        texts |= {f"{group}/sequenceNumber": str(place), f"{group}/referenceNumber": office}
    return tuple(
        Aside(f"/{name}/{path}", text)
        for path, text in texts.items()
        if dossier.representative is not None or "Representative" not in path
    )


def declaration(
    dossier: Dossier,
    number: str = "T-15",
    name: str = "CC015C",
    code: str = CODE,
    phase: str = "5",
    mrn: str = "",
) -> bytes:
    """CC015C, or CC013C of an accepted movement."""
    aside = _aside(name, number, dossier)
    if name == "CC013C":
        aside = (*aside, Aside(f"/{name}/TransitOperation/amendmentTypeFlag", "0"))
    if mrn:
        aside = (*aside, Aside(f"/{name}/TransitOperation/MRN", mrn))
    record = Record(replace(dossier, aside=aside), (code,))
    return message_of(record, name, phase)


def _header(name: str, number: str) -> dict[str, Any]:
    return {
        "sender": SENDER,
        "recipient": "NTA.KG",
        "prepared_at": "2026-11-21T10:00:00",
        "id": number,
        "kind": name,
    }


def _where(name: str) -> tuple[Aside, ...]:
    """The goods stand at an authorised place, which the message wants to be named."""
    at = f"/{name}/Consignment/LocationOfGoods"
    return (
        Aside(f"{at}/typeOfLocation", "A"),
        Aside(f"{at}/qualifierOfIdentification", "U"),
        Aside(f"{at}/UNLocode", "PLACE"),
    )


def cancellation(dossier: Dossier, number: str = "T-14", mrn: str = "", phase: str = "6") -> bytes:
    """CC014C."""
    record = CancellationRequest(
        **_header("CC014C", number),
        lrn="" if mrn else dossier.lrn,
        mrn=mrn,
        by_customs=False,
        justification="Sold elsewhere",
        office=departure_office(dossier),
        holder=holder_of(dossier),
    )
    return message_of(Record(record), "CC014C", phase)


def presentation(dossier: Dossier, number: str = "T-170", phase: str = "6", **found: Any) -> bytes:
    """CC170C."""
    record = Presentation(
        **_header("CC170C", number),
        lrn=dossier.lrn,
        office=departure_office(dossier),
        holder=holder_of(dossier),
        aside=(
            *_where("CC170C"),
            Aside("/CC170C/Consignment/HouseConsignment/1/sequenceNumber", "1"),
        ),
        **found,
    )
    return message_of(Record(record), "CC170C", phase)


def arrival(
    mrn: str,
    office: str,
    number: str = "T-7",
    at: str = "",
    phase: str = "5",
    authorisation: str = "",
) -> bytes:
    """CC007C; of an authorised consignee with its number."""
    held = "/CC007C/Authorisation/1"
    named = (
        Aside(f"{held}/sequenceNumber", "1"),
        Aside(f"{held}/type", "C522"),
        Aside(f"{held}/referenceNumber", authorisation),
    )
    record = ArrivalNotification(
        **_header("CC007C", number),
        mrn=mrn,
        arrived_at=at,
        simplified=bool(authorisation),
        with_incidents=False,
        office=office,
        trader=TRADER,
        aside=(*(named if authorisation else ()), *_where("CC007C")),
    )
    return message_of(Record(record), "CC007C", phase)


def remarks(mrn: str, office: str, number: str = "T-44", phase: str = "5", **found: Any) -> bytes:
    """CC044C."""
    plain: dict[str, Any] = {
        "conforms": True,
        "complete": True,
        "seals_intact": True,
        "unloaded_on": "2026-11-21",
    }
    record = UnloadingRemarks(
        **_header("CC044C", number), mrn=mrn, office=office, trader=TRADER, **plain | found
    )
    return message_of(Record(record), "CC044C", phase)


def enquiry_answer(dossier: Dossier, mrn: str, text: str, number: str = "T-141") -> bytes:
    """CC141C, of phase 5 alone."""
    record = EnquiryAnswer(
        **_header("CC141C", number),
        mrn=mrn,
        office=departure_office(dossier),
        holder=holder_of(dossier),
        text=text,
    )
    return message_of(Record(record), "CC141C", "5")

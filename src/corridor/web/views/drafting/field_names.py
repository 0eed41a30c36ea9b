"""What the fields of a draft are called, in the order of their pages.

The templates draw the same names; a test holds the two together.
"""

from typing import Final

from corridor.domain.refusals import N_
from corridor.web.labels.permit import DRIVER_PAPERS
from corridor.web.views.drafting.model import PARTIES, SECTIONS
from corridor.web.views.drafting.pointers import Spot

PARTY: Final = {
    "name": N_("Name"),
    "id": N_("Identification number"),
    "street": N_("Street and number"),
    "city": N_("City"),
    "postcode": N_("Postcode"),
    "country": N_("Country"),
    "contact": N_("Contact person"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
}
DOCUMENTS: Final = {
    "doc_supporting": N_("Supporting documents"),
    "doc_transport": N_("Transport documents"),
    "doc_previous": N_("Previous documents"),
    "doc_additional": N_("Additional references"),
}
FIELDS: Final = {
    "goods": {
        "description": N_("Description of the goods"),
        "hs": N_("HS code"),
        "gross": N_("Gross mass"),
        "net": N_("Net mass"),
        "count": N_("Number of packages"),
        "kind": N_("Kind of packages"),
        "marks": N_("Marks on the packages"),
        "value": N_("Value"),
        "currency": N_("Currency"),
        "un": N_("UN numbers of dangerous goods"),
        "part": N_("Part of the load"),
        "box": N_("Containers of the item"),
        "dispatch": N_("Country of dispatch"),
        "destination": N_("Country of destination"),
        **DOCUMENTS,
    },
    "transport": {
        "vehicle_kind": N_("Means of transport"),
        "vehicle": N_("Registration number"),
        "vehicle_country": N_("Registered in"),
        "trailer": N_("Trailer"),
        "trailer_country": N_("Trailer registered in"),
        "trailers": N_("Further trailers or wagons"),
        "driver": N_("Driver"),
        "driver_paper": N_("Passport of the driver"),
        "driver_phone": N_("Phone of the driver"),
        "driver_country": N_("Citizenship of the driver"),
        **{f"driver_{paper}": name for paper, name in DRIVER_PAPERS.items()},
        "container": N_("Container"),
        "container_size": N_("Size and type of the container"),
        "seal_count": N_("Number of seals"),
        "seals": N_("Seal numbers"),
        "boxes": N_("Further containers"),
        "wagons": N_("List of wagons"),
        "rail_kind": N_("Kind of consignment note"),
        "rail_number": N_("Number of the railway consignment note"),
        "rail_date": N_("Date of the note"),
        "rail_from": N_("Station of departure"),
        "rail_to": N_("Station of destination"),
        "rail_train": N_("Train"),
        "rail_carriers": N_("Contract carriers and their sections"),
        "rail_earlier_kind": N_("Kind of the note before"),
        "rail_earlier": N_("Number of the note before re-consignment"),
        "rail_earlier_at": N_("Station of re-consignment"),
        "invoice": N_("Invoice number"),
        "waybill": N_("Consignment note (CMR) number"),
        "vehicle_gross": N_("Mass, loaded"),
        "axle": N_("Highest load per axle"),
        "length": N_("Length"),
        "width": N_("Width"),
        "height": N_("Height"),
        "temperature": N_("Refrigeration"),
        **DOCUMENTS,
    },
    "route": {"from": N_("Customs of departure at"), "to": N_("Customs of destination at")},
    "legs": {
        "carrier": N_("Carrier"),
        "document": N_("Document for this leg"),
        "number": N_("Its number"),
        "vehicle": N_("Vehicle of the leg"),
        "imo": N_("IMO number"),
        "departs": N_("Planned departure"),
        "arrives": N_("Planned arrival"),
        "lines": N_("Legs out of a table"),
    },
    "guarantee": {
        "grn": N_("Which guarantee?"),
        "other_grn": N_("Guarantee number (GRN)"),
        "kind": N_("Kind of guarantee"),
        "amount": N_("Amount to be reserved"),
        "currency": N_("Currency"),
        "other_reference": N_("Other reference"),
    },
    "send": {
        "lrn": N_("Local reference number (LRN)"),
        "additional": N_("Where are the goods?"),
        "access_code": N_("Access code of the guarantee"),
    },
}


def name_of(spot: Spot) -> str:
    """The msgid of a field's name; nothing where it has none of its own."""
    if spot.section != "parties":
        return FIELDS.get(spot.section, {}).get(_without_row(spot), "")
    papers = FIELDS["goods"] | FIELDS["transport"]  # of a part of the load
    return papers.get(spot.field) or PARTY.get(spot.field.partition("_")[2], "")


def _without_row(spot: Spot) -> str:
    """The name of a field of a further guarantee, or of its code, without its number; a further
    guarantee is typed, not chosen.
    """
    if spot.section == "legs":
        return spot.field.rpartition("_")[2]
    if spot.section not in ("guarantee", "send"):
        return spot.field
    field = spot.field.rstrip("_0123456789")
    return "other_grn" if field == "grn" != spot.field else field


def _row_of(field: str, name: str) -> int:
    """The number behind the name of a field of a row."""
    number = field[len(name) + 1 :]
    return int(number) if number.isdecimal() else 0


def order_of(spot: Spot) -> tuple[int, int, int, str]:
    """Where a field stands among all pages of a draft."""
    names = [*FIELDS.get(spot.section, {})]
    if spot.section == "parties":
        role, _, field = spot.field.partition("_")
        place = PARTIES.index(role) * len(PARTY) + [*PARTY].index(field) if role in PARTIES else -1
    else:
        field = _without_row(spot)
        place = names.index(field) if field in names else len(names)
        place += _row_of(spot.field, field) * len(names)
    item = -1 if spot.item is None else spot.item
    return SECTIONS.index(spot.section), item, place, spot.field

"""CC014C: a declaration is to be withdrawn."""

from typing import Final

from corridor.gateways.ncts.mapping import Flag, Inside, Shape
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, Holder, office


class CancellationRequest(Header, frozen=True, kw_only=True):
    """The holder asks the office of departure to invalidate the declaration."""

    lrn: str = ""
    mrn: str = ""
    requested_at: str = ""
    by_customs: bool
    justification: str = ""
    office: str
    holder: Holder


CANCELLATION: Final[Shape] = {
    **HEADER,
    "TransitOperation": Inside({"LRN": "lrn", "MRN": "mrn"}),
    "Invalidation": Inside(
        {
            "requestDateAndTime": "requested_at",
            "initiatedByCustoms": Flag("by_customs"),
            "justification": "justification",
        }
    ),
    "CustomsOfficeOfDeparture": office(),
    "HolderOfTheTransitProcedure": HOLDER,
}

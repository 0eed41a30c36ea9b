"""CC056C and CC057C: the office of departure, or that of destination, rejects a message."""

from typing import Final

import msgspec

from corridor.domain.consignment import Party
from corridor.gateways.ncts.declaration import PARTY
from corridor.gateways.ncts.mapping import Inside, Many, One, Shape
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, Holder, office


class FunctionalError(msgspec.Struct, frozen=True):
    """One reason: where (as XPath), which (CL180), by which rule, and what stood there."""

    pointer: str
    code: str
    reason: str
    value: str = ""


class _Rejection(Header, frozen=True, kw_only=True):
    mrn: str = ""
    rejected: str
    """The message that is rejected, by its number: `015`."""
    rejected_at: str
    code: str
    reason: str = ""
    office: str
    errors: tuple[FunctionalError, ...] = ()


class RejectionAtDeparture(_Rejection, frozen=True, kw_only=True):
    """CC056C."""

    lrn: str = ""
    holder: Holder
    representative: Party | None = None


class RejectionAtDestination(_Rejection, frozen=True, kw_only=True):
    """CC057C."""

    trader: str


_OPERATION: Final[Shape] = {
    "MRN": "mrn",
    "businessRejectionType": "rejected",
    "rejectionDateAndTime": "rejected_at",
    "rejectionCode": "code",
    "rejectionReason": "reason",
}
_ERRORS: Final[Shape] = {
    "FunctionalError": Many(
        "errors",
        {
            "errorPointer": "pointer",
            "errorCode": "code",
            "errorReason": "reason",
            "originalAttributeValue": "value",
        },
    )
}
REJECTION_AT_DEPARTURE: Final[Shape] = {
    **HEADER,
    **_ERRORS,
    "TransitOperation": Inside({**_OPERATION, "LRN": "lrn"}),
    "CustomsOfficeOfDeparture": office(),
    "HolderOfTheTransitProcedure": HOLDER,
    "Representative": One("representative", PARTY),
}
REJECTION_AT_DESTINATION: Final[Shape] = {
    **HEADER,
    **_ERRORS,
    "TransitOperation": Inside(_OPERATION),
    "CustomsOfficeOfDestinationActual": office(),
    "TraderAtDestination": Inside({"identificationNumber": "trader"}),
}

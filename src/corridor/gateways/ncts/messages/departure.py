"""What the office of departure says before the goods leave: CC928C, CC028C, CC004C, CC009C,
CC022C, CC051C, CC055C and CC060C.
"""

from typing import Final

import msgspec

from corridor.domain.consignment import Party
from corridor.gateways.ncts.declaration import PARTY
from corridor.gateways.ncts.mapping import COUNTED, SEQUENCE, Flag, Inside, Many, One, Shape
from corridor.gateways.ncts.messages.header import HEADER, HOLDER, Header, Holder, office
from corridor.gateways.ncts.messages.rejection import FunctionalError


class FromDeparture(Header, frozen=True, kw_only=True):
    """Whom and what all of them name. LRN and MRN stand where the message has a place for them."""

    lrn: str = ""
    mrn: str = ""
    office: str
    holder: Holder


_FROM: Final[Shape] = {
    **HEADER,
    "CustomsOfficeOfDeparture": office(),
    "HolderOfTheTransitProcedure": HOLDER,
}
_NUMBERS: Final[Shape] = {"LRN": "lrn", "MRN": "mrn"}
_REPRESENTED: Final[Shape] = {"Representative": One("representative", PARTY)}


class Acknowledgement(FromDeparture, frozen=True, kw_only=True):
    """CC928C: the message was received and is being looked at."""


ACKNOWLEDGEMENT: Final[Shape] = {**_FROM, "TransitOperation": Inside(_NUMBERS)}


class MrnAllocated(FromDeparture, frozen=True, kw_only=True):
    """CC028C."""

    accepted_on: str


MRN_ALLOCATED: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside({**_NUMBERS, "declarationAcceptanceDate": "accepted_on"}),
}


class AmendmentAccepted(FromDeparture, frozen=True, kw_only=True):
    """CC004C."""

    submitted_at: str
    accepted_at: str


AMENDMENT_ACCEPTED: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside(
        {
            **_NUMBERS,
            "amendmentSubmissionDateAndTime": "submitted_at",
            "amendmentAcceptanceDateAndTime": "accepted_at",
        }
    ),
}


class InvalidationDecision(FromDeparture, frozen=True, kw_only=True):
    """CC009C: the declaration is cancelled, or it is not."""

    requested_at: str = ""
    decided_at: str = ""
    granted: bool | None = None
    by_customs: bool
    justification: str = ""


INVALIDATION_DECISION: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside(_NUMBERS),
    "Invalidation": Inside(
        {
            "requestDateAndTime": "requested_at",
            "decisionDateAndTime": "decided_at",
            "decision": Flag("granted"),
            "initiatedByCustoms": Flag("by_customs"),
            "justification": "justification",
        }
    ),
}


class AmendmentAsked(FromDeparture, frozen=True, kw_only=True):
    """CC022C: customs asks for an amendment."""

    notified_at: str
    errors: tuple[FunctionalError, ...] = ()


AMENDMENT_ASKED: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside({"MRN": "mrn", "amendmentNotificationDateAndTime": "notified_at"}),
    "FunctionalError": Many(
        "errors",
        {
            SEQUENCE: COUNTED,
            "errorPointer": "pointer",
            "errorCode": "code",
            "errorReason": "reason",
            "originalAttributeValue": "value",
        },
    ),
}


class NotReleased(FromDeparture, frozen=True, kw_only=True):
    """CC051C."""

    submitted_at: str
    code: str
    reason: str
    representative: Party | None = None


NOT_RELEASED: Final[Shape] = {
    **_FROM,
    **_REPRESENTED,
    "TransitOperation": Inside(
        {
            "MRN": "mrn",
            "declarationSubmissionDateAndTime": "submitted_at",
            "noReleaseMotivationCode": "code",
            "noReleaseMotivationText": "reason",
        }
    ),
}


class InvalidReason(msgspec.Struct, frozen=True):
    """Why a guarantee does not serve (CL252)."""

    code: str
    text: str = ""


class InvalidReference(msgspec.Struct, frozen=True):
    """A guarantee that does not serve."""

    grn: str
    reasons: tuple[InvalidReason, ...] = ()


class GuaranteeNotValid(FromDeparture, frozen=True, kw_only=True):
    """CC055C."""

    accepted_on: str
    references: tuple[InvalidReference, ...] = ()


GUARANTEE_NOT_VALID: Final[Shape] = {
    **_FROM,
    "TransitOperation": Inside({"MRN": "mrn", "declarationAcceptanceDate": "accepted_on"}),
    "GuaranteeReference": Many(
        "references",
        {
            SEQUENCE: COUNTED,
            "GRN": "grn",
            "InvalidGuaranteeReason": Many(
                "reasons", {SEQUENCE: COUNTED, "code": "code", "text": "text"}
            ),
        },
    ),
}


class ControlType(msgspec.Struct, frozen=True):
    """A control by its kind (CL716)."""

    kind: str
    text: str = ""


class AskedDocument(msgspec.Struct, frozen=True):
    """A document that is to be shown."""

    kind: str
    description: str = ""


class ControlNotified(FromDeparture, frozen=True, kw_only=True):
    """CC060C. `kind`: 0 decided, 1 documents are asked for, 2 intended."""

    notified_at: str
    kind_of_notice: str
    representative: Party | None = None
    controls: tuple[ControlType, ...] = ()
    documents: tuple[AskedDocument, ...] = ()


CONTROL_NOTIFIED: Final[Shape] = {
    **_FROM,
    **_REPRESENTED,
    "TransitOperation": Inside(
        {
            **_NUMBERS,
            "controlNotificationDateAndTime": "notified_at",
            "notificationType": "kind_of_notice",
        }
    ),
    "TypeOfControls": Many("controls", {SEQUENCE: COUNTED, "type": "kind", "text": "text"}),
    "RequestedDocument": Many(
        "documents", {SEQUENCE: COUNTED, "documentType": "kind", "description": "description"}
    ),
}

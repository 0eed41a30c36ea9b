"""The messages that have a record of their own, each with its shape: one file for each family.

Declarations (CC015C, CC013C) are none of them: their record is the dossier.
"""

from typing import Final, NamedTuple

from corridor.gateways.ncts.mapping import Shape
from corridor.gateways.ncts.messages.arrival import ARRIVAL, ArrivalNotification
from corridor.gateways.ncts.messages.cancellation import CANCELLATION, CancellationRequest
from corridor.gateways.ncts.messages.enquiry import ENQUIRY_ANSWER, EnquiryAnswer
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.messages.presentation import PRESENTATION, Presentation
from corridor.gateways.ncts.messages.rejection import (
    REJECTION_AT_DEPARTURE,
    REJECTION_AT_DESTINATION,
    RejectionAtDeparture,
    RejectionAtDestination,
)
from corridor.gateways.ncts.messages.unloading import (
    UNLOADING_PERMISSION,
    UNLOADING_REMARKS,
    UnloadingPermission,
    UnloadingRemarks,
)


class MessageType(NamedTuple):
    """A message's record, and how the two stand to each other."""

    record: type[Header]
    shape: Shape


MESSAGES: Final = {
    "CC007C": MessageType(ArrivalNotification, ARRIVAL),
    "CC014C": MessageType(CancellationRequest, CANCELLATION),
    "CC043C": MessageType(UnloadingPermission, UNLOADING_PERMISSION),
    "CC044C": MessageType(UnloadingRemarks, UNLOADING_REMARKS),
    "CC056C": MessageType(RejectionAtDeparture, REJECTION_AT_DEPARTURE),
    "CC057C": MessageType(RejectionAtDestination, REJECTION_AT_DESTINATION),
    "CC141C": MessageType(EnquiryAnswer, ENQUIRY_ANSWER),
    "CC170C": MessageType(Presentation, PRESENTATION),
}

"""The messages that have a record of their own, each with its shape: one file for each family.

Declarations (CC015C, CC013C) are none of them: their record is the dossier.
"""

from typing import Final, NamedTuple

from corridor.gateways.ncts.mapping import Shape
from corridor.gateways.ncts.messages import (
    arrival,
    cancellation,
    departure,
    discharge,
    enquiry,
    incident,
    presentation,
    rejection,
    release,
    unloading,
)
from corridor.gateways.ncts.messages.header import Header


class MessageType(NamedTuple):
    """A message's record, and how the two stand to each other."""

    record: type[Header]
    shape: Shape


MESSAGES: Final = {
    "CC004C": MessageType(departure.AmendmentAccepted, departure.AMENDMENT_ACCEPTED),
    "CC007C": MessageType(arrival.ArrivalNotification, arrival.ARRIVAL),
    "CC009C": MessageType(departure.InvalidationDecision, departure.INVALIDATION_DECISION),
    "CC014C": MessageType(cancellation.CancellationRequest, cancellation.CANCELLATION),
    "CC019C": MessageType(discharge.DiscrepanciesFound, discharge.DISCREPANCIES_FOUND),
    "CC022C": MessageType(departure.AmendmentAsked, departure.AMENDMENT_ASKED),
    "CC025C": MessageType(discharge.GoodsReleaseNotice, discharge.GOODS_RELEASE_NOTICE),
    "CC028C": MessageType(departure.MrnAllocated, departure.MRN_ALLOCATED),
    "CC029C": MessageType(release.ReleasedForTransit, release.RELEASED_FOR_TRANSIT),
    "CC035C": MessageType(discharge.RecoveryNotice, discharge.RECOVERY_NOTICE),
    "CC043C": MessageType(unloading.UnloadingPermission, unloading.UNLOADING_PERMISSION),
    "CC044C": MessageType(unloading.UnloadingRemarks, unloading.UNLOADING_REMARKS),
    "CC045C": MessageType(discharge.WrittenOff, discharge.WRITTEN_OFF),
    "CC051C": MessageType(departure.NotReleased, departure.NOT_RELEASED),
    "CC055C": MessageType(departure.GuaranteeNotValid, departure.GUARANTEE_NOT_VALID),
    "CC056C": MessageType(rejection.RejectionAtDeparture, rejection.REJECTION_AT_DEPARTURE),
    "CC057C": MessageType(rejection.RejectionAtDestination, rejection.REJECTION_AT_DESTINATION),
    "CC060C": MessageType(departure.ControlNotified, departure.CONTROL_NOTIFIED),
    "CC140C": MessageType(enquiry.EnquiryRequest, enquiry.ENQUIRY_REQUEST),
    "CC141C": MessageType(enquiry.EnquiryAnswer, enquiry.ENQUIRY_ANSWER),
    "CC170C": MessageType(presentation.Presentation, presentation.PRESENTATION),
    "CC182C": MessageType(incident.IncidentNotice, incident.INCIDENT_NOTICE),
    "CC928C": MessageType(departure.Acknowledgement, departure.ACKNOWLEDGEMENT),
}

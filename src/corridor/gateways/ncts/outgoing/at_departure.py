"""What the office of departure says to the holder, event by event."""

from typing import Any, Final

from corridor.domain.days import day_at
from corridor.domain.guarantees.reasons import REASON_OF, REASONS
from corridor.gateways.ncts.messages import departure as messages
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.messages.rejection import RejectionAtDeparture
from corridor.gateways.ncts.outgoing.said import Said, time_at

OTHER_REASON: Final = "4"
FUNCTIONAL: Final = "12"
"""CL226 and CL581: a reason that is said in words, or the functional errors that follow."""
NO_CODE: Final = "ZZ"
"""The list of motives not to release is not published with the schemas: the words say why."""
CONTROLS: Final = {"yellow": "10", "red": "40"}
"""CL716: of documents, of the goods themselves. Why it was decided is not said to the trader."""


def acknowledged(said: Said) -> Header:
    """CC928C."""
    return messages.Acknowledgement(**said.from_departure())


def accepted(said: Said) -> Header:
    """CC028C."""
    on = said.fact.payload.accepted_on
    return messages.MrnAllocated(**said.from_departure(), accepted_on=on)


def rejected(said: Said) -> Header:
    """CC056C: an officer did not accept the declaration."""
    return RejectionAtDeparture(
        **said.from_departure(),
        **said.representative(),
        rejected="015",
        rejected_at=said.time(said.departure),
        code=OTHER_REASON,
        reason=said.fact.payload.reason,
    )


def amended(said: Said) -> Header:
    """CC004C: an amendment that keeps the rules is accepted with its arrival."""
    at = said.time(said.departure)
    return messages.AmendmentAccepted(**_numbered(said), submitted_at=at, accepted_at=at)


def cancelled(said: Said) -> Header:
    """CC009C: before release the trader's request is granted with its arrival."""
    at = said.time(said.departure)
    return messages.InvalidationDecision(
        **_numbered(said),
        requested_at=at,
        decided_at=at,
        granted=True,
        by_customs=False,
        justification=said.fact.payload.reason,
    )


def control_decided(said: Said) -> Header:
    """CC060C; the green channel has no control to tell of."""
    kind = CONTROLS[said.fact.payload.channel]
    return messages.ControlNotified(
        **_numbered(said),
        **said.representative(),
        notified_at=said.time(said.departure),
        kind_of_notice="0",
        controls=(messages.ControlType(kind),),
    )


def guarantee_refused(said: Said) -> Header:
    """CC055C."""
    code = REASON_OF.get(said.fact.payload.code, "G00")
    reasons = (messages.InvalidReason(code, REASONS[code]),)
    return messages.GuaranteeNotValid(
        **said.from_departure(),
        accepted_on=accepted_on(said),
        references=(messages.InvalidReference(said.fact.payload.grn, reasons),),
    )


def not_released(said: Said) -> Header:
    """CC051C."""
    return messages.NotReleased(
        **said.from_departure(),
        **said.representative(),
        submitted_at=time_at(said.after.lodged_at, said.departure),
        code=NO_CODE,
        reason=said.fact.payload.reason,
    )


def accepted_on(said: Said) -> str:
    """The day of acceptance, at the office of departure."""
    return day_at(said.after.accepted_at, said.departure)


def _numbered(said: Said) -> dict[str, Any]:
    """By the MRN from acceptance on, by the LRN before (C0467): never by both."""
    fields = said.from_departure()
    return fields | {"lrn": ""} if fields["mrn"] else fields

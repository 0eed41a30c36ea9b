"""What the office of departure says to the holder, event by event."""

from typing import Any, Final

from corridor.domain.days import day_at
from corridor.domain.guarantees.reasons import REASON_OF, REASONS
from corridor.gateways.ncts.messages import departure as messages
from corridor.gateways.ncts.messages.header import Header
from corridor.gateways.ncts.messages.rejection import FunctionalError, RejectionAtDeparture
from corridor.gateways.ncts.outgoing.elements import NO_RULE, elements_of
from corridor.gateways.ncts.outgoing.said import Said, time_at

OTHER_REASON: Final = "4"
FUNCTIONAL: Final = "12"
"""CL226 and CL581: a reason that is said in words, or the functional errors that follow."""
NO_CODE: Final = "Z9"
"""Of a refusal that was said before codes were: the words say why."""
CONTROLS: Final = {"yellow": ("documents",), "red": ("physical",)}
"""What a channel means where no kinds of control were said."""
_KINDS: Final = {"documents": "10", "physical": "40"}
"""CL716. Why a control was decided is not said to the trader."""
_DECIDED, _INTENDED = "0", "2"
_OTHER_ERROR: Final = "14"


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
    decided = said.fact.payload
    kinds = decided.kinds or CONTROLS[decided.channel]
    return _control(said, _DECIDED, tuple(messages.ControlType(_KINDS[kind]) for kind in kinds))


def control_intended(said: Said) -> Header:
    """CC060C of the second kind, which names no controls (C0452)."""
    return _control(said, _INTENDED, ())


def _control(said: Said, kind: str, controls: tuple[messages.ControlType, ...]) -> Header:
    return messages.ControlNotified(
        **_numbered(said),
        **said.representative(),
        notified_at=said.time(said.departure),
        kind_of_notice=kind,
        controls=controls,
    )


def amendment_asked(said: Said) -> Header:
    """CC022C: each field to be put right. It has no place for the reason nor the deadline."""
    elements = elements_of(said.dossier)
    errors = tuple(
        FunctionalError(elements(field), _OTHER_ERROR, NO_RULE)
        for field in said.fact.payload.fields
    )
    fields = said.from_departure()
    return messages.AmendmentAsked(**fields, notified_at=said.time(said.departure), errors=errors)


def invalidated(said: Said) -> Header:
    """CC009C at the initiative of customs."""
    return _by_customs(said, said.fact.payload.reason)


def lapsed(said: Said) -> Header:
    """CC009C: the goods of a pre-lodged declaration were not presented in time."""
    return _by_customs(said, f"Not presented by {said.fact.payload.present_by}")


def _by_customs(said: Said, why: str) -> Header:
    return messages.InvalidationDecision(
        **_numbered(said),
        decided_at=said.time(said.departure),
        by_customs=True,
        justification=why,
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
        code=said.fact.payload.code or NO_CODE,
        reason=said.fact.payload.reason,
    )


def accepted_on(said: Said) -> str:
    """The day of acceptance, at the office of departure."""
    return day_at(said.after.accepted_at, said.departure)


def _numbered(said: Said) -> dict[str, Any]:
    """By the MRN from acceptance on, by the LRN before (C0467): never by both."""
    fields = said.from_departure()
    return fields | {"lrn": ""} if fields["mrn"] else fields

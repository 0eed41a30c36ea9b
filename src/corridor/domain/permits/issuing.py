"""Issuing out of a quota: the carrier's own ministry, at once, with a number delivered to it."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permit_types.types import Load, Trip, limits_of
from corridor.domain.permits.credentials import build_credential
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import MINISTRY, UNDECIDED, during
from corridor.domain.refusals import Refused, refuse
from corridor.domain.values import Code, Date, Reference, Whole


class IssueFromQuota(Command, frozen=True, tag="permit.issue_from_quota"):
    """Said by the quota, which has taken the number from what is left."""

    number: Reference
    serial: Whole
    valid_from: Date
    valid_to: Date
    office: Code


class PermitIssued(Payload, frozen=True, tag="permit.issued/1"):
    """Issued out of a quota. `credential` is signed by the issuing state, for one use."""

    number: Reference
    serial: Whole
    valid_from: Date
    valid_to: Date
    credential: str
    trip: Trip = ""
    load: Load = ""


def _issue(state: Permit, command: IssueFromQuota, context: Context) -> Decision:
    if context.sign is None:
        return refuse("permit_no_key", node=context.node)
    first, last = command.valid_from, command.valid_to
    trip, load = limits_of(state.request, context.type_of(state.request.kind))
    days = {"valid_from": first, "valid_to": last}
    issued = replace(state, number=command.number, conditions=(), load=load, **days)
    text = build_credential(issued, context.sign)
    if isinstance(text, Refused):
        return text
    return (PermitIssued(command.number, command.serial, first, last, text, trip, load),)


def _issued(s: Permit, p: PermitIssued, f: Fact[Any]) -> Permit:
    return replace(
        s,
        status="granted",
        decided_at=f.at,
        number=p.number,
        serial=p.serial,
        valid_from=p.valid_from,
        valid_to=p.valid_to,
        credential=p.credential,
        uses_granted=1,
        trip=p.trip,
        load=p.load,
    )


ISSUING: Final = Act[Permit](
    "issuing",
    asked=(Asked(IssueFromQuota, SYSTEM, _issue, MINISTRY, during(*UNDECIDED)),),
    told=(
        Told(
            PermitIssued,
            MINISTRY,
            UNDECIDED,
            _issued,
            heard=TO_CARRIER,
            since=lambda permit: permit.applied_at,
        ),
    ),
)

"""Refusing an arrival: the office of destination does not take the goods in, and says why."""

from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import during
from corridor.domain.movement.parts import ArrivalNotice
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Line, Office, Text, is_blank

Why = Literal[
    "wrong_mrn",
    "already_arrived",
    "not_on_route",
    "not_presented",
    "other_vehicle",
    "papers_missing",
    "not_authorised",
    "other",
]
POINTERS: Final[dict[Why, str]] = {
    "wrong_mrn": "/mrn",
    "already_arrived": "/mrn",
    "not_on_route": "/office",
    "not_presented": "/place",
    "other_vehicle": "/consignment/means/0/id",
    "papers_missing": "/consignment/documents",
    "not_authorised": "/authorisations",
    "other": "",
}
"""To what of the notification or the declaration each reason points."""


class RefuseArrival(Command, frozen=True, tag="movement.refuse_arrival"):
    """Do not take the arrival in; what to do follows from the reason, or is said in words."""

    office: Office
    code: Why
    reason: Text = ""


class ArrivalRefused(Payload, frozen=True, tag="movement.arrival_refused/1"):
    """CC057C: the office of destination did not take the arrival in."""

    office: Office
    code: Why
    pointer: Line = ""
    reason: Text = ""


def _refuse(state: Movement, command: RefuseArrival, context: Context) -> Decision:
    if command.code == "other" and is_blank(command.reason):
        return refuse("arrival_reason_missing", "/reason")
    return (ArrivalRefused(command.office, command.code, POINTERS[command.code], command.reason),)


def not_authorised(office: str) -> ArrivalRefused:
    """Of an arrival that an authorised consignee notified and may not."""
    return ArrivalRefused(office, "not_authorised", POINTERS["not_authorised"])


def _refused(s: Movement, p: ArrivalRefused, f: Fact[Any]) -> Movement:
    waiting = s.arrival_notice
    told = replace(
        waiting or ArrivalNotice(p.office),
        status="refused",
        code=p.code,
        reason=p.reason,
        answered_at=f.at,
    )
    before = s.notices[:-1] if waiting is not None else s.notices
    return replace(s, notices=(*before, told))


REFUSING_ARRIVAL: Final = Act[Movement](
    "refusing_arrival",
    asked=(Asked(RefuseArrival, "customs", _refuse, DESTINATION, during("released")),),
    told=(
        Told(
            ArrivalRefused,
            DESTINATION,
            frozenset({"released"}),
            _refused,
            heard=AT_ONCE_TO_CARRIER,
        ),
    ),
    texts={
        "arrival_reason_missing": RefusalText(
            N_("A refusal for another reason needs that reason in words."),
            N_("Say what is wrong, and what whoever brought the goods has to do."),
        ),
    },
)

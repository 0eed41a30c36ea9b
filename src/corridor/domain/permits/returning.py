"""Giving a permit out of a quota back unused, so that another carrier can have one."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.state import Permit
from corridor.domain.permits.voices import APPLICANT, during
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Reason, Text


class ReturnPermit(Command, frozen=True, tag="permit.return"):
    """Give it back: no vehicle goes by it."""

    reason: Reason


class PermitReturned(Payload, frozen=True, tag="permit.returned/1"):
    """Given back unused; it holds no more."""

    reason: Text


def _return(state: Permit, command: ReturnPermit, context: Context) -> Decision:
    if not state.request.quota:
        return refuse("permit_return_by_quota", authority=state.request.authority)
    if state.uses:
        return refuse("permit_used_not_returned", number=state.number)
    return (PermitReturned(command.reason),)


def _returned(s: Permit, p: PermitReturned, f: Fact[Any]) -> Permit:
    return replace(s, status="returned", reason=p.reason, proposal=None)


RETURNING: Final = Act[Permit](
    "returning",
    asked=(Asked(ReturnPermit, "carrier", _return, APPLICANT, during("granted")),),
    told=(Told(PermitReturned, APPLICANT, frozenset({"granted"}), _returned),),
    texts={
        "permit_return_by_quota": RefusalText(
            N_("Only a permit out of a quota can be given back: {authority} granted this one."),
            N_("Let it run out; nobody waits for it."),
        ),
        "permit_used_not_returned": RefusalText(
            N_("Permit {number} has been used and cannot be given back."),
            N_("Nothing is left to do."),
        ),
    },
)

"""Withdrawing: the carrier does not wait for an answer any more."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.complaints.state import Complaint
from corridor.domain.complaints.voices import COMPLAINER
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Text


class WithdrawComplaint(Command, frozen=True, tag="complaint.withdraw"):
    """Complain no more; sums that are told later leave the vehicle out."""

    reason: Text = ""


class ComplaintWithdrawn(Payload, frozen=True, tag="complaint.withdrawn/1"):
    """The carrier complains no more."""

    reason: Text = ""


def _withdraw(state: Complaint, command: WithdrawComplaint, context: Context) -> Decision:
    if not state.is_open:
        return refuse("complaint_over")
    return (ComplaintWithdrawn(command.reason),)


def _withdrawn(s: Complaint, p: ComplaintWithdrawn, f: Fact[Any]) -> Complaint:
    return replace(s, withdrawn_at=f.at)


WITHDRAWING: Final = Act[Complaint](
    "withdrawing",
    asked=(Asked(WithdrawComplaint, by="carrier", decide=_withdraw, voice=COMPLAINER),),
    told=(Told(ComplaintWithdrawn, COMPLAINER, frozenset(), _withdrawn),),
    texts={
        "complaint_over": RefusalText(
            N_("Nobody waits for an answer to this complaint any more."),
            N_("Nothing is left to do."),
        ),
    },
)

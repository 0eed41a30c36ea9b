"""Withdrawing a complaint."""

from typing import Final

from corridor.domain.complaints.state import Complaint
from corridor.domain.complaints.withdrawing import ComplaintWithdrawn, WithdrawComplaint
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import BESIDES, Act, Place, Reading, Shown, field_of, why_of


def _offered(state: Complaint, actor: Actor) -> Place | None:
    return BESIDES if state.is_open and actor.org == state.owner else None


WITHDRAW: Final = Act[Complaint](
    name="withdraw",
    desk="carrier",
    label=N_("Withdraw"),
    title=N_("Withdraw the complaint"),
    consequence=lambda deed: deed.reader.words(
        "Nobody answers it any more. Your vehicle is in no sum that is told from now on; one that "
        "was told stays."
    ),
    fields=lambda deed: [
        field_of("textarea", "reason", deed.reader.words("Reason"), rows=2, optional=True)
    ],
    command=lambda deed: WithdrawComplaint(deed.form["reason"]),
    done=N_("The complaint was withdrawn"),
    offered=_offered,
    pointers={"/reason": "reason"},
    stays=True,
)
WITHDRAWING: Final = Shown[Complaint](
    acts=(WITHDRAW,),
    reads=(Reading(ComplaintWithdrawn, N_("Complaint withdrawn"), note=why_of),),
)

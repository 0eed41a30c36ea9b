"""Withdrawing a contact."""

from typing import Final

from corridor.domain.contacts.state import Contact
from corridor.domain.contacts.withdrawing import ContactWithdrawn, WithdrawContact
from corridor.domain.refusals import N_
from corridor.web.act import Act, Reading, Shown, when_at

WITHDRAW: Final = Act[Contact](
    name="withdraw",
    desk="operator",
    label=N_("Withdraw"),
    title=N_("Withdraw the contact"),
    consequence=lambda deed: deed.reader.words(
        "No node shows it any more. What was stated stays in the log."
    ),
    command=lambda deed: WithdrawContact(),
    done=N_("The contact was withdrawn"),
    offered=lambda state, actor: when_at(state.holds),
    kind="stop",
)
WITHDRAWING: Final = Shown[Contact](
    acts=(WITHDRAW,), reads=(Reading(ContactWithdrawn, N_("Contact withdrawn"), "attention"),)
)

"""Withdrawing a contact: nothing is said of that place any more."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.contacts.state import Contact
from corridor.domain.contacts.voices import OPERATOR
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, RefusalText, refuse


class WithdrawContact(Command, frozen=True, tag="contact.withdraw"):
    """Say nothing of it any more."""


class ContactWithdrawn(Payload, frozen=True, tag="contact.withdrawn/1"):
    """What was said of how an authority or an office is reached holds no more."""


def _withdraw(state: Contact, command: WithdrawContact, context: Context) -> Decision:
    return (ContactWithdrawn(),) if state.holds else refuse("contact_withdrawn")


def _withdrawn(s: Contact, p: ContactWithdrawn, f: Fact[Any]) -> Contact:
    return replace(s, withdrawn_at=f.at)


WITHDRAWING: Final = Act[Contact](
    "withdrawing",
    asked=(Asked(WithdrawContact, by="operator", decide=_withdraw, voice=OPERATOR),),
    told=(Told(ContactWithdrawn, OPERATOR, frozenset(), _withdrawn),),
    texts={
        "contact_withdrawn": RefusalText(
            N_("This contact was withdrawn already."),
            N_("Nothing is left to do."),
        ),
    },
)

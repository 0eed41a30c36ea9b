"""The contact of an authority or an office: stated by its own state, known on every node."""

from functools import cache
from typing import Final

from corridor.domain.acts import Act
from corridor.domain.contacts.state import Contact
from corridor.domain.contacts.stating import STATING
from corridor.domain.contacts.withdrawing import WITHDRAWING
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind, to_every_state
from corridor.domain.listings import Row
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

ACTS: Final[tuple[Act[Contact], ...]] = (STATING, WITHDRAWING)
CONTACTS_OF: Final = "contacts:"
"""The lists of them: before the code of a state."""


def _unknown(subject: str) -> Refused:
    return refuse("contact_unknown")


def _listings(state: Contact, node: str) -> tuple[Row, ...]:
    row = Row(f"{CONTACTS_OF}{state.node}", "", state.place, state.updated_at)
    return (row,) if state.holds else ()


@cache
def _sees(actor: Actor, state: Contact) -> bool:
    """Whoever signed in: it is said for all of them."""
    return bool(actor.role)


CONTACTS: Final = Kind(
    prefix="ct",
    title="Contact of an authority or office",
    state=Contact,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,) if state.node == node else (),
    sees=_sees,
    audience=to_every_state,
    spread="Go to all nodes.",
    texts={
        "contact_unknown": RefusalText(
            N_("Nothing was stated about how it is reached."),
            N_("State it first."),
        ),
    },
)

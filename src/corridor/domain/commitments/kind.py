"""A commitment: stated by its own state, answered by the parties, known on every node."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.commitments.answering import ANSWERING
from corridor.domain.commitments.naming import NAMING
from corridor.domain.commitments.progressing import PROGRESSING
from corridor.domain.commitments.state import Commitment
from corridor.domain.commitments.stating import STATING
from corridor.domain.contacts.kind import every_state
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind, stamp, unheard, unmarked
from corridor.domain.listings import Row
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.reported import TEXTS, order_of_ref
from corridor.domain.searching import Findable

ACTS: Final[tuple[Act[Commitment], ...]] = (STATING, PROGRESSING, NAMING, ANSWERING)
LISTED: Final = "register:commitments"
"""The list of all of them."""


def _unknown(subject: str) -> Refused:
    return refuse("commitment_unknown")


def _listings(state: Commitment, node: str) -> tuple[Row, ...]:
    name = f"{state.promise.source.on} {state.home} {order_of_ref(state.number)}"
    return (Row(LISTED, state.promise.due_last, name, state.updated_at),)


def _sees(actor: Actor, state: Commitment) -> bool:
    """Whoever it is: the register is public."""
    return True


COMMITMENTS: Final = Kind(
    prefix="cm",
    title="Commitment",
    state=Commitment,
    acts=ACTS,
    unknown=_unknown,
    expects=lambda state, told, fact: True,
    unheard=unheard,
    clash=unmarked,
    stamp=stamp,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,) if node in state.speakers else (),
    found_by=lambda state, node: Findable(),
    sees=_sees,
    audience=lambda state: every_state(),
    spread="Go to all nodes.",
    texts={
        **TEXTS,
        "commitment_unknown": RefusalText(
            N_("There is no such row in the register."), N_("State it first.")
        ),
    },
)

"""An indicator: stated by its own state, answered by the parties, known on every node."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.contacts.kind import every_state
from corridor.domain.facts import Actor
from corridor.domain.indicators.answering import ANSWERING
from corridor.domain.indicators.state import Indicator
from corridor.domain.indicators.stating import STATING
from corridor.domain.kind import TO_ALL, Kind, stamp, unheard, unmarked
from corridor.domain.listings import Row
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.reported import order_of_ref
from corridor.domain.searching import Findable

ACTS: Final[tuple[Act[Indicator], ...]] = (STATING, ANSWERING)
LISTED: Final = "register:indicators"
"""The list of all of them."""


def _unknown(subject: str) -> Refused:
    return refuse("indicator_unknown")


def _listings(state: Indicator, node: str) -> tuple[Row, ...]:
    return (Row(LISTED, "", f"{order_of_ref(state.number)} {state.home}", state.updated_at),)


def _sees(actor: Actor, state: Indicator) -> bool:
    """Whoever it is: the register is public."""
    return True


INDICATORS: Final = Kind(
    prefix="in",
    title="Indicator",
    state=Indicator,
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
        "indicator_unknown": RefusalText(
            N_("There is no such series in the register."), N_("State it first.")
        ),
    },
)

"""The figures of one month of one state: told by its observatory, known on every node."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.figures.publishing import PUBLISHING
from corridor.domain.figures.revising import REVISING
from corridor.domain.figures.state import MonthFigures
from corridor.domain.kind import TO_ALL, Kind, to_every_state
from corridor.domain.listings import Row
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

ACTS: Final[tuple[Act[MonthFigures], ...]] = (PUBLISHING, REVISING)
FIGURES_OF: Final = "figures:"
"""The lists of them: before the code of a state."""


def _unknown(subject: str) -> Refused:
    return refuse("figures_unknown")


def _listings(state: MonthFigures, node: str) -> tuple[Row, ...]:
    return (Row(f"{FIGURES_OF}{state.node}", "", state.month, state.updated_at),)


def _sees(actor: Actor, state: MonthFigures) -> bool:
    """Whoever signed in; the pages tell them to everybody else too."""
    return bool(actor.role)


FIGURES: Final = Kind(
    prefix="ob",
    title="Figures of a month",
    state=MonthFigures,
    acts=ACTS,
    unknown=_unknown,
    expects=lambda state, told, fact: False,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,) if state.node == node else (),
    sees=_sees,
    audience=to_every_state,
    spread="Go to all nodes.",
    texts={
        "figures_by_hand": RefusalText(
            N_("Figures of a month are told by the node's observatory alone."),
            N_("Wait until it has read the log: it publishes them by itself."),
        ),
        "figures_unknown": RefusalText(
            N_("No figures of this month were published yet."),
            N_("The observatory publishes them once the month has closed."),
        ),
    },
)

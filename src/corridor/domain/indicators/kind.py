"""An indicator: stated by its own state, answered by the parties, known on every node."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.indicators.answering import ANSWERING
from corridor.domain.indicators.derived import figures_of
from corridor.domain.indicators.state import Indicator
from corridor.domain.indicators.stating import STATING
from corridor.domain.kind import TO_ALL, Kind, to_every_state
from corridor.domain.listings import Row, marks_of
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.reported import order_of_ref

ACTS: Final[tuple[Act[Indicator], ...]] = (STATING, ANSWERING)
LISTED: Final = "register:series"
"""The list of all of them, with marks to choose by: parties, and figures that another may have."""
FIGURE: Final = "figure"
FIGURES_AT_ONCE: Final = 100
"""Marks of one row: of a longer series the latest."""


def _unknown(subject: str) -> Refused:
    return refuse("indicator_unknown")


def _listings(state: Indicator, node: str) -> tuple[Row, ...]:
    name = f"{order_of_ref(state.number)} {state.home}"
    parties = [("party", party) for party in state.series.parties]
    figures = [(FIGURE, figure) for figure in figures_of(state)[-FIGURES_AT_ONCE:]]
    return (Row(LISTED, "", name, state.updated_at, marks=marks_of([*parties, *figures])),)


def _sees(actor: Actor, state: Indicator) -> bool:
    """Whoever it is: the register is public."""
    return True


INDICATORS: Final = Kind(
    prefix="in",
    title="Indicator",
    state=Indicator,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,) if node in state.speakers else (),
    sees=_sees,
    audience=to_every_state,
    spread="Go to all nodes.",
    texts={
        "indicator_unknown": RefusalText(
            N_("There is no such series in the register."), N_("State it first.")
        ),
    },
)

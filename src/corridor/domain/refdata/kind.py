"""A reference list of a state: proposed and confirmed at its own node, known on every node."""

from functools import cache
from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind, stamp, unheard, unmarked
from corridor.domain.listings import Row
from corridor.domain.refdata.dropping import DROPPING
from corridor.domain.refdata.issuing import ISSUING
from corridor.domain.refdata.judging import TEXTS
from corridor.domain.refdata.proposing import PROPOSING
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.reference.loader import load_countries
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.searching import Findable

ACTS: Final[tuple[Act[ReferenceList], ...]] = (PROPOSING, ISSUING, DROPPING)
REFDATA_OF: Final = "refdata:"
"""The lists of them: before the code of a state."""
WAITING: Final = "refdata-waiting"
"""Those of the own state that wait to be confirmed."""


def _unknown(subject: str) -> Refused:
    return refuse("refdata_unknown")


def _listings(state: ReferenceList, node: str) -> tuple[Row, ...]:
    row = Row(f"{REFDATA_OF}{state.node}", "", state.id, state.updated_at)
    waits = Row(WAITING, "", state.id, state.updated_at)
    return (row, waits) if state.pending is not None and state.node == node else (row,)


@cache
def _every_state() -> frozenset[str]:
    """Whichever of them has a node here."""
    return frozenset(country.code for country in load_countries())


def _sees(actor: Actor, state: ReferenceList) -> bool:
    """Whoever signed in: it is said for all of them."""
    return bool(actor.role)


REFDATA: Final = Kind(
    prefix="rd",
    title="Reference list of a state",
    state=ReferenceList,
    acts=ACTS,
    unknown=_unknown,
    expects=lambda state, told, fact: True,
    unheard=unheard,
    clash=unmarked,
    stamp=stamp,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,) if state.node == node else (),
    found_by=lambda state, node: Findable(),
    sees=_sees,
    audience=lambda state: _every_state(),
    spread="Go to all nodes.",
    texts={
        **TEXTS,
        "refdata_unknown": RefusalText(N_("There is no such list yet."), N_("Bring it in first.")),
    },
)

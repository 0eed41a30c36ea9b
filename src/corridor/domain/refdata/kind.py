"""A reference list of a state: proposed and confirmed at its own node, known on every node."""

from functools import cache
from typing import Final

from corridor.domain.acts import Act
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind, to_every_state
from corridor.domain.listings import Row
from corridor.domain.refdata.dropping import DROPPING
from corridor.domain.refdata.issuing import ISSUING
from corridor.domain.refdata.judging import TEXTS
from corridor.domain.refdata.proposing import PROPOSING
from corridor.domain.refdata.state import ReferenceList
from corridor.domain.refusals import N_, RefusalText, Refused, refuse

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
def _sees(actor: Actor, state: ReferenceList) -> bool:
    """Whoever signed in: it is said for all of them."""
    return bool(actor.role)


REFDATA: Final = Kind(
    prefix="rd",
    title="Reference list of a state",
    state=ReferenceList,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,) if state.node == node else (),
    sees=_sees,
    audience=to_every_state,
    spread="Go to all nodes.",
    texts={
        **TEXTS,
        "refdata_unknown": RefusalText(N_("There is no such list yet."), N_("Bring it in first.")),
    },
)

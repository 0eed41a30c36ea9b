"""A commitment: stated by its own state, answered by the parties, known on every node."""

from typing import Final

from msgspec.structs import replace

from corridor.domain.acts import Act
from corridor.domain.commitments.answering import ANSWERING
from corridor.domain.commitments.naming import NAMING
from corridor.domain.commitments.progressing import PROGRESSING
from corridor.domain.commitments.state import Commitment
from corridor.domain.commitments.stating import STATING
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind, to_every_state
from corridor.domain.listings import Row, marks_of
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.reported import TEXTS, order_of_ref

ACTS: Final[tuple[Act[Commitment], ...]] = (STATING, PROGRESSING, NAMING, ANSWERING)
LISTED: Final = "register:promised"
"""The list of all of them, with marks to choose by."""
PAIRED: Final = "register:paired"
"""Those of exactly two states, by which meetings are known."""
PAIR: Final = "pair"
IN_A_PAIR: Final = 2


def _unknown(subject: str) -> Refused:
    return refuse("commitment_unknown")


def _listings(state: Commitment, node: str) -> tuple[Row, ...]:
    name = f"{state.promise.source.on} {state.home} {order_of_ref(state.number)}"
    row = Row(LISTED, state.promise.due_last, name, state.updated_at, marks=_marks(state))
    pair = sorted(state.promise.parties)
    if len(pair) != IN_A_PAIR:
        return (row,)
    return (row, replace(row, list=PAIRED, marks=marks_of([(PAIR, "-".join(pair))])))


def _marks(state: Commitment) -> tuple[str, ...]:
    promise = state.promise
    parties = [("party", party) for party in promise.parties]
    said = [("verb", promise.verb), ("theme", promise.theme), ("source", promise.source.on)]
    return marks_of([*parties, *said])


def _sees(actor: Actor, state: Commitment) -> bool:
    """Whoever it is: the register is public."""
    return True


COMMITMENTS: Final = Kind(
    prefix="cm",
    title="Commitment",
    state=Commitment,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,) if node in state.speakers else (),
    sees=_sees,
    audience=to_every_state,
    spread="Go to all nodes.",
    texts={
        **TEXTS,
        "commitment_unknown": RefusalText(
            N_("There is no such row in the register."), N_("State it first.")
        ),
    },
)

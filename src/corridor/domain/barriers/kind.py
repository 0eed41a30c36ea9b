"""A barrier: notified by its own state, commented on by others, known on every node."""

from typing import Final

from corridor.domain.acts import Act
from corridor.domain.barrier import Barrier
from corridor.domain.barriers.commenting import COMMENTING
from corridor.domain.barriers.counting import COUNTING
from corridor.domain.barriers.lifting import LIFTING
from corridor.domain.barriers.notifying import NOTIFYING
from corridor.domain.facts import Actor
from corridor.domain.kind import TO_ALL, Kind, to_every_state
from corridor.domain.listings import Row, marks_of
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.reported import order_of_ref

ACTS: Final[tuple[Act[Barrier], ...]] = (NOTIFYING, COMMENTING, LIFTING, COUNTING)
LISTED: Final = "register:barriers"
"""The list of all of them."""
ALL: Final = "all"
"""In the place of a chapter: of measures about all goods."""


def _unknown(subject: str) -> Refused:
    return refuse("barrier_unknown")


def _listings(state: Barrier, node: str) -> tuple[Row, ...]:
    notice = state.notice
    chapters = [("chapter", code[:2]) for code in notice.goods] or [("chapter", ALL)]
    stage = "lifted" if state.lifted_on else notice.stage
    said = [("state", state.home), ("kind", notice.kind), ("stage", stage)]
    marks = marks_of([*said, *chapters])
    name = f"{state.home} {order_of_ref(state.number)}"
    return (Row(LISTED, notice.in_force_from, name, state.updated_at, marks=marks),)


def _sees(actor: Actor, state: Barrier) -> bool:
    """Whoever it is: what a state demands is public."""
    return True


BARRIERS: Final = Kind(
    prefix="ba",
    title="Barrier",
    state=Barrier,
    acts=ACTS,
    unknown=_unknown,
    listings=_listings,
    keys=lambda state, node: (TO_ALL,),
    sees=_sees,
    audience=to_every_state,
    spread="Go to all nodes.",
    texts={
        "barrier_unknown": RefusalText(
            N_("There is no such measure in the register."), N_("Notify it first.")
        ),
    },
)

"""The customs desk: what its offices may do with a movement."""

from typing import Final

from corridor.domain.movement.state import Movement
from corridor.web.acts.registry import MOVEMENTS, acts_at
from corridor.web.pages.acting import Desk
from corridor.web.views.next_step import now_of

CUSTOMS: Final = Desk(
    role="customs",
    path="/customs",
    state=Movement,
    acts=acts_at(MOVEMENTS, "customs"),
    here=lambda state: f"/customs/{state.mrn or state.id}",
    what=lambda request, state: state.reference,
    now=now_of,
)

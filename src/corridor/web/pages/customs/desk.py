"""The customs desk: what its offices may do with a movement."""

from typing import Any, Final

from litestar import Request

from corridor.domain.facts import Actor
from corridor.domain.movement.state import Movement
from corridor.web.acts.registry import MOVEMENTS, acts_at, offered
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.life.next_step import now_of
from corridor.web.listing.trail import after_decision, trail_of, wanted_then
from corridor.web.pages.acting import Desk
from corridor.web.pages.customs.worklist import WORK

AnyRequest = Request[Any, Any, Any]


def _after(request: AnyRequest, movement: Movement) -> str:
    """The next case of the list, once this office has nothing more to decide on this one."""
    here = f"/customs/{movement.mrn or movement.id}"
    trail = trail_of(request)
    now: Movement = services_of(request).queries.get(movement.id).state
    goes_on = waits_here(now, actor_of(request)) and wanted_then(request) == "next"
    if not trail or goes_on:
        return f"{here}{trail}"
    return after_decision(request, WORK, here, movement.id)


def waits_here(state: Movement, actor: Actor) -> bool:
    """Whether this office has to act next; what it may do besides does not count."""
    main = next(iter(offered(CUSTOMS.acts, state, actor)), None)
    return main is not None and not main.aside


CUSTOMS: Final = Desk(
    role="customs",
    path="/customs",
    state=Movement,
    acts=acts_at(MOVEMENTS, "customs"),
    here=lambda state: f"/customs/{state.mrn or state.id}",
    what=lambda request, state: state.reference,
    now=now_of,
    after=_after,
)

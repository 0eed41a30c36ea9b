"""A port's checkpoint: what goes by sea from here or comes in, and what may be recorded of it."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath

from corridor.domain.consignment import items_of, vehicles_of
from corridor.domain.facts import Actor
from corridor.domain.kinds import may_see
from corridor.domain.movement.listings import sea_list
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voyage import ports_of, steps_at, steps_here
from corridor.web.access import only, state_of
from corridor.web.acts.registry import MOVEMENTS, acts_at
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.life.next_step import now_of
from corridor.web.life.timeline import timeline_of
from corridor.web.pages.acting import Desk, buttons
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.views.journey import journey_of
from corridor.web.views.strips import strip_of
from corridor.web.views.voyages import step_text

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
VOYAGES_MAX: Final = 60
PATH: Final = "/checkpoint/movements"
AT_PORT: Final = Desk(
    role="checkpoint",
    path=PATH,
    state=Movement,
    acts=acts_at(MOVEMENTS, "checkpoint"),
    here=lambda state: f"{PATH}/{state.id}",
    what=lambda request, state: state.reference,
    now=now_of,
)


@get(PATH + "/{reference:str}", opt=only("checkpoint"))
async def movement_page(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One movement as a port needs it: its way, its legs, what was said of it, what may be said."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    state, actor = state_of(request, reference, Movement), actor_of(request)
    return page(
        request,
        "checkpoint/movement.html",
        title=_("Movement %(ref)s", ref=state.reference),
        live=[state.id],
        movement=state,
        where=actor.office,
        base=f"{PATH}/{state.id}",
        strip_view=strip_of(reader, state),
        acts=buttons(AT_PORT, state, actor, reader),
        entries=timeline_of(reader, services, services.queries.timeline(state.id), state=state),
        **journey_of(state, reader),
    )


def voyages_at(actor: Actor, reader: Reader, services: Services) -> list[View] | None:
    """What this port has before it; None where it is none."""
    office = services.reference.offices.get(actor.office)
    place = services.reference.places.get(office.place) if office is not None else None
    if place is None or "sea" not in place.modes:
        return None
    return [_row(state, actor.office, reader) for state in _movements(actor, services)]


def _movements(actor: Actor, services: Services) -> Iterator[Movement]:
    for row in services.queries.rows(sea_list(actor.office), limit=VOYAGES_MAX).rows:
        state = services.queries.get(row.subject).state
        if isinstance(state, Movement) and may_see(actor, state):
            yield state


def _row(state: Movement, office: str, reader: Reader) -> View:
    place = steps_here(state, office)[0][0]
    here, there = ports_of(state)[place]
    said, items, name = steps_at(state, place), items_of(state.dossier), reader.names.place
    is_late = bool(said) and said[-1].step in ("waiting", "delayed")
    first = reader.words("nothing recorded yet")
    return {
        "href": f"{PATH}/{state.id}",
        "ref": state.reference,
        "plates": vehicles_of(state.dossier),
        "goods": reader.legible(items[0].description) if items else "",
        "leg": f"{name(here.place)} → {name(there.place)}",
        "stands": step_text(said[-1], reader, office, there.place) if said else first,
        "word": reader.labels(said[-1].step, "voyage_step") if said else reader.words("expected"),
        "kind": "wait" if is_late else "neutral",
    }

"""One record, four projections: what NCTS, eTIR, the EAEU and a national system hold of it."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.movement.grounds import movement_for
from corridor.domain.movement.state import Movement
from corridor.web.access import only, state_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.toolkit import Page, page
from corridor.web.views.projections import projections_of
from corridor.web.views.tir_operations import operation_views

AnyRequest = Request[Any, Any, Any]


@get("/projections/{reference:str}", opt=only("carrier", "customs"))
async def projections(request: AnyRequest, reference: FromPath[str]) -> Page:
    """Field by field: where each system keeps it, and what has no place there."""
    _, actor = gettext_of(request), actor_of(request)
    state = movement_for(actor, state_of(request, reference, Movement))
    found = projections_of(state.dossier, services_of(request).ncts_places, reader_of(request))
    home = "/customs" if actor.role == "customs" else "/carrier/dossiers"
    return page(
        request,
        "public/projections.html",
        title=_("%(ref)s in other systems", ref=state.reference),
        back=f"{home}/{state.id}",
        ref=state.reference,
        id=state.id,
        operations=operation_views(state, services_of(request), reader_of(request)),
        **found,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (projections,)

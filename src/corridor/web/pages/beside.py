"""The part of a page that says who has the same thing open: fetched anew when that changes."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.web.access import only, subject_of
from corridor.web.auth.identity import actor_of
from corridor.web.cases.beside import beside
from corridor.web.context import reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.live import place_in_log
from corridor.web.toolkit import Page, html
from corridor.web.views.drafting.model import DRAFT

AnyRequest = Request[Any, Any, Any]


@get("/beside/{id:str}", opt=only("carrier", "customs", "permit", "checkpoint", "guarantor"))
async def part(request: AnyRequest, id: FromPath[str]) -> Page:
    """Of a draft of one's own, or of a subject that one may see."""
    actor = actor_of(request)
    draft = services_of(request).queries.document(DRAFT, id) if actor.role == "carrier" else None
    if draft is None:
        subject_of(request, actor, id, object)
    elif draft.owner != actor.org:
        raise NotKnown
    since = place_in_log(request.query_params.get("since", ""))
    reader = reader_of(request)
    shown = {
        "beside": beside(request, id, since),
        "here": actor.office or services_of(request).node,
    }
    return html(reader.environment.get_template("beside.rows.html").render(shown))


ROUTES: tuple[ControllerRouterHandler, ...] = (part,)

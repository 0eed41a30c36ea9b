"""What every list can do besides being shown: become a file, and be kept as a view of one's own."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of
from corridor.web.errors import NotKnown
from corridor.web.forms import read_form
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.export import export
from corridor.web.listing.long import LENGTHS, keep_rows
from corridor.web.listing.saved import NAME_MAX, VIEWS_MAX, forget_view, save_view
from corridor.web.nav import HOME
from corridor.web.pages import carrier, customs, guarantor, permits
from corridor.web.shape_words import TOO_LONG
from corridor.web.toolkit import notify

LISTS: Final[tuple[DeskList, ...]] = (
    *carrier.LISTS,
    *customs.LISTS,
    *permits.LISTS,
    *guarantor.LISTS,
)


def _file_of(desk: DeskList) -> HTTPRouteHandler:
    @get(f"{desk.path}/export", opt=only(desk.role))
    async def file(request: AnyRequest) -> Response[Any]:
        """The list as the address asks for it, as a file; some are papers too."""
        if desk.paper is not None and request.query_params.get("as") == "pdf":
            return await desk.paper(request)
        return export(request, desk)

    return file


@post("/views", opt=only("carrier", "customs", "permit", "guarantor"))
async def keep(request: AnyRequest) -> Redirect:
    """Keep a list as it is asked for now under a name."""
    _, form, role = gettext_of(request), await read_form(request), actor_of(request).role
    paths = [desk.path for desk in LISTS if desk.role == role]
    name = " ".join(form["name"].split())
    kept = await save_view(request, name, form["address"], paths)
    if kept:
        notify(request, _("The view was kept"), name)
        return redirect(kept)
    said = _("Give it a name; each person can keep %(count)s views.", count=VIEWS_MAX)
    if len(name) > NAME_MAX:
        said = _(TOO_LONG, limit=NAME_MAX, given=len(name))
    notify(request, _("The view was not kept"), said, "stop")
    return redirect(HOME[role])


@post("/views/{id:str}/forget", opt=only("carrier", "customs", "permit", "guarantor"))
async def forget(request: AnyRequest, id: FromPath[str]) -> Redirect:
    """Forget a view of one's own."""
    return redirect(await forget_view(request, id))


@get("/rows/{count:int}", opt=only("carrier", "customs", "permit", "guarantor"))
async def choose_rows(request: AnyRequest, count: FromPath[int]) -> Redirect:
    """Remember how long a page of a list is, and go back to it."""
    if count not in LENGTHS:
        raise NotKnown
    return keep_rows(request, count)


ROUTES: tuple[ControllerRouterHandler, ...] = (keep, forget, choose_rows, *map(_file_of, LISTS))

"""Two handlers carry out what may be done with a vehicle at the gate."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from corridor.domain.checkpoints.state import Visit
from corridor.web.access import only, subject_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.checkpoint.acts import ACTS
from corridor.web.toolkit import Page, notify, redirect
from corridor.web.views.desk_act import Act, Deed, carry_out, show_act

AnyRequest = Request[Any, Any, Any]


@get("/checkpoint/visits/{reference:str}/{act:str}", opt=only("checkpoint"))
async def show(request: AnyRequest, reference: FromPath[str], act: FromPath[str]) -> Page:
    """The page of an act; without scripts it stands for the dialog."""
    found, visit = _found(request, reference, act)
    return _page(Deed(request, visit, Form()), found)


@post("/checkpoint/visits/{reference:str}/{act:str}", opt=only("checkpoint"))
async def do(request: AnyRequest, reference: FromPath[str], act: FromPath[str]) -> Page | Redirect:
    """Carry it out; one that has gone needs no page any more."""
    found, visit = _found(request, reference, act)
    deed = Deed(request, visit, await read_form(request))
    if await carry_out(deed, found, visit.id) is None:
        return _page(deed, found, 422)
    notify(request, gettext_of(request)(found.done), visit.plate)
    return redirect(f"/checkpoint/visits/{visit.id}" if act == "gate-in" else "/checkpoint")


def _found(request: AnyRequest, reference: str, name: str) -> tuple[Act[Visit], Visit]:
    act = ACTS.get(name)
    if act is None:
        raise NotKnown
    visit: Visit = subject_of(request, actor_of(request), reference, Visit).state
    return act, visit


def _page(deed: Deed[Visit], act: Act[Visit], status: int = 200) -> Page:
    here = f"/checkpoint/visits/{deed.state.id}"
    return show_act(deed, act, f"{here}/{act.name}", here, status)

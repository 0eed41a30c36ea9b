"""Two handlers carry out all acts on a movement: one shows, one does."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from corridor.domain.movement.state import Movement
from corridor.web.access import only, subject_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.customs.acts import ACTS
from corridor.web.toolkit import Page, notify, redirect
from corridor.web.views.desk_act import Act, Deed, carry_out, show_act

AnyRequest = Request[Any, Any, Any]


@get("/customs/{reference:str}/{act:str}", opt=only("customs"))
async def show(request: AnyRequest, reference: FromPath[str], act: FromPath[str]) -> Page:
    """The page of an act."""
    found, state = _found(request, reference, act)
    return _page(Deed(request, state, Form()), found)


@post("/customs/{reference:str}/{act:str}", opt=only("customs"))
async def do(request: AnyRequest, reference: FromPath[str], act: FromPath[str]) -> Page | Redirect:
    """Carry it out, or show again what was typed with the reasons against it."""
    found, state = _found(request, reference, act)
    deed = Deed(request, state, await read_form(request))
    if await carry_out(deed, found, state.id) is None:
        return _page(deed, found, 422)
    notify(request, gettext_of(request)(found.done), state.reference)
    return redirect(f"/customs/{state.mrn or state.id}")


def _found(request: AnyRequest, reference: str, name: str) -> tuple[Act[Movement], Movement]:
    act = ACTS.get(name)
    if act is None:
        raise NotKnown
    state: Movement = subject_of(request, actor_of(request), reference, Movement).state
    return act, state


def _page(deed: Deed[Movement], act: Act[Movement], status: int = 200) -> Page:
    here = f"/customs/{deed.state.mrn or deed.state.id}"
    return show_act(deed, act, f"{here}/{act.name}", here, status)

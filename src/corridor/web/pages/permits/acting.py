"""Two handlers carry out all acts on an application. After a decision the next one opens."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from corridor.domain.permits.state import Permit
from corridor.web.access import only, subject_of
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, read_form
from corridor.web.pages.permits.acts import ACTS
from corridor.web.toolkit import Page, notify, redirect
from corridor.web.views.desk_act import Act, Deed, carry_out, show_act

AnyRequest = Request[Any, Any, Any]


@get("/permits/{reference:str}/{act:str}", opt=only("permit"))
async def show(request: AnyRequest, reference: FromPath[str], act: FromPath[str]) -> Page:
    """The page of an act."""
    found, permit = _found(request, reference, act)
    return _page(Deed(request, permit, Form()), found)


@post("/permits/{reference:str}/{act:str}", opt=only("permit"))
async def do(request: AnyRequest, reference: FromPath[str], act: FromPath[str]) -> Page | Redirect:
    """Carry it out and go on to the next, or show again what was typed and why not."""
    found, permit = _found(request, reference, act)
    deed = Deed(request, permit, await read_form(request))
    if await carry_out(deed, found, permit.id) is None:
        return _page(deed, found, 422)
    notify(request, gettext_of(request)(found.done), _what(request, permit))
    following = "" if act == "revoke" else _following(request, permit)
    return redirect(following or f"/permits/{permit.id}")


def _what(request: AnyRequest, permit: Permit) -> str:
    asked = permit.request
    kind = reader_of(request).labels(asked.kind, "permit_kind")
    return f"{kind}: {asked.holder.name or asked.lrn}"


def _following(request: AnyRequest, permit: Permit) -> str:
    """The application with the nearest deadline, or the list when none is left."""
    office = actor_of(request).office
    rows = services_of(request).queries.rows(f"permits:{office}:open", limit=2).rows
    waiting = [row.subject for row in rows if row.subject != permit.id]
    return f"/permits/{waiting[0]}" if waiting else "/permits"


def _found(request: AnyRequest, reference: str, name: str) -> tuple[Act[Permit], Permit]:
    act = ACTS.get(name)
    if act is None:
        raise NotKnown
    permit: Permit = subject_of(request, actor_of(request), reference, Permit).state
    return act, permit


def _page(deed: Deed[Permit], act: Act[Permit], status: int = 200) -> Page:
    here = f"/permits/{deed.state.id}"
    return show_act(deed, act, f"{here}/{act.name}", here, status)

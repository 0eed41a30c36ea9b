"""Giving a permit out of a quota back, unused."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.permits.returning import ReturnPermit
from corridor.domain.permits.state import Permit
from corridor.web.access import only, state_of
from corridor.web.act import field_of
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.carrier.applications import due, not_due
from corridor.web.running import run_command
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
REASON_MAX = 512


@get("/carrier/permits/{reference:str}/return", opt=only("carrier"))
async def ask_return(request: AnyRequest, reference: FromPath[str]) -> Page:
    """Before it is given back."""
    permit = state_of(request, reference, Permit)
    if "return" not in due(request, permit):
        return not_due(request, permit, reader_of(request).words("Give the permit back?"))
    return _page(request, permit, Form())


@post("/carrier/permits/{reference:str}/return", opt=only("carrier"))
async def give_back(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Given back: the other state delivers another number for it, once it has heard."""
    _, permit, form = (
        gettext_of(request),
        state_of(request, reference, Permit),
        await read_form(request),
    )
    if not 1 <= len(form["reason"]) <= REASON_MAX:
        form.add_error("reason", _("Give the reason."))
        return _page(request, permit, form, 422)
    outcome = await run_command(request, ReturnPermit(form["reason"]), permit.id)
    if outcome.refusals:
        form.add_refusals(request, outcome.refusals, {"/reason": "reason", "": ""})
        return _page(request, permit, form, 422)
    notify(request, _("The permit was given back"), permit.number)
    return redirect(f"/carrier/permits/{permit.id}")


def _page(request: AnyRequest, permit: Permit, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    return page(
        request,
        "customs/act.html",
        title=_("Give the permit back?"),
        status=status,
        form=form,
        errors=form.errors,
        consequence=_(
            "It holds no more, and another carrier can have one instead. Give back what no vehicle "
            "will use: permits are few."
        ),
        fields=[field_of("textarea", "reason", _("Reason"), rows=2)],
        action=f"/carrier/permits/{permit.id}/return",
        label=_("Give the permit back"),
        cancel_href=f"/carrier/permits/{permit.id}",
        kind="stop",
        over=None,
        lacking=[],
        rows=[],
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (ask_return, give_back)

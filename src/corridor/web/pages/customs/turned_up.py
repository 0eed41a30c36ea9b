"""A vehicle that turned up where it is not expected: its movement is found by its MRN."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect

from corridor.domain.movement.diverting import ReportDiversion
from corridor.domain.movement.state import Movement
from corridor.web.access import note_denial, only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.toolkit import Page, notify, page, redirect, run_command

AnyRequest = Request[Any, Any, Any]
POINTERS = {"/reason": "reason", "": "mrn", "/from_office": "mrn", "/to_office": "mrn"}


@get("/customs/turned-up", opt=only("customs"))
async def ask(request: AnyRequest) -> Page:
    """The form: the number on the accompanying document, and why it is here."""
    return _page(request, Form())


@post("/customs/turned-up", opt=only("customs"))
async def report(request: AnyRequest) -> Page | Redirect:
    """Report it to the office of departure, which decides; from now on it is on this desk."""
    _, form = gettext_of(request), await read_form(request)
    mrn, reason = form["mrn"].strip().upper(), form["reason"]
    if not mrn:
        form.add_error("mrn", _("Give the MRN of the accompanying document."))
    if not reason:
        form.add_error("reason", _("Give the reason."))
    movement = _found(request, mrn) if not form.errors else None
    if movement is None:
        if not form.errors:
            form.add_error("mrn", _("No movement under way has this number here."))
        return _page(request, form)
    command = ReportDiversion(actor_of(request).office, reason)
    outcome = await run_command(request, command, movement.id)
    form.add_refusals(request, outcome.refusals, POINTERS)
    if form.errors:
        return _page(request, form)
    notify(request, _("The office of departure was asked"), movement.reference)
    return redirect(f"/customs/{movement.mrn}")


def _found(request: AnyRequest, mrn: str) -> Movement | None:
    """A movement under way that this node knows, whether or not it is expected at this office."""
    queries = services_of(request).queries
    subject = queries.resolve(mrn)
    state = queries.get(subject).state if subject else None
    if isinstance(state, Movement) and state.mrn == mrn and state.status == "released":
        return state
    note_denial(request, actor_of(request), "not_for_you", mrn)
    return None


def _page(request: AnyRequest, form: Form) -> Page:
    _ = gettext_of(request)
    fields = [
        {
            "type": "text",
            "name": "mrn",
            "label": _("MRN"),
            "hint": _("It stands on the accompanying document of the vehicle."),
        },
        {"type": "textarea", "name": "reason", "label": _("Why it is here")},
    ]
    return page(
        request,
        "confirm.html",
        title=_("A vehicle that is not expected here"),
        status=422 if form.errors else 200,
        form=form,
        errors=form.errors,
        consequence=_(
            "The office of departure is asked to divert the movement to this office, and decides. "
            "Until then you see the movement and may not yet act on it."
        ),
        action="/customs/turned-up",
        cancel_href="/customs",
        label=_("Report it"),
        fields=fields,
    )

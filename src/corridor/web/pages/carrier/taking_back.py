"""One button for a dossier that never set out: all its open applications are taken back."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.movement.state import Movement
from corridor.domain.permits.state import Permit
from corridor.web.access import only, state_of
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.batches.taking_back import take_back
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.forms import Form, attempt_of, read_form
from corridor.web.toolkit import Page, notify, page
from corridor.web.views.left_open import left_open

AnyRequest = Request[Any, Any, Any]


@get("/carrier/dossiers/{reference:str}/take-back", opt=only("carrier"))
async def ask(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Before it is done: which applications, and who works on them."""
    state, waiting = _waiting(request, reference)
    return _show(request, state, waiting, Form()) if waiting else _nothing(request, state)


@post("/carrier/dossiers/{reference:str}/take-back", opt=only("carrier"))
async def do(request: AnyRequest, reference: FromPath[str]) -> Page | Redirect:
    """Taken back; what was decided on meanwhile is told, and the others stand."""
    _, form, services = gettext_of(request), await read_form(request), services_of(request)
    state, waiting = _waiting(request, reference)
    if not waiting:
        return _nothing(request, state)
    done = await take_back(services, actor_of(request), waiting, attempt_of(request))
    for one in done:
        form.add_refusals(request, one.outcome.refusals, {"": ""})
    count = sum(not one.outcome.refusals for one in done)
    if count:
        notify(request, _("Applications taken back: %(count)s", count=count))
    if form.errors:
        return _show(request, state, _waiting(request, reference)[1], form, 422)
    return redirect(f"/carrier/dossiers/{state.id}#permits")


def _waiting(request: AnyRequest, reference: str) -> tuple[Movement, tuple[Permit, ...]]:
    state = state_of(request, reference, Movement)
    if actor_of(request).org != state.owner:
        raise NotKnown
    return state, left_open(state, services_of(request).queries.permits_of(state.id))


def _nothing(request: AnyRequest, state: Movement) -> Redirect:
    _ = gettext_of(request)
    notify(request, _("Nothing is left to take back"), kind="info")
    return redirect(f"/carrier/dossiers/{state.id}#permits")


def _show(
    request: AnyRequest,
    state: Movement,
    waiting: tuple[Permit, ...],
    form: Form,
    status: int = 200,
) -> Page:
    _, reader = gettext_of(request), reader_of(request)
    return page(
        request,
        "confirm.html",
        title=reader.words.ngettext(
            "Take %(num)s application back?", "Take %(num)s applications back?", len(waiting)
        ),
        status=status,
        form=form,
        errors=form.errors,
        consequence=_("Each authority is told and stops its work. The movement will not set out."),
        action=f"/carrier/dossiers/{state.id}/take-back",
        summary_rows=[
            {
                "label": f"{reader.labels(one.request.kind, 'permit_kind')}, "
                f"{reader.names.country(one.request.country)}",
                "value": reader.names.authority(one.request.authority),
            }
            for one in waiting
        ],
        label=_("Take them all back"),
        cancel_href=f"/carrier/dossiers/{state.id}",
        kind="stop",
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (ask, do)

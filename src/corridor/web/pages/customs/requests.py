"""Requests for the record of a movement: what this office asked for, and what it was asked for."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.kinds import may_see
from corridor.domain.records.kind import requests_of
from corridor.domain.records.state import RecordRequest
from corridor.web.access import only
from corridor.web.act import Deed
from corridor.web.acts.carrying import carry_out
from corridor.web.acts.records.asking import ASK
from corridor.web.acts.registry import RECORDS, acts_at
from corridor.web.addresses import redirect
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.acting import Desk, handlers
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/customs/requests"
NEW: Final = f"{HERE}/new"
LISTED_MAX: Final = 200
_KINDS: Final = {"granted": "ok", "refused": "stop"}


def _standing(reader: Reader, asked: RecordRequest) -> str:
    """How it stands, for whoever comes by an old link."""
    return f"{reader.labels(asked.status, 'record_status')}."


DESK: Final = Desk[RecordRequest](
    role="customs",
    path=HERE,
    state=RecordRequest,
    acts=acts_at(RECORDS, "customs"),
    here=lambda state: HERE,
    what=lambda request, state: state.number,
    now=_standing,
)
_show_act, _do_act = handlers(DESK)


def requests_at(request: AnyRequest) -> list[RecordRequest]:
    """Those that the office made or was made, the newest first."""
    services, office = services_of(request), actor_of(request).office
    listed = services.queries.rows(requests_of(office), "due", "", LISTED_MAX, descending=True)
    return services.queries.states(listed.rows, RecordRequest)


@get(HERE, opt=only("customs"))
async def requests(request: AnyRequest) -> Page:
    """What other states' offices ask this one for, and what this one asked for."""
    _, office = gettext_of(request), actor_of(request).office
    found = requests_at(request)
    return page(
        request,
        "customs/requests.html",
        title=_("Requests for records"),
        live=[requests_of(office)],
        theirs=[_row(request, one) for one in found if one.departure == office],
        ours=[_row(request, one) for one in found if one.office == office],
    )


def _row(request: AnyRequest, asked: RecordRequest) -> dict[str, Any]:
    reader, services, actor = reader_of(request), services_of(request), actor_of(request)
    labels, moment = reader.labels, reader.formats.moment
    movement = services.queries.get(asked.movement).state if asked.movement else None
    is_mine = asked.status == "referred" and asked.departure == actor.office
    return {
        "by": labels(asked.by, "record_by"),
        "number": asked.number,
        "office": reader.names.office_of_state(asked.office),
        "to": reader.names.country(asked.to),
        "purpose": labels(asked.purpose, "record_purpose"),
        "words": asked.words,
        "asked": moment(asked.asked_at, actor.office),
        "status": labels(asked.status, "record_status"),
        "kind": _KINDS.get(asked.status, "wait"),
        "why": labels(asked.why, "record_why") if asked.why else "",
        "answer": asked.answer,
        "by_rule": asked.by_rule,
        "answered": moment(asked.answered_at, actor.office) if asked.answered_at else "",
        "mrn": asked.mrn,
        "movement": f"/customs/{asked.mrn}" if movement and may_see(actor, movement) else "",
        "href": f"{HERE}/{asked.id}/answer" if is_mine else "",
    }


@get(NEW, opt=only("customs"))
async def new(request: AnyRequest) -> Page:
    """The form; the number may be known already."""
    return _form_page(request, Form({"number": [request.query_params.get("number", "")]}))


@post(NEW, opt=only("customs"))
async def begin(request: AnyRequest) -> Page | Redirect:
    """Ask; what comes of it stands on the list."""
    form, services = await read_form(request), services_of(request)
    deed: Deed[None] = Deed(request, None, form)
    if await carry_out(deed, ASK, services.new_id("rr")) is None:
        return _form_page(request, form, 422)
    notify(request, gettext_of(request)(ASK.done), form["number"])
    return redirect(HERE)


def _form_page(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _, deed = gettext_of(request), Deed[None](request, None, form)
    return page(
        request,
        "confirm.html",
        title=_(ASK.title),
        status=status,
        form=form,
        errors=form.errors,
        consequence=ASK.consequence(deed),
        action=NEW,
        cancel_href=HERE,
        fields=ASK.fields(deed),
        label=_(ASK.label),
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (requests, new, begin, _show_act, _do_act)

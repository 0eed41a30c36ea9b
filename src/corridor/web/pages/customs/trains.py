"""Trains at an office: a list of wagons, of one movement or of many, acted on at once."""

from typing import Any, Final, cast

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.consignment import wagons_of
from corridor.domain.movement.state import Movement
from corridor.domain.movement.wagons import Did
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of
from corridor.domain.typed import moment
from corridor.web.access import only, subject_of
from corridor.web.act import chosen
from corridor.web.acts.movement.wagons import detail_fields, did_options, seals_typed
from corridor.web.addresses import redirect
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import UPLOAD_BYTES_MAX, Form, attempt_of, read_form
from corridor.web.labels.labels import STOP_CAUSES
from corridor.web.shape_words import NOT_A_MOMENT
from corridor.web.toolkit import Page, page
from corridor.web.trains.bringing import bring_train, trains_page
from corridor.web.trains.model import Order, Train, order_on, topic
from corridor.web.trains.ordering import (
    give,
    train_of,
)
from corridor.web.trains.shown import (
    counts_of,
    dids_of,
    groups_of,
    left_out,
    lines_of_train,
    rows_of_train,
)
from corridor.web.views.desk_times import instant_of, local_input

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/customs/trains"
TEXT_MAX: Final = 512
BUSY: Final = N_(
    "The order before is still being carried out. What you marked and wrote stands below: send it "
    "once more when that one is done."
)


@get(HERE, opt=only("customs"))
async def trains(request: AnyRequest) -> Page:
    """The trains of this office, and a form for the next; `movement` names one to take them of."""
    known = request.query_params.get("movement", "")
    wagons = ""
    if known:
        state = subject_of(request, actor_of(request), known, Movement).state
        wagons = "\n".join(one.id for one in wagons_of(state.dossier))
    return trains_page(request, HERE, Form({"wagons": [wagons]} if wagons else {}))


@post(HERE, opt=only("customs"), request_max_body_size=UPLOAD_BYTES_MAX)
async def bring(request: AnyRequest) -> Page | Redirect:
    """Keep the list; nothing is done yet."""
    return await bring_train(request, HERE)


@get(f"{HERE}/{{id:str}}", opt=only("customs"))
async def train_page(request: AnyRequest, id: FromPath[str]) -> Page:
    """One train: its wagons, what stands of each, and what may be said of them here."""
    return _show(request, train_of(request, id), Form())


@post(f"{HERE}/{{id:str}}", opt=only("customs"))
async def order(request: AnyRequest, id: FromPath[str]) -> Page | Redirect:
    """Have it done with the marked wagons; the page shows how far it is."""
    form, train = await read_form(request), train_of(request, id)
    is_busy = order_on(services_of(request).queries, id) is not None
    asked = None if is_busy else _order(request, form, train)
    if asked is not None and await give(request, asked):
        return redirect(f"{HERE}/{id}")
    if not form.errors:
        form.add_error("", gettext_of(request)(BUSY))
    return _show(request, train, form, 422)


def _order(request: AnyRequest, form: Form, train: Train) -> Order | None:
    _, actor = gettext_of(request), actor_of(request)
    lines = lines_of_train(train, services_of(request).queries, actor)
    did = form["did"]
    if did not in dids_of(lines, actor.office):
        form.add_error("did", _("Choose what was done with the wagons."))
    seals = seals_typed(form["seals"]) if did == "sealed" else ()
    known = {mark_of(wagon) for wagon in train.wagons}
    named = [one.wagon for one in seals] if did == "sealed" else form.all("wagon")
    marks = tuple(dict.fromkeys(m for m in map(mark_of, named) if m in known))
    if not marks and did == "sealed":
        form.add_error("seals", _("Give the wagons with their seals, one a line."))
    elif not marks:
        form.add_error("wagons", _("Mark at least one wagon."))
    if did == "stopped" and not form["reason"]:
        form.add_error("reason", _("Give the reason."))
    for name in ("reason", "remarks"):
        if len(form[name]) > TEXT_MAX:
            form.add_error(name, _("At most %(most)s letters.", most=TEXT_MAX))
    at = _moment(request, form)
    if form.errors:
        return None
    return Order(
        train=train.id,
        office=actor.office,
        login=account_of(request).login,
        did=cast(Did, did),
        wagons=marks,
        attempt=attempt_of(request),
        at=at,
        seals=seals,
        reason=form["reason"],
        cause=chosen(form["cause"], STOP_CAUSES) or None,
        remarks=form["remarks"],
    )


def _moment(request: AnyRequest, form: Form) -> str | None:
    """The instant typed; the minute that stood there means now."""
    services, office, typed = services_of(request), actor_of(request).office, moment(form["at"])
    if typed in ("", local_input(services.now(), office)):
        return None
    try:
        return instant_of(typed, office)
    except ValueError:
        form.add_error("at", gettext_of(request)(NOT_A_MOMENT))
        return None


def _show(request: AnyRequest, train: Train, form: Form, status: int = 200) -> Page:
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    actor = actor_of(request)
    lines = lines_of_train(train, services.queries, actor)
    dids, order = dids_of(lines, actor.office), order_on(services.queries, train.id)
    is_kept, is_none = bool(form.values), request.query_params.get("mark") == "none"
    usual = [mark_of(line.wagon) for line in lines if line.movements and not line.standing]
    now = local_input(services.now(), actor.office)
    rows = rows_of_train(train, lines, order, reader)
    return page(
        request,
        "customs/train.html",
        title=_("Train %(number)s", number=train.number or _("without a number")),
        status=status,
        form=form,
        errors=form.errors,
        attempt=attempt_of(request),
        train=train,
        here=f"{HERE}/{train.id}",
        followed=topic(train.office, train.id),
        live=[topic(train.office, train.id)],
        order=order,
        done=len(order.done) if order is not None else 0,
        rows=rows,
        groups=groups_of(rows),
        counts=counts_of(lines),
        left_out=left_out(lines),
        marked=form.all("wagon") if is_kept else [] if is_none else usual,
        is_kept=is_kept,
        is_none=is_none,
        dids=did_options(reader, dids),
        fields=list(detail_fields(reader, dids)),
        now=now,
        zone=reader.formats.moment(services.now(), actor.office).zone,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (trains, bring, train_page, order)

"""The desk of the registrar: rows of the own state, and acts about those of all parties."""

from typing import Any, Final

import msgspec
from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.commitments.state import Commitment, commitment_id
from corridor.domain.commitments.stating import StateCommitment
from corridor.domain.indicators.state import Indicator
from corridor.domain.typed import latin
from corridor.engine.codec import pointer_in, reason_in
from corridor.web.access import only
from corridor.web.act import Deed, field_of
from corridor.web.acts.commitments.stating import POINTERS, fields_of, is_chosen, promise_of
from corridor.web.acts.registry import COMMITMENTS, INDICATORS, acts_at
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.acting import Desk, handlers
from corridor.web.register.shown import (
    commitments_of,
    indicators_of,
    row_view,
    series_view,
    yearly_for,
)
from corridor.web.running import run_command
from corridor.web.shape_words import unfit_in
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/registrar"
COMMITMENT_DESK: Final = Desk[Commitment](
    role="registrar",
    path=f"{HERE}/commitments",
    state=Commitment,
    acts=acts_at(COMMITMENTS, "registrar"),
    here=lambda state: f"/commitments/{state.id}",
    what=lambda request, state: state.promise.what.in_language(reader_of(request).lang),
    now=lambda reader, state: state.promise.status.in_language(reader.lang),
)
INDICATOR_DESK: Final = Desk[Indicator](
    role="registrar",
    path=f"{HERE}/indicators",
    state=Indicator,
    acts=acts_at(INDICATORS, "registrar"),
    here=lambda state: f"/indicators/{state.id}",
    what=lambda request, state: state.series.title.in_language(reader_of(request).lang),
    now=lambda reader, state: reader.labels(state.series.unit, "indicator_unit"),
)


@get(HERE, opt=only("registrar"))
async def own_rows(request: AnyRequest) -> Page:
    """Rows of the own state's register, and rows of others in which it is a party."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    day, node = services.day_at(services.node), services.node
    mine = [one for one in commitments_of(services) if node in one.speakers]
    rows = [row_view(reader, one, yearly_for(services, one), day) for one in mine]
    every = indicators_of(services)
    series = [series_view(reader, one, every) for one in every if node in one.speakers]
    return page(
        request,
        "register/desk.html",
        title=_("Register of the state"),
        own=[row for row in rows if row["state"].home == node],
        others=[row for row in rows if row["state"].home != node],
        series=series,
    )


def _form(request: AnyRequest, form: Form, status: int = 200) -> Page:
    _ = gettext_of(request)
    deed = Deed[Any](request, None, form)
    number = field_of("text", "number", _("Number of the row"), hint=_("As C57"), width="8")
    return page(
        request,
        "customs/act.html",
        title=_("New row of the register"),
        status=status,
        form=form,
        errors=form.errors,
        fields=[number, *fields_of(deed, None)],
        consequence=_("All nodes of the corridor show it; your name and the day stay in the log."),
        action=f"{HERE}/new",
        cancel_href=HERE,
        what_about=_("Register"),
        label=_("State it"),
        kind="",
        over=None,
        said=[],
        lacking=[],
        rows=[],
        typed=[],
    )


@get(f"{HERE}/new", opt=only("registrar"))
async def new_row(request: AnyRequest) -> Page:
    """The empty form."""
    return _form(request, Form())


@post(f"{HERE}/new", opt=only("registrar"), request_max_body_size=64_000)
async def state_row(request: AnyRequest) -> Page | Redirect:
    """A row that is not there yet."""
    form = await read_form(request)
    deed = Deed[Any](request, None, form)
    number, subject = latin(form["number"]), ""
    if not form.errors and is_chosen(deed):
        subject = await _stated(deed, number)
    if not subject:
        return _form(request, form, 422)
    _ = gettext_of(request)
    notify(request, _("The row was stated"), number)
    return redirect(f"/commitments/{subject}")


async def _stated(deed: Deed[Any], number: str) -> str:
    """The subject, or nothing and errors in the form."""
    subject = commitment_id(deed.services.node, number)
    if deed.services.queries.get(subject).state is not None:
        deed.form.add_error("number", deed.reader.words("This number is taken."))
        return ""
    command = StateCommitment(number, promise_of(deed))
    complaint = shape_of(command)
    if complaint:
        pointer, reason = complaint
        words = unfit_in(deed.reader.words, reason, "")
        deed.form.add_error(POINTERS.get(pointer, ""), words)
        return ""
    outcome = await run_command(deed.request, command, subject)
    deed.form.add_refusals(deed.request, outcome.refusals, POINTERS)
    return "" if outcome.refusals else subject


def shape_of(command: StateCommitment) -> tuple[str, str] | None:
    """(pointer, reason) of what breaks the shape of a command that was made by hand."""
    try:
        msgspec.convert(msgspec.to_builtins(command), StateCommitment)
    except msgspec.ValidationError as error:
        return pointer_in(str(error)), reason_in(str(error))
    return None


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    own_rows,
    new_row,
    state_row,
    *handlers(COMMITMENT_DESK),
    *handlers(INDICATOR_DESK),
)

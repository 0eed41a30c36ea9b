"""The desk of the registrar: rows of the own state, and acts about those of all parties."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.domain.commitments.state import Commitment, commitment_id
from corridor.domain.indicators.state import Indicator
from corridor.domain.typed import latin
from corridor.web.access import only
from corridor.web.act import Deed
from corridor.web.acts.commitments.stating import STATE
from corridor.web.acts.registry import COMMITMENTS, INDICATORS, acts_at
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.forms import Form, read_form
from corridor.web.pages.acting import Desk, form_of_new, handlers, is_begun
from corridor.web.register.shown import (
    commitments_of,
    indicators_of,
    row_view,
    series_view,
    yearly_for,
)
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


def _form(deed: Deed[None], status: int = 200) -> Page:
    return form_of_new(deed, STATE, HERE, deed.reader.words("Register"), status)


@get(f"{HERE}/new", opt=only("registrar"))
async def new_row(request: AnyRequest) -> Page:
    """The empty form."""
    return _form(Deed(request, None, Form()))


@post(f"{HERE}/new", opt=only("registrar"), request_max_body_size=64_000)
async def state_row(request: AnyRequest) -> Page | Redirect:
    """A row that is not there yet."""
    deed: Deed[None] = Deed(request, None, await read_form(request))
    number = latin(deed.form["number"])
    subject = commitment_id(deed.services.node, number)
    if not await is_begun(deed, STATE, subject):
        return _form(deed, 422)
    notify(request, deed.reader.words(STATE.done), number)
    return redirect(f"/commitments/{subject}")


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    own_rows,
    new_row,
    state_row,
    *handlers(COMMITMENT_DESK),
    *handlers(INDICATOR_DESK),
)

"""The desk of the registrar: rows of the own state, and acts about those of all parties."""

from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.commitments.kind import LISTED as COMMITMENTS_LIST
from corridor.domain.commitments.state import Commitment, commitment_id
from corridor.domain.indicators.kind import LISTED as INDICATORS_LIST
from corridor.domain.indicators.state import Indicator
from corridor.domain.listings import mark
from corridor.domain.refusals import N_
from corridor.engine.ports import Pick
from corridor.web.access import only
from corridor.web.acts.commitments.stating import STATE
from corridor.web.acts.registry import COMMITMENTS, INDICATORS, acts_at
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.pages.acting import Desk, Opening, handlers, openers
from corridor.web.register.shown import (
    row_view,
    series_view,
    yearly_for,
)
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/registrar"
ROWS_AT_ONCE: Final = 50
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
    """Rows of the own state's register, and rows of others in which it is a party; a page at once.

    A row names the state in whose register it stands among its parties.
    """
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    day, node, queries = services.day_at(services.node), services.node, services.queries
    asked, ours = request.query_params, Pick((mark("party", node),))
    at, series_at = asked.get("after", ""), asked.get("series_after", "")
    found = queries.picked(COMMITMENTS_LIST, ours, "name", at, ROWS_AT_ONCE)
    counted = queries.picked(INDICATORS_LIST, ours, "name", series_at, ROWS_AT_ONCE)
    promised = queries.states(found.rows, Commitment)
    rows = [row_view(reader, one, yearly_for(services, one), day) for one in promised]
    series = queries.states(counted.rows, Indicator)
    return page(
        request,
        "register/desk.html",
        title=_("Register of the state"),
        own=[row for row in rows if row["state"].home == node],
        others=[row for row in rows if row["state"].home != node],
        series=[series_view(reader, one, ()) for one in series],
        next=found.next,
        next_series=counted.next,
    )


NEW_ROW: Final = Opening(
    role="registrar",
    path=f"{HERE}/new",
    act=STATE,
    subject=commitment_id,
    page="/commitments/{}",
    back=lambda node: HERE,
    about=N_("Register"),
)
ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    own_rows,
    *openers(NEW_ROW),
    *handlers(COMMITMENT_DESK),
    *handlers(INDICATOR_DESK),
)

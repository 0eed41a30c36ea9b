"""Statements of guarantees, for guarantor and holder alike: as a page, and as a file."""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.tables import is_low
from corridor.web.access import only, state_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.listing.export import heads_of, list_file
from corridor.web.papers.printing import statement_pdf
from corridor.web.toolkit import Page, page
from corridor.web.views.guarantee_statement import HEADS, statement_plain, statement_rows

AnyRequest = Request[Any, Any, Any]


@get("/carrier/guarantees/{reference:str}", opt=only("carrier"))
async def of_holder(request: AnyRequest, reference: FromPath[str]) -> Page:
    """One's own guarantee: what is free, and each movement behind it."""
    _, state = gettext_of(request), state_of(request, reference, Guarantee)
    services = services_of(request)
    return page(
        request,
        "carrier/own_guarantee.html",
        title=_("Guarantee %(grn)s", grn=state.grn),
        live=[f"gr-{state.grn}"],
        guarantee=state,
        taken=state.reference_minor - state.available_minor(),
        is_low=is_low(state),
        statement=statement_rows(state, reader_of(request), services),
        statement_at=f"/carrier/guarantees/{state.grn}/statement",
        dossiers="/carrier/dossiers/",
    )


def _file(path: str, role: Any) -> HTTPRouteHandler:
    @get(f"{path}/{{reference:str}}/statement", opt=only(role))
    async def file(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
        """The statement as CSV, XLSX or PDF, the oldest line first."""
        if request.query_params.get("as") == "pdf":
            return await statement_pdf(request, reference)
        _, reader = gettext_of(request), reader_of(request)
        state = state_of(request, reference, Guarantee)
        made, name = list_file(request, _("Statement"), f"statement-{state.grn}")
        rows = statement_plain(state, reader, services_of(request))
        data = made.begin(heads_of(reader, HEADS)) + made.rows(rows) + made.end()
        return download(data, name, made.media_type)

    return file


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    of_holder,
    _file("/carrier/guarantees", "carrier"),
    _file("/guarantor", "guarantor"),
)

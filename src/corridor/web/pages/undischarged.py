"""What a guarantor still answers for: undischarged movements over all its guarantees, by age."""

from typing import Final

from litestar import Response, get

from corridor.domain.movement.undischarged import LANE, UNDISCHARGED
from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.addresses import without_empty
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.export import rows_for_paper
from corridor.web.listing.of_undischarged import UndischargedCells
from corridor.web.listing.shown import Listed
from corridor.web.papers.printing import undischarged_pdf
from corridor.web.toolkit import Page, page


async def _paper(request: AnyRequest) -> Response[bytes]:
    rows, is_cut = rows_for_paper(request, UNDISCHARGED_OF)
    return await undischarged_pdf(request, rows, is_cut)


UNDISCHARGED_OF: Final = DeskList(
    role="guarantor",
    path="/guarantor/undischarged",
    listing=UNDISCHARGED,
    lanes={LANE: N_("Undischarged movements")},
    cells=lambda request: UndischargedCells(reader_of(request), services_of(request)),
    title=N_("Undischarged movements"),
    paper=_paper,
)


@get("/guarantor/undischarged", opt=only("guarantor"), before_request=without_empty)
async def undischarged(request: AnyRequest) -> Page:
    """Movements that still hold something of any guarantee, the oldest first."""
    listed, _ = Listed(request, UNDISCHARGED_OF), gettext_of(request)
    return page(
        request,
        "guarantor/undischarged.html",
        title=_("Undischarged movements"),
        live=listed.topics,
        listed=listed,
        topics=" ".join(listed.topics),
    )

"""The carrier's permits and guarantees."""

from typing import Any, Final

from litestar import get
from litestar.types import ControllerRouterHandler

from corridor.domain.guarantees.tables import OF_HOLDER
from corridor.domain.listings import mark
from corridor.domain.permits.state import Permit
from corridor.domain.permits.tables import OF_CARRIER
from corridor.domain.refusals import N_
from corridor.engine.queries import ListedRow
from corridor.web.access import only
from corridor.web.addresses import without_empty
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.listing.desk import AnyRequest, DeskList
from corridor.web.listing.of_guarantees import GuaranteeCells
from corridor.web.listing.of_permits import PermitCells, found_permit
from corridor.web.listing.shown import Listed
from corridor.web.toolkit import Page, page
from corridor.web.views.dossier_number import own_number
from corridor.web.views.guarantee_statement import low_count
from corridor.web.views.permit_panel import permit_view
from corridor.web.views.waiting import permits_waiting

_OVER: Final = tuple(
    mark("state", one) for one in ("exhausted", "withdrawn", "returned", "revoked")
)
"""Permits of which nothing more is to come."""


def _permit_cells(request: AnyRequest) -> PermitCells:
    services = services_of(request)
    return PermitCells(reader_of(request), services.node, services)


PERMITS: Final = DeskList(
    role="carrier",
    path="/carrier/permits",
    listing=OF_CARRIER,
    lanes={"current": N_("In work and in force"), "permits": N_("All permits")},
    parts={"current": ("permits", _OVER)},
    cells=_permit_cells,
    title=N_("Permits"),
    state=Permit,
    found=found_permit,
)
GUARANTEES: Final = DeskList(
    role="carrier",
    path="/carrier/guarantees",
    listing=OF_HOLDER,
    lanes={"guarantees": N_("Guarantees")},
    cells=lambda request: GuaranteeCells(reader_of(request), services_of(request).node),
    title=N_("Guarantees"),
)


@get("/carrier/permits", opt=only("carrier"), before_request=without_empty)
async def permits(request: AnyRequest) -> Page:
    """All permits applied for, above them those that ask for an act: an answer first."""
    _, actor = gettext_of(request), actor_of(request)
    waiting = permits_waiting(services_of(request), actor.org)
    listed = Listed(request, PERMITS, above={row.subject for row in waiting})
    return page(
        request,
        "carrier/permits.html",
        title=_("My permits"),
        live=listed.topics,
        listed=listed,
        behind=listed.finding.behind,
        waiting=[_waiting(request, row) for row in sorted(waiting, key=_first_to_be_done)],
    )


def _first_to_be_done(row: ListedRow) -> tuple[bool, str]:
    return row.data["status"] != "information_requested", row.due


def _waiting(request: AnyRequest, row: ListedRow) -> dict[str, Any]:
    """What its authority wrote, and for which dossier and vehicle."""
    reader, services, data = reader_of(request), services_of(request), row.data
    permit: Permit = services.queries.get(row.subject).state
    number, _is_draft = own_number(services, data["dossier"], data["lrn"])
    return permit_view(reader, permit) | {
        "state": reader.names.country(data["country"]),
        "authority": reader.names.authority(data["authority"]),
        "about": ", ".join((number, *data["plates"])),
        "asks": permit.question if permit.status == "information_requested" else "",
    }


@get("/carrier/guarantees", opt=only("carrier"), before_request=without_empty)
async def guarantees(request: AnyRequest) -> Page:
    """The organisation's guarantees: what is reserved and what is free."""
    listed, _ = Listed(request, GUARANTEES), gettext_of(request)
    template, title = "carrier/guarantees.html", _("My guarantees")
    low = low_count(services_of(request), listed.name)
    return page(request, template, title=title, live=listed.topics, listed=listed, low=low)


ROUTES: tuple[ControllerRouterHandler, ...] = (permits, guarantees)
LISTS: Final = (PERMITS, GUARANTEES)

"""The carrier's permits and guarantees."""

from typing import Any

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, services_of
from corridor.web.lists import ListView
from corridor.web.services import Services
from corridor.web.toolkit import Page, page
from corridor.web.views.dossier_number import own_number

AnyRequest = Request[Any, Any, Any]


@get("/carrier/permits", opt=only("carrier"))
async def permits(request: AnyRequest) -> Page:
    """All permits applied for."""
    _ = gettext_of(request)
    name = f"carrier:{actor_of(request).org}:permits"
    view = ListView(request, name)
    columns = [
        view.column(_("Permit")),
        view.column(_("State")),
        view.column(_("Authority")),
        view.column(_("Dossier")),
        view.column(_("Number and validity")),
        view.column(_("Decision due"), "due"),
    ]
    return page(
        request,
        "carrier/permits.html",
        title=_("My permits"),
        live=[name],
        view=view,
        numbers=_numbers(services_of(request), view),
        columns=columns,
        followed=name,
    )


def _numbers(services: Services, view: ListView) -> dict[str, str]:
    """The number of the dossier of each permit shown."""
    return {
        row.subject: own_number(services, row.data["dossier"], row.data["lrn"]) for row in view.rows
    }


@get("/carrier/guarantees", opt=only("carrier"))
async def guarantees(request: AnyRequest) -> Page:
    """The organisation's guarantees: what is reserved and what is free."""
    _ = gettext_of(request)
    name = f"carrier:{actor_of(request).org}:guarantees"
    view = ListView(request, name)
    columns = [
        view.column(_("Guarantee number (GRN)")),
        view.column(_("Reference amount"), num=True),
        view.column(_("Reserved"), num=True),
        view.column(_("Free"), num=True),
        view.column(_("Movements"), num=True),
        view.column(_("Valid to"), "due"),
    ]
    return page(
        request,
        "carrier/guarantees.html",
        title=_("My guarantees"),
        live=[name],
        view=view,
        columns=columns,
        followed=name,
    )


ROUTES: tuple[ControllerRouterHandler, ...] = (permits, guarantees)

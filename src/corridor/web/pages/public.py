"""Pages that need no sign-in: the start page, what this is, the parts."""

from typing import Any

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.reference.loader import load_stations
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.pages import (
    calculator,
    common_figures,
    goods_codes,
    guides,
    observatory,
    requirements,
    rules,
    verify,
)
from corridor.web.pages.observatory.front import quoted_on_start
from corridor.web.toolkit import Page, page
from corridor.web.views.corridor_map import corridor_map

AnyRequest = Request[Any, Any, Any]


@get("/", opt=anyone())
async def start(request: AnyRequest) -> Page:
    """The map with corridors, checkpoints and movements, and where to go from here."""
    _ = gettext_of(request)
    services = services_of(request)
    chosen = request.query_params.get("corridor", "")
    view = corridor_map(reader_of(request), services, chosen)
    return page(
        request,
        "public/start.html",
        title=_("Start page"),
        live=["map:"],
        map=view,
        quoted=quoted_on_start(request),
    )


@get("/about", opt=anyone())
async def about(request: AnyRequest) -> Page:
    """What this is, and what in it is illustrative, approximate or invented."""
    _ = gettext_of(request)
    reference = services_of(request).reference
    rough = [place for place in reference.places.values() if place.quality != "surveyed"]
    invented = sum(office.invented for office in reference.offices.values())
    return page(
        request,
        "public/about.html",
        title=_("About the corridor and open data"),
        places=len(reference.places),
        rough=sorted(rough, key=lambda place: place.id),
        offices=len(reference.offices),
        invented=invented,
        rules=len(services_of(request).rules_today),
        stations=load_stations(),
    )


@get("/styleguide", opt=anyone())
async def styleguide(request: AnyRequest) -> Page:
    """The parts of all pages with sample data."""
    _ = gettext_of(request)
    view = corridor_map(reader_of(request), services_of(request))
    return page(request, "styleguide.html", title=_("Style guide"), map=view)


ROUTES: tuple[ControllerRouterHandler, ...] = (
    start,
    about,
    styleguide,
    *verify.ROUTES,
    *requirements.ROUTES,
    *calculator.ROUTES,
    *goods_codes.ROUTES,
    *rules.ROUTES,
    *observatory.ROUTES,
    *common_figures.ROUTES,
    *guides.ROUTES,
)

"""Pages that need no sign-in."""

from typing import Any

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.web.access import anyone
from corridor.web.context import gettext_of
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]


@get("/", opt=anyone())
async def start(request: AnyRequest) -> Page:
    """The start page."""
    _ = gettext_of(request)
    return page(request, "public/start.html", title=_("Start page"), live=["map:"])


ROUTES: tuple[ControllerRouterHandler, ...] = (start,)

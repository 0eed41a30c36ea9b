"""What peers said and this program failed to carry out: one by one, and tried again at a word."""

from typing import Any, Final

from litestar import Request, get, post
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.engine.set_aside import COUNTED_MAX, SET_ASIDE
from corridor.engine.taking_up import TakeUpNext
from corridor.web.access import only
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.life.set_aside import HERE, set_aside_rows
from corridor.web.toolkit import Page, notify, page

AnyRequest = Request[Any, Any, Any]
SHOWN_MAX: Final = 100
TRIED_AT_ONCE: Final = 100


@get(HERE, opt=only("operator"))
async def set_aside_page(request: AnyRequest) -> Page:
    """Those that came last, first."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    found = services.queries.documents(SET_ASIDE, None, COUNTED_MAX)
    return page(
        request,
        "operator/set_aside.html",
        title=_("Statements whose effect was set aside"),
        rows=set_aside_rows(reader, services, found[:SHOWN_MAX]),
        total=len(found),
    )


@post(f"{HERE}/try", opt=only("operator"), status_code=303)
async def try_set_aside(request: AnyRequest) -> Redirect:
    """Try them again now, some at once."""
    _, services = gettext_of(request), services_of(request)
    before = services.now()
    for _turn in range(TRIED_AT_ONCE):
        if not await services.writer.run(TakeUpNext(before)):
            break
    left = len(services.queries.documents(SET_ASIDE, None, COUNTED_MAX))
    if left:
        title = _("Still set aside: %(number)s", number=left)
        notify(request, title, _("This version of the program fails at them too."), "wait")
    else:
        notify(request, _("All of it has its effect now"))
    return redirect(HERE)


ROUTES: tuple[ControllerRouterHandler, ...] = (set_aside_page, try_set_aside)

"""Lists of codes of the states side by side, and the codes that some state has no partner for."""

from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.refdata.beside import BESIDE, CodeBeside, beside
from corridor.web.access import anyone
from corridor.web.addresses import without_empty
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.listing.paging import paged
from corridor.web.services import Services
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
ROWS_AT_ONCE: Final = 50
ALONE: Final = "alone"


@get("/code-lists", opt=anyone(), before_request=without_empty)
async def code_lists(request: AnyRequest) -> Page:
    """`?list=packages`; `?only=alone`: codes without a partner; `?q=` a code or a name."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    asked, states = request.query_params, _states(services)
    name = next((one for one in BESIDE if one == asked.get("list")), BESIDE[0])
    sets = services.reference.on(services.day_at(services.node))
    every = beside(name, states, sets)
    alone = [one for one in every if one.unknown]
    only, text = asked.get("only", ""), asked.get("q", "")[:80]
    rows = [one for one in (alone if only == ALONE else every) if _fits(one, text)]
    shown = paged(request, rows, ROWS_AT_ONCE)
    issued = {state: sets.since.get(state, {}).get(name, "") for state in states}
    return page(
        request,
        "public/code_lists.html",
        title=_("Code lists side by side"),
        lists=[{"value": one, "label": reader.labels(one, "refdata")} for one in BESIDE],
        choices=[
            {"value": "", "label": _("all codes")},
            {"value": ALONE, "label": _("codes without a partner")},
        ],
        asked={"list": name, "only": only, "q": text},
        states=[
            {
                "code": one,
                "name": reader.names.country(one),
                "since": reader.formats.day(issued[one]) if issued[one] else "",
            }
            for one in states
        ],
        rows=shown.rows,
        shown=shown,
        count=len(rows),
        alone=len(alone),
        total=len(every),
    )


def _states(services: Services) -> list[str]:
    """Those that take part; this node's own first."""
    peers = services.peers() if services.peers is not None else ()
    return [services.node, *sorted({peer.node for peer in peers} - {services.node})]


def _fits(one: CodeBeside, text: str) -> bool:
    words = f"{one.code} {one.row.name_en} {one.row.name_ru}".casefold()
    return all(word in words for word in text.casefold().split())


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (code_lists,)

"""The corridor observatory: key figures with their growth, the map, and ways to all the rest."""

from typing import Any, Final

from litestar import get
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from corridor.web.access import anyone
from corridor.web.addresses import redirect
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.observed import words
from corridor.web.observed.figure import Asked, brief, quote
from corridor.web.observed.map import observed_map
from corridor.web.observed.shelf import Shelf
from corridor.web.pages.observatory.asking import (
    AnyRequest,
    choice,
    making_of,
    narrowed,
    nothing,
    period_of,
    shelf_of,
    where_of,
    years_of,
)
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

KEY: Final = (
    "consignments",
    "tonnes",
    "throughput",
    "tfi1",
    "wait",
    "swd",
    "transit-time",
    "permit-time",
    "permits-in-10-minutes",
)
"""Those that officials quote."""
LAG: Final = "lag"
ON_START: Final = ("consignments", "tonnes")
CHOSEN: Final = ("corridor", "mode", "bound", "side")


@get("/observatory", opt=anyone())
async def observatory(request: AnyRequest) -> Page | Redirect:
    """`?corridor=`, `mode`, `bound`, `side`, `period`; `?measure=` leads on."""
    if asked := request.query_params.get("measure", ""):
        return redirect(f"/observatory/measures/{asked[:40]}")
    _, shelf = gettext_of(request), shelf_of(request)
    if shelf is None or not shelf.overview.last:
        return nothing(request, 200)
    reader = reader_of(request)
    period = period_of(request) if period_of(request) in years_of(shelf) else ""
    return page(
        request,
        "observatory/front.html",
        title=_("Corridor observatory"),
        overview=shelf.overview,
        period=period,
        choices=_choices(request, shelf),
        is_chosen=bool(where_of(request, CHOSEN) or period),
        cards=[_card(request, shelf, name) for name in KEY if name in shelf.measured],
        measures=shelf.once(("measures", reader.lang), lambda: _measures(reader, shelf)),
        map=shelf.once(
            ("map", reader.lang, period),
            lambda: observed_map(reader, services_of(request).reference, shelf, period),
        ),
        making=making_of(request),
        corridors=[
            (one, words.value(reader, "corridor", one))
            for one in shelf.values("consignments", "corridor")
        ],
        states=_states(request, shelf),
        exchange=_exchange(request, shelf, period),
    )


def _measures(reader: Reader, shelf: Shelf) -> list[dict[str, Any]]:
    return [brief(Asked(reader, shelf, one, {})) for one in shelf.measured]


def quoted_on_start(request: AnyRequest) -> list[dict[str, Any]]:
    """Those that the start page quotes; nothing where nothing can be quoted."""
    reader, shelf = reader_of(request), shelf_of(request)
    if shelf is None:
        return []
    return shelf.once(("start", reader.lang), lambda: _quoted(reader, shelf))


def _quoted(reader: Reader, shelf: Shelf) -> list[dict[str, Any]]:
    found = (quote(Asked(reader, shelf, name, {})) for name in ON_START if name in shelf.measured)
    return [one for one in found if one is not None]


def _choices(request: AnyRequest, shelf: Shelf) -> list[dict[str, Any]]:
    _, reader, asked = gettext_of(request), reader_of(request), where_of(request, CHOSEN)
    known = {
        column: shelf.values(name, column)
        for name, column in (
            ("consignments", "corridor"),
            ("consignments", "mode"),
            ("consignments", "bound"),
            ("tfi1", "side"),
        )
    }
    found = [
        choice(reader, name, values, asked.get(name, ""), _("All"))
        for name, values in known.items()
    ]
    years = choice(reader, "period", years_of(shelf), period_of(request), _("All time"))
    return [*found, years]


def _card(request: AnyRequest, shelf: Shelf, name: str) -> dict[str, Any]:
    """`beside`: the choice says something that this measure does not know."""
    where = where_of(request, CHOSEN)
    known = narrowed(shelf, name, where)
    asked = Asked(reader_of(request), shelf, name, known, period_of(request))
    beside = [one for one in where if one not in known]
    say = reader_of(request).words.gettext
    return brief(asked) | {"beside": ", ".join(say(words.COLUMNS[one]) for one in beside)}


def _exchange(request: AnyRequest, shelf: Shelf, period: str) -> list[dict[str, Any]]:
    """How late each other node was followed; nothing where that is not told."""
    reader = reader_of(request)
    found = []
    for code in shelf.values(LAG, "country") if LAG in shelf.measured else ():
        asked = Asked(reader, shelf, LAG, {"country": code}, period)
        if (cell := asked.cell) is not None:
            said = {name: asked.said(cell, name) for name in ("median", "p95")}
            found.append(brief(asked) | said | {"name": reader.names.country(code)})
    return found


def _states(request: AnyRequest, shelf: Shelf) -> list[tuple[str, str]]:
    reader = reader_of(request)
    codes = {
        code
        for name, column in (("transit-tonnes", "state"), ("tfi1", "country"), ("tfi2", "country"))
        for code in shelf.values(name, column)
    }
    return sorted(((code, reader.names.country(code)) for code in codes), key=lambda one: one[1])


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (observatory,)

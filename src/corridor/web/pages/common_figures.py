"""The common view: what all states told of a closed month, for anybody."""

from asyncio import to_thread
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from litestar import Request, Response, get, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.figures.state import MonthFigures, Vintage
from corridor.web.access import anyone
from corridor.web.common.adding import Common
from corridor.web.common.shown import HERE, month_view
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.delivering import FORMS, READ, csv_of, data, in_form
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.observed import words
from corridor.web.pages.observatory.asking import common_of
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
HEAD: Final = ("state", "month", "vintage", "measure", "by", "value", "n", "figure", "number")


class CommonTable(msgspec.Struct, frozen=True):
    """All tables that a state told of a month, the first one first; the last one counts."""

    state: str
    month: str
    subject: str
    vintages: tuple[Vintage, ...]


@get(HERE, opt=anyone())
async def common_view(request: AnyRequest) -> Page:
    """One month of all states (`?month=2026-10`), the last that any of them told without it."""
    _, reader = gettext_of(request), reader_of(request)
    common = common_of(request)
    month = request.query_params.get("month", "") or next(reversed(common.months), "")
    if month and month not in common.months:
        raise NotKnown
    return page(
        request,
        "public/common.html",
        title=_("Common view of all states"),
        month=month,
        months=[
            {"value": one, "label": words.period(reader, one)} for one in reversed(common.months)
        ],
        **(month_view(reader, common, month) if month else {}),
    )


@get(f"{HERE}/{{node:str}}/{{month:str}}/evidence.zip", opt=anyone())
async def evidence(
    request: AnyRequest, node: FromPath[str], month: FromPath[str]
) -> Response[bytes]:
    """Who told a month and how it was revised, provable without us: it names no person."""
    services, figures = services_of(request), common_of(request).of(node, month)
    if figures is None or services.evidence is None:
        raise NotKnown
    data = await to_thread(services.evidence, figures.id, False)
    return download(data, f"{figures.id}-evidence.zip", "application/zip")


@route("/open/common.csv", http_method=READ, opt=in_form("csv"), include_in_schema=True)
async def as_csv(request: AnyRequest) -> Response[bytes]:
    """All that all states told, each vintage: state, month, vintage, measure, value, figure."""
    body = await to_thread(csv_of, HEAD, _lines(common_of(request)))
    return data(request, body, FORMS["csv"])


@route(
    "/open/common.json",
    http_method=READ,
    opt=anyone() | {"answer": list[CommonTable]},
    include_in_schema=True,
)
async def as_json(request: AnyRequest) -> Response[bytes]:
    """The same as data."""
    told = [_said(one.figures) for one in common_of(request).tables.values()]
    return data(request, await to_thread(msgspec.json.encode, told), FORMS["json"])


def _lines(common: Common) -> Iterator[tuple[str | int, ...]]:
    for table in common.tables.values():
        figures = table.figures
        for number, vintage in enumerate(figures.vintages, start=1):
            for row in vintage.rows:
                for name, figure in row.figures.items():
                    yield figures.node, figures.month, number, *row.key, row.n, name, figure


def _said(figures: MonthFigures) -> CommonTable:
    return CommonTable(figures.node, figures.month, figures.id, figures.vintages)


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (common_view, evidence, as_csv, as_json)

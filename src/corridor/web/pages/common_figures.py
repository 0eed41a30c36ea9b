"""The common view: what all states told of a closed month, for anybody."""

from asyncio import to_thread
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.figures.state import MonthFigures, figures_id
from corridor.web.access import anyone
from corridor.web.common.adding import Common, Grown, Mirror
from corridor.web.common.gathering import Gathering
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.downloads import download
from corridor.web.errors import NotKnown
from corridor.web.observed import words
from corridor.web.observed.delivering import csv_of, data
from corridor.web.observed.open_tables import FORMS
from corridor.web.pages.observatory.asking import is_open
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
HERE: Final = "/observatory/common"
HEAD: Final = ("state", "month", "vintage", "measure", "by", "value", "n", "figure", "number")


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
        months=[{"value": one, "label": one} for one in reversed(common.months)],
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


@get("/open/common.csv", opt=anyone())
async def as_csv(request: AnyRequest) -> Response[bytes]:
    """All that all states told, each vintage: state, month, vintage, measure, value, figure."""
    body = await to_thread(csv_of, HEAD, _lines(common_of(request)))
    return data(request, body, FORMS["csv"])


@get("/open/common.json", opt=anyone())
async def as_json(request: AnyRequest) -> Response[bytes]:
    """The same as data."""
    told = [_said(one.figures) for one in common_of(request).tables.values()]
    return data(request, await to_thread(msgspec.json.encode, told), FORMS["json"])


def common_of(request: AnyRequest) -> Common:
    """What all states told, as it stands; nothing where this node tells nobody."""
    if not is_open(request):
        raise NotKnown
    gathering: Gathering = request.app.state.gathering
    return gathering.common(services_of(request))


def month_view(reader: Reader, common: Common, month: str) -> View:
    """For templates/public/common.html, and for the report."""
    return {
        "states": [_state(reader, common, node, month) for node in common.states],
        "missing": [reader.names.country(one) for one in common.missing([month]).get(month, ())],
        "invented": any(one.figures.last.invented for one in common.tables.values()),
        "corridors": [_grown(reader, one) for one in _with_movements(common, "corridor", month)],
        "modes": [_grown(reader, one, "mode") for one in _with_movements(common, "mode", month)],
        "together": next((_grown(reader, one) for one in _with_movements(common, "", month)), None),
        "mirrors": [_mirror(reader, one) for one in common.mirrors([month])],
        "offices": [
            {
                "office": reader.names.office(row.value),
                "state": reader.names.country(node),
                "n": row.n,
                "figures": [_decimal(reader, row.figures.get(name)) for name in SPREAD],
            }
            for node, row in common.spread("tfi1", "office", month)
        ],
    }


SPREAD: Final = ("median", "mean", "p95")


def _with_movements(common: Common, by: str, month: str) -> list[tuple[Grown, int | None]]:
    """Tonnes with their growth, and the movements they were carried by."""
    movements = common.sums("consignments", by, [month])
    found = common.grown("tonnes", by, [month])
    return [(one, movements[one.value].n if one.value in movements else None) for one in found]


def _grown(reader: Reader, told: tuple[Grown, int | None], table: str = "") -> View:
    one, movements = told
    value = reader.labels(one.value, table) if table and one.value else one.value
    return {
        "value": value,
        "tonnes": _decimal(reader, str(one.now.figure)),
        "movements": reader.formats.number(movements) if movements is not None else "—",
        "growth": _signed(reader, one.percent),
        "of": ", ".join(one.now.of),
    }


def _mirror(reader: Reader, one: Mirror) -> View:
    names, number = reader.names.country, reader.formats.number
    return {
        "start": names(one.start),
        "end": names(one.end),
        "exits": "—" if one.exits is None else number(one.exits),
        "entries": "—" if one.entries is None else number(one.entries),
        "difference": _signed(reader, one.difference, ""),
        "percent": _signed(reader, one.percent),
        "differs": bool(one.difference),
    }


def _state(reader: Reader, common: Common, node: str, month: str) -> View:
    figures = common.of(node, month)
    if figures is None:
        return {"code": node, "name": reader.names.country(node), "at": ""}
    rows = [{row.key: row for row in one.rows} for one in figures.vintages]
    return {
        "code": node,
        "name": reader.names.country(node),
        "at": reader.formats.moment(figures.last.at, node),
        "rows": len(figures.last.rows),
        "vintages": [
            {
                "number": number,
                "at": reader.formats.moment(vintage.at, node),
                "tonnes": _told(reader, rows[number - 1]),
            }
            for number, vintage in enumerate(figures.vintages, start=1)
        ],
        "href": f"{HERE}/{node}/{month}/evidence.zip",
        "subject": figures_id(node, month),
    }


def _told(reader: Reader, rows: dict[Any, Any]) -> str:
    whole = rows.get(("tonnes", "", ""))
    return "—" if whole is None else _decimal(reader, whole.figures.get("sum"))


def _decimal(reader: Reader, text: str | None) -> str:
    return "—" if text is None else words.rounded(reader, Decimal(text))


def _signed(reader: Reader, number: Decimal | int | None, unit: str = " %") -> str:
    """A dash where nothing can be compared."""
    return "—" if number is None else words.signed(reader, number) + unit


def _lines(common: Common) -> Iterator[tuple[str | int, ...]]:
    for table in common.tables.values():
        figures = table.figures
        for number, vintage in enumerate(figures.vintages, start=1):
            for row in vintage.rows:
                for name, figure in row.figures.items():
                    yield figures.node, figures.month, number, *row.key, row.n, name, figure


def _said(figures: MonthFigures) -> View:
    return {
        "state": figures.node,
        "month": figures.month,
        "subject": figures.id,
        "vintages": figures.vintages,
    }


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (common_view, evidence, as_csv, as_json)

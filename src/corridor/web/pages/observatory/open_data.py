"""Open data: every figure that is told, for programs; the same rules as for pages."""

from asyncio import to_thread
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from litestar import Response, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from corridor.engine.observed import OPEN, Overview, Telling, open_file
from corridor.web.access import anyone
from corridor.web.context import services_of
from corridor.web.delivering import FORMS, READ, csv_of, data, in_form
from corridor.web.errors import NotKnown
from corridor.web.observed.catalogue import catalogue
from corridor.web.observed.open_tables import Published, as_csv, as_json, earlier_csv, table_of
from corridor.web.pages.observatory.asking import AnyRequest, shelf_or_none_such
from corridor.web.settings.known import CC_BY, LICENCE

JSON_LD: Final = "application/ld+json"
HEAD: Final = ("measure", "unit", "by", "value", "figure", "number")


@route(
    "/open/measures.json",
    http_method=READ,
    opt=anyone() | {"answer": Overview},
    include_in_schema=True,
)
async def measures_json(request: AnyRequest) -> Response[bytes]:
    """All measures of this node, all together and by what each is told by."""
    told = replace(shelf_or_none_such(request).overview, charted=())
    return data(request, msgspec.json.encode(told), FORMS["json"])


@route("/open/measures.csv", http_method=READ, opt=in_form("csv"), include_in_schema=True)
async def measures_csv(request: AnyRequest) -> Response[bytes]:
    """The same as a table: measure, unit, by, value, figure, number."""
    found = csv_of(HEAD, _lines(shelf_or_none_such(request).overview))
    return data(request, found, FORMS["csv"])


@route(
    "/open/data/{measure:str}/{file:str}",
    http_method=READ,
    opt=in_form("csv", "parquet") | {"answer": Published},
    include_in_schema=True,
)
async def table(
    request: AnyRequest, measure: FromPath[str], file: FromPath[str]
) -> Response[bytes]:
    """A measure by some columns, by month, by year and over all time: `office-side.csv`,
    `all.json`, `corridor.parquet`. What there is says `/open/catalogue.jsonld`.
    """
    name, _, form = file.rpartition(".")
    shelf = shelf_or_none_such(request)
    chart = shelf.charted.get(measure)
    found = table_of(chart, name) if chart is not None else None
    if chart is None or found is None or form not in FORMS:
        raise NotKnown
    if form == "csv":
        body = await to_thread(as_csv, chart, found)
    elif form == "json":
        body = await to_thread(as_json, shelf, chart, found, licence_of(request))
    else:
        body = await to_thread(_parquet, request, open_file(measure, found.by))
    return data(request, body, FORMS[form])


@route(
    "/open/earlier/{measure:str}/{file:str}",
    http_method=READ,
    opt=in_form("csv"),
    include_in_schema=True,
)
async def earlier(
    request: AnyRequest, measure: FromPath[str], file: FromPath[str]
) -> Response[bytes]:
    """Earlier vintages: what was told of the months of a table before they were told anew, with
    the instant at which it was told; `all.csv`, `office-side.csv`.
    """
    name, _, form = file.rpartition(".")
    chart = shelf_or_none_such(request).charted.get(measure)
    found = table_of(chart, name) if chart is not None else None
    if chart is None or found is None or form != "csv":
        raise NotKnown
    return data(request, await to_thread(earlier_csv, chart, found), FORMS["csv"])


@route(
    "/open/catalogue.jsonld",
    http_method=READ,
    opt=anyone() | {"produces": (JSON_LD,)},
    include_in_schema=True,
)
async def dcat(request: AnyRequest) -> Response[bytes]:
    """The catalogue of the open data (DCAT-AP 3) as JSON-LD."""
    services, shelf = services_of(request), shelf_or_none_such(request)
    home = (services.home or str(request.base_url)).rstrip("/")
    readers = list(request.app.state.readers.values())
    found = catalogue(shelf, readers, home, licence_of(request))
    return data(request, msgspec.json.encode(found), JSON_LD)


def licence_of(request: AnyRequest) -> str:
    """The address of the licence; that of CC BY where the operator names none."""
    return services_of(request).settings.text(LICENCE) or CC_BY


def _parquet(request: AnyRequest, name: str) -> bytes:
    """Written by the observatory's process; `name` is that of a table which there is."""
    try:
        return (services_of(request).data_dir / OPEN / name).read_bytes()
    except FileNotFoundError:
        raise NotKnown from None


def _lines(found: Overview) -> Iterator[tuple[Any, ...]]:
    for one in found.measured:
        whole = [Telling("", (one.all,))] if one.all is not None else []
        for telling in (*whole, *one.by):
            for group in telling.groups:
                for name, number in (("n", group.n), *group.figures.items()):
                    yield one.name, one.unit, telling.by, group.value, name, number


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    measures_json,
    measures_csv,
    table,
    earlier,
    dcat,
)

"""A measure by itself: all that is told of it, and what it is told by."""

from typing import Any, Final

from litestar import get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of
from corridor.web.observed import words
from corridor.web.observed.figure import Asked, brief, in_full
from corridor.web.observed.shelf import Shelf
from corridor.web.pages.observatory.asking import (
    AnyRequest,
    asked_of,
    choice,
    nothing,
    period_of,
    shelf_of,
    where_of,
    years_of,
)
from corridor.web.toolkit import Page, page

PARTS_MAX: Final = 60


@get("/observatory/measures/{name:str}", opt=anyone())
async def measure(request: AnyRequest, name: FromPath[str]) -> Page:
    """The measure of the choice in the address: charts, tables, growth, definition, data."""
    shelf = shelf_of(request)
    if shelf is None:
        return nothing(request)
    asked, reader = asked_of(request, shelf, name), reader_of(request)
    return page(
        request,
        "observatory/measure.html",
        title=reader.words.gettext(asked.one.title),
        one=in_full(asked),
        choices=_choices(request, asked),
        told=[_told(asked, column) for column in shelf.choices(name)],
        of=[words.value(reader, key, value) for key, value in asked.where.items()],
    )


def _choices(request: AnyRequest, asked: Asked) -> list[dict[str, Any]]:
    _, where = gettext_of(request), where_of(request)
    shelf: Shelf = asked.shelf
    cells = max((one.by for one in shelf.charted[asked.name].tables), key=len, default=())
    found = [
        choice(
            asked.reader, column, shelf.values(asked.name, column), where.get(column, ""), _("All")
        )
        for column in cells
        if shelf.values(asked.name, column)
    ]
    years = choice(asked.reader, "period", years_of(shelf), period_of(request), _("All time"))
    return [*found, years]


def _told(asked: Asked, column: str) -> dict[str, Any]:
    """Its parts by one column within the choice, with their growth."""
    within = {key: value for key, value in asked.where.items() if key != column}
    if asked.shelf.told_by(asked.name, {**within, column: ""}) is None:
        within = {}
    rows = [
        {"value": words.value(asked.reader, column, value)}
        | brief(
            Asked(asked.reader, asked.shelf, asked.name, {**within, column: value}, asked.period)
        )
        for value in asked.shelf.values(asked.name, column)[:PARTS_MAX]
    ]
    head = asked.reader.words.gettext(words.COLUMNS[column])
    return {"head": head, "rows": [one for one in rows if one["n"]]}


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (measure,)

"""What a request asks the observatory: the choice and the year, which are all in the address."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from litestar import Request

from corridor.engine.observed import Making
from corridor.web.common.adding import Common
from corridor.web.common.gathering import Gathering
from corridor.web.context import reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.observed import words
from corridor.web.observed.figure import Asked
from corridor.web.observed.shelf import MONTH, YEAR, Shelf
from corridor.web.settings.known import OBSERVATORY
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
COLUMNS_CHOSEN: Final = (
    "corridor",
    "segment",
    "office",
    "country",
    "state",
    "mode",
    "bound",
    "side",
    "stage",
    "what",
    "currency",
    "origin",
    "age",
)
"""All that an address may choose: what any measure has cells by, and what those determine."""
_PERIOD: Final = re.compile(r"[0-9]{4}\Z")
_SHELF: Final = "observed"


def shelf_of(request: AnyRequest) -> Shelf | None:
    """The figures as they were worked out last; None before that, and where nobody is told."""
    services, state = services_of(request), request.app.state
    if services.observed is None or not is_open(request):
        return None
    overview = services.observed()
    if overview is None:
        return None
    if state.get(_SHELF) is None or state[_SHELF].overview is not overview:
        state[_SHELF] = Shelf(overview)
    found: Shelf = state[_SHELF]
    return found


def making_of(request: AnyRequest) -> Making | None:
    """How far the invented years before a demonstration are made; None where nothing is made."""
    making = services_of(request).making
    return making() if making is not None and is_open(request) else None


def is_open(request: AnyRequest) -> bool:
    """Whether this node tells anybody."""
    return services_of(request).settings.is_on(OBSERVATORY)


def common_of(request: AnyRequest) -> Common:
    """What all states told, as it stands; nothing where this node tells nobody."""
    if not is_open(request):
        raise NotKnown
    gathering: Gathering = request.app.state.gathering
    return gathering.common(services_of(request))


def shelf_or_none_such(request: AnyRequest) -> Shelf:
    """The same for data: 404 where there are none."""
    shelf = shelf_of(request)
    if shelf is None:
        raise NotKnown
    return shelf


def nothing(request: AnyRequest, status: int = 404) -> Page:
    """The page where there are no figures: not yet, or not here."""
    return page(
        request,
        "observatory/nothing.html",
        title=reader_of(request).words("Corridor observatory"),
        status=status,
        is_open=is_open(request),
        making=making_of(request),
    )


def where_of(request: AnyRequest, columns: Iterable[str] = COLUMNS_CHOSEN) -> dict[str, str]:
    """The choice: those columns that the address names with a value."""
    asked = request.query_params
    return {name: asked[name][:80] for name in columns if asked.get(name)}


def period_of(request: AnyRequest) -> str:
    """The year that was chosen; nothing for all time."""
    period = request.query_params.get("period", "")
    return period if _PERIOD.match(period) else ""


def asked_of(request: AnyRequest, shelf: Shelf, name: str) -> Asked:
    """The measure that is asked for, with the choice; 404 for one that there is not, or that is
    not told by what is chosen.
    """
    where = where_of(request)
    is_told = name in shelf.charted and (not where or shelf.told_by(name, where) is not None)
    if not is_told:
        raise NotKnown
    return Asked(reader_of(request), shelf, name, where, period_of(request))


def narrowed(shelf: Shelf, name: str, where: Mapping[str, str]) -> dict[str, str]:
    """As much of a choice as the measure knows."""
    known = shelf.choices(name)
    return {column: value for column, value in where.items() if column in known}


def years_of(shelf: Shelf) -> list[str]:
    """All years of which something is told."""
    found = {one.period for chart in shelf.overview.charted for table in chart.tables[:1]
             for one in table.cells}  # fmt: skip
    return sorted({period[:YEAR] for period in found if len(period) == MONTH}, reverse=True)


def choice(
    reader: Reader, column: str, values: Iterable[str], chosen: str, every: str
) -> dict[str, Any]:
    """A list to choose of, with all of them first."""
    options = [{"value": "", "label": every}]
    options += [{"value": one, "label": words.value(reader, column, one)} for one in values]
    return {
        "name": column,
        "label": reader.words.gettext(words.COLUMNS[column]),
        "options": options,
        "value": chosen if any(one["value"] == chosen for one in options) else "",
    }

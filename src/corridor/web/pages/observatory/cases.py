"""What is behind a figure, as far as the reader may see: own movements, or why there is no more."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from litestar import get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.days import span_of_month
from corridor.domain.facts import Actor
from corridor.engine.hlc import instant
from corridor.engine.observed_invented import InventedEvent, InventedMonth, InventedMovement
from corridor.engine.ports import Pick
from corridor.engine.queries import ListedRow
from corridor.web.access import anyone
from corridor.web.auth.identity import actor_or_none
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.observed import words
from corridor.web.observed.figure import Asked, brief
from corridor.web.observed.invented import behind, told, untold
from corridor.web.pages.observatory.asking import (
    AnyRequest,
    asked_of,
    is_open,
    nothing,
    shelf_of,
)
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page

SHOWN_MAX: Final = 100
INVENTED_MAX: Final = 40
LANES: Final = {
    "carrier": ("open", "closed"),
    "customs": ("decide", "underway", "arrived", "closed"),
}
"""The lists in which a person's own movements stand; each movement stands in one of them."""
_MONTH: Final = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])\Z")
"""There is no year 0."""


@get("/observatory/cases", opt=anyone())
async def cases(request: AnyRequest) -> Page:
    """`?measure=`, `?month=` and the choice: the number, and the reader's own movements."""
    _, shelf, asked_for = gettext_of(request), shelf_of(request), request.query_params
    if shelf is None:
        return nothing(request)
    asked = asked_of(request, shelf, asked_for.get("measure", ""))
    month = asked_for.get("month", "")
    if not _MONTH.match(month):
        raise NotKnown
    cell = shelf.periods(asked.name, asked.where).get(month)
    actor, reader = actor_or_none(request), reader_of(request)
    rows = list(_rows(services_of(request), actor, month)) if actor else []
    return page(
        request,
        "observatory/cases.html",
        title=_("What is behind the figure"),
        measure=reader.words.gettext(asked.one.title),
        measure_href=brief(asked)["href"],
        month=words.period(reader, month),
        of=[words.value(reader, key, value) for key, value in asked.where.items()],
        figure=asked.said(cell) if cell else "",
        n=cell.n if cell else 0,
        role=actor.role if actor else "",
        has_list=actor is not None and actor.role in LANES,
        rows=[_row(one, actor) for one in rows[:SHOWN_MAX] if actor],
        more=len(rows) > SHOWN_MAX,
        made_up=_made_up(request, asked, month),
    )


@get("/observatory/invented/{month:str}/{movement:str}", opt=anyone())
async def invented(request: AnyRequest, month: FromPath[str], movement: FromPath[str]) -> Page:
    """The events of one invented movement, which nobody said."""
    _, known = gettext_of(request), _invented_in(request, month)
    found = next((one for one in known.movements if one.id == movement), None) if known else None
    if found is None:
        raise NotKnown
    reader = reader_of(request)
    return page(
        request,
        "observatory/invented.html",
        title=_("An invented movement"),
        name=found.id,
        way=_way(reader, found),
        events=told(reader, found),
    )


def _invented_in(request: AnyRequest, month: str) -> InventedMonth | None:
    services = services_of(request)
    if services.invented is None or not is_open(request) or not _MONTH.match(month):
        return None
    return services.invented(month)


def _made_up(request: AnyRequest, asked: Asked, month: str) -> dict[str, Any] | None:
    """Invented movements behind the figure, for everybody: they name nobody."""
    known, reader = _invented_in(request, month), reader_of(request)
    if known is None:
        return None
    found = sorted(behind(known, asked.one.kinds, asked.where), key=_at)
    if not found:
        return None
    rows = [
        {
            "href": f"/observatory/invented/{month}/{movement.id}",
            "name": movement.id,
            "way": _way(reader, movement),
            "at": instant(event.at),
            "where": event.office or event.country,
        }
        for movement, event in found[:INVENTED_MAX]
    ]
    return {"rows": rows, "of": len(found), "untold": untold(reader, asked.where)}


def _at(found: tuple[InventedMovement, InventedEvent]) -> int:
    return found[1].at


def _way(reader: Reader, movement: InventedMovement) -> str:
    ends = (movement.origin, movement.destination)
    return " – ".join(reader.names.country(one) for one in ends if one)


def _rows(services: Services, actor: Actor, month: str) -> Iterator[ListedRow]:
    """Movements of the reader's firm or office that were lodged in this month, on the clock of
    the node, in which the page tells when.
    """
    owner = actor.org if actor.role == "carrier" else actor.office
    pick = Pick(span=("since", *span_of_month(month, services.node)))
    lists = (f"{actor.role}:{owner}:{lane}" for lane in LANES.get(actor.role, ()))
    return chain.from_iterable(
        services.queries.picked(name, pick, "since", "", SHOWN_MAX + 1).rows for name in lists
    )


def _row(row: ListedRow, actor: Actor) -> dict[str, Any]:
    number = str(row.data.get("mrn") or "")
    is_carrier = actor.role == "carrier"
    return {
        "href": f"/carrier/dossiers/{row.subject}"
        if is_carrier
        else f"/customs/{number or row.subject}",
        "name": number or row.name,
        "since": row.since,
        "status": row.data.get("status", ""),
    }


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (cases, invented)

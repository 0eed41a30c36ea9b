"""Meetings: what a commission of two states has before it, made of the register alone."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.commitments.kind import LISTED, PAIR, PAIRED
from corridor.domain.commitments.state import VERBS, Commitment
from corridor.domain.indicators.kind import LISTED as INDICATORS_LIST
from corridor.domain.indicators.state import Indicator
from corridor.domain.listings import mark
from corridor.domain.typed import is_day
from corridor.engine.ports import Pick
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.register.shown import (
    alike_for,
    both_of,
    row_view,
    series_view,
    yearly_for,
)
from corridor.web.services import Services
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
PAIRS_MAX: Final = 200


def _pairs(services: Services) -> dict[str, tuple[str, str]]:
    """Of which two states something was reported that concerns no third one."""
    found = sorted(services.queries.values(PAIRED, PAIR, PAIRS_MAX, 0))
    return {pair: (pair[:2], pair[-2:]) for pair in found}


def _of(both: tuple[str, str]) -> Pick:
    return Pick(tuple(mark("party", one) for one in both))


@get("/meetings", opt=anyone())
async def meetings(request: AnyRequest) -> Page:
    """The commissions of which the register has something."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    rows = [
        {
            "href": f"/meetings/{pair}",
            "title": f"{' — '.join(map(reader.names.country, both))}",
            "count": services.queries.picked(LISTED, _of(both), limit=1).total,
        }
        for pair, both in _pairs(services).items()
    ]
    return page(request, "register/meetings.html", title=_("Meetings"), rows=rows)


@get("/meetings/{pair:str}", opt=anyone())
async def meeting(request: AnyRequest, pair: FromPath[str]) -> Page:
    """The agenda of two states; `?since=` names the day of the last meeting."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    both = _pairs(services).get(pair)
    if both is None:
        raise NotKnown
    mine: list[Commitment] = both_of(services, LISTED, both)
    last = max(one.promise.source.on for one in mine)
    asked = request.query_params.get("since", "")
    since, day = (asked if is_day(asked) else last), services.day_at(services.node)
    rows = [row_view(reader, one, yearly_for(services, one), day) for one in mine]
    shared: list[Indicator] = both_of(services, INDICATORS_LIST, both)
    names = [reader.names.country(one) for one in both]
    return page(
        request,
        "register/meeting.html",
        title=_("Agenda: %(pair)s", pair=" — ".join(names)),
        since=since,
        day=day,
        columns=[
            {"verb": verb, "rows": [r for r in rows if r["state"].promise.verb == verb]}
            for verb in VERBS
        ],
        fell_due=[r for r in rows if since <= r["state"].promise.due_last <= day and r["due"]],
        ahead=[r for r in rows if r["due"] == "soon"],
        figures=[series_view(reader, one, alike_for(services, one)) for one in shared],
        in_dispute=list(_disputed(shared)),
        pair=pair,
    )


def _disputed(series: list[Indicator]) -> Iterator[str]:
    """Those of which two sides do not say the same."""
    for one in series:
        if any(said.answer == "disputed" for said in one.answers):
            yield one.id


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (meetings, meeting)

"""Meetings: what a commission of two states has before it, made of the register alone."""

from collections.abc import Iterator
from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from corridor.domain.commitments.state import VERBS, Commitment
from corridor.domain.indicators.state import Indicator
from corridor.domain.typed import is_day
from corridor.web.access import anyone
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.register.shown import (
    commitments_of,
    indicators_of,
    row_view,
    series_view,
    yearly_for,
)
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]


def _pairs(states: list[Commitment]) -> list[tuple[str, str]]:
    """Of which two states something was reported that concerns no third one."""
    found = {tuple(sorted(one.promise.parties)) for one in states if len(one.promise.parties) == 2}
    return sorted((a, b) for a, b in found)


@get("/meetings", opt=anyone())
async def meetings(request: AnyRequest) -> Page:
    """The commissions of which the register has something."""
    _, reader = gettext_of(request), reader_of(request)
    states = commitments_of(services_of(request))
    rows = [
        {
            "href": f"/meetings/{a}-{b}",
            "title": f"{reader.names.country(a)} — {reader.names.country(b)}",
            "count": sum({a, b} <= {*one.promise.parties} for one in states),
        }
        for a, b in _pairs(states)
    ]
    return page(request, "register/meetings.html", title=_("Meetings"), rows=rows)


@get("/meetings/{pair:str}", opt=anyone())
async def meeting(request: AnyRequest, pair: FromPath[str]) -> Page:
    """The agenda of two states; `?since=` names the day of the last meeting."""
    _, reader, services = gettext_of(request), reader_of(request), services_of(request)
    every = commitments_of(services)
    known = {f"{a}-{b}": (a, b) for a, b in _pairs(every)}
    if pair not in known:
        raise NotKnown
    both = {*known[pair]}
    mine = [one for one in every if both <= {*one.promise.parties}]
    last = max(one.promise.source.on for one in mine)
    asked = request.query_params.get("since", "")
    since, day = (asked if is_day(asked) else last), services.day_at(services.node)
    rows = [row_view(reader, one, yearly_for(services, one), day) for one in mine]
    figures = indicators_of(services)
    shared = [one for one in figures if both <= {*one.series.parties}]
    names = [reader.names.country(one) for one in known[pair]]
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
        figures=[series_view(reader, one, figures) for one in shared],
        in_dispute=list(_disputed(shared)),
        pair=pair,
    )


def _disputed(series: list[Indicator]) -> Iterator[str]:
    """Those of which two sides do not say the same."""
    for one in series:
        if any(said.answer == "disputed" for said in one.answers):
            yield one.id


ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (meetings, meeting)

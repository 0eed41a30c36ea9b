"""The line to the authority's own system behind X-Road: how it goes, and what waits."""

from typing import Any, Final

from litestar import Request, get

from corridor.domain.days import day_at, days_between
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.access import only
from corridor.web.auth.identity import actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.services import Services
from corridor.web.templating import Reader
from corridor.web.toolkit import Page, page
from corridor.web.xroad.line import Asked, Line, line_of

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
HERE: Final = "/permits/xroad"
SHOWN_MAX: Final = 100
SAID: Final = {
    "": N_("no answer"),
    "pending": N_("it considers it"),
    "question": N_("it asked something"),
    "granted": N_("it granted it"),
    "refused": N_("it refused it"),
}


@get(HERE, opt=only("permit"))
async def xroad_line(request: AnyRequest) -> Page:
    """Whether the authority's system answers, since when not, and what waits for it."""
    _, services = gettext_of(request), services_of(request)
    office = actor_of(request).office
    if office not in services.behind_xroad:
        raise NotKnown
    line = line_of(services, office) or Line(office, services.behind_xroad[office])
    rows = services.queries.rows(f"permits:{office}:open", limit=SHOWN_MAX)
    states = services.queries.states(rows.rows, Permit)
    waiting = [one for one in states if one.status == "applied"]
    return page(
        request,
        "permits/xroad.html",
        title=_("Your own system, by X-Road"),
        live=[f"permits:{office}:open"],
        where=office,
        line=line,
        days=days_down(services, line),
        rows=[_row(reader_of(request), one, line.asked.get(one.id)) for one in waiting],
        more=bool(rows.next),
    )


def days_down(services: Services, line: Line) -> int:
    """For how many whole days it has not answered."""
    if not line.since:
        return 0
    return days_between(day_at(line.since, services.node), services.day_at(services.node))


def _row(reader: Reader, permit: Permit, asked: Asked | None) -> View:
    asked_at = asked.at if asked is not None else ""
    where = permit.request.authority
    return {
        "href": f"/permits/{permit.id}",
        "holder": reader.legible(permit.request.holder.name or permit.request.holder.id),
        "kind": reader.labels(permit.request.kind, "permit_kind"),
        "due": reader.formats.day(permit.due_at, where),
        "asked": str(reader.formats.moment(asked_at, where)) if asked_at else "",
        "said": _said(reader, asked) if asked is not None else "",
    }


def _said(reader: Reader, asked: Asked) -> str:
    """What it said, and what went wrong with it or stood against it here."""
    said = reader.words(SAID[asked.said])
    against = [reader.refusals.say(one).text for one in asked.refused]
    return ": ".join(one for one in (said, asked.error, " ".join(against)) if one)

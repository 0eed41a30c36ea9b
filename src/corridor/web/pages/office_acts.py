"""Who in my office did this: for its head, acts by person, read from the log backwards."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from litestar import Request, get
from litestar.types import ControllerRouterHandler

from corridor.domain.days import day_at
from corridor.domain.facts import Actor, Fact
from corridor.domain.kinds import may_see
from corridor.engine.codec import fact_of
from corridor.engine.ports import StoredEvent
from corridor.web.access import only
from corridor.web.act import Tale
from corridor.web.acts.readings import label_of
from corridor.web.auth.accounts import ACCOUNTS_MAX, all_accounts
from corridor.web.auth.identity import account_of, actor_of
from corridor.web.context import gettext_of, reader_of, services_of
from corridor.web.errors import NotKnown
from corridor.web.live import place_in_log
from corridor.web.services import Services
from corridor.web.toolkit import Page, page

AnyRequest = Request[Any, Any, Any]
HERE: Final = "/office-acts"
LOOKED_AT: Final = 1_000
"""Entries of the log that the figures are of: the page says how far back it looked."""
SHOWN_MAX: Final = 15
"""Rows of a page, two to three screens; the next page goes on from the last of them."""
_HOME: Final = {"customs": "/customs", "permit": "/permits", "checkpoint": "/checkpoint"}
Found = tuple[StoredEvent, Fact[Any]]


@get(HERE, opt=only("customs", "permit", "checkpoint"))
async def office_acts(request: AnyRequest) -> Page:
    """What people of this office said, of one of them or of all."""
    _, services = gettext_of(request), services_of(request)
    if not account_of(request).leads:
        raise NotKnown
    asked, person = request.query_params.get("before", ""), request.query_params.get("person", "")
    size = services.queries.log_size()
    before = place_in_log(asked)
    end = size if before is None else min(before, size)
    first = max(0, end - LOOKED_AT)
    found = _said_by(services, actor_of(request), first, end)
    named, accounts = reader_of(request).named, all_accounts(services.queries, ACCOUNTS_MAX, True)
    names = {one.login: named(one.name) for one in accounts}
    wanted = [one for one in found if person in ("", one[1].actor.person)]
    shown = wanted[:SHOWN_MAX]
    earlier = shown[-1][0].index if len(wanted) > SHOWN_MAX else first
    return page(
        request,
        "account/office_acts.html",
        title=_("Who did what in the office"),
        people=_people(request, found, names),
        days=_days(request, wanted, names),
        person=person,
        rows=_rows(request, shown, names),
        since=_since(request, first),
        earlier=earlier or None,
        is_newest=end == size,
    )


def _people(request: AnyRequest, found: list[Found], names: dict[str, str]) -> list[dict[str, Any]]:
    """Each person with what they did in the stretch, who did most first."""
    reader = reader_of(request)
    by_person: dict[str, list[Found]] = {}
    for one in found:
        by_person.setdefault(one[1].actor.person, []).append(one)
    return [
        {
            "login": login,
            "name": names.get(login, login),
            "num": len(acts),
            "acts": _counted(label_of(e.tag, Tale(reader, f.actor.office)) for e, f in acts),
            "last": reader.formats.moment(acts[0][1].at, acts[0][0].node),
        }
        for login, acts in sorted(by_person.items(), key=lambda one: -len(one[1]))
    ]


def _days(request: AnyRequest, found: list[Found], names: dict[str, str]) -> list[dict[str, Any]]:
    """The stretch day by day, of the office's own clock, the newest first."""
    reader, office = reader_of(request), actor_of(request).office
    by_day: dict[str, list[str]] = {}
    for _, fact in found:
        person = fact.actor.person
        by_day.setdefault(day_at(fact.at, office), []).append(names.get(person, person))
    return [
        {"day": reader.formats.day(day), "num": len(people), "people": _counted(people)}
        for day, people in by_day.items()
    ]


def _counted(words: Iterable[str]) -> str:
    """`Accepted: 3; Released: 1`, the most frequent first."""
    return "; ".join(f"{word}: {count}" for word, count in Counter(words).most_common())


def _said_by(services: Services, actor: Actor, first: int, end: int) -> list[Found]:
    """Newest first. The bytes are looked at before they are decoded: most are another office's."""
    mark = f'"{actor.office}"'.encode()
    events = services.queries.log(first, end - first)
    read = ((event, fact_of(event)) for event in reversed(events) if mark in event.data)
    return [
        (event, fact)
        for event, fact in read
        if (fact.actor.office, fact.actor.role) == (actor.office, actor.role) and fact.actor.person
    ]


def _since(request: AnyRequest, first: int) -> str:
    """The instant of the oldest entry that was looked at."""
    reader, services = reader_of(request), services_of(request)
    oldest = services.queries.log(first, 1)
    return str(reader.formats.moment(fact_of(oldest[0]).at, services.node)) if oldest else ""


def _rows(request: AnyRequest, found: list[Found], names: dict[str, str]) -> list[dict[str, Any]]:
    """What this office no longer sees is named, and no link."""
    actor, services = actor_of(request), services_of(request)
    states = {event.subject: services.queries.get(event.subject).state for event, _ in found}
    seen = {subject for subject, state in states.items() if may_see(actor, state)}
    rows = [_row(request, one, names, one[0].subject in seen) for one in found]
    _ = gettext_of(request)
    for row in rows:
        row["named"] = _name_of(states[row["subject"]]) if row["subject"] in seen else ""
        if row["subject"] == "node":  # its own records: docs/architecture.md
            row["named"] = _("the node itself")
    return rows


def _name_of(state: Any) -> str:
    """By what people know it: MRN or LRN, number of a permit or a guarantee, plate."""
    names = (getattr(state, name, "") for name in ("reference", "number", "grn", "plate"))
    return next(filter(None, names), "")


def _row(request: AnyRequest, found: Found, names: dict[str, str], is_seen: bool) -> dict[str, Any]:
    reader, (event, fact) = reader_of(request), found
    home = _HOME[fact.actor.role]
    is_here = (fact.actor.role, event.subject[:3]) in {("customs", "mv-"), ("permit", "pm-")}
    return {
        "number": event.index + 1,
        "moment": reader.formats.moment(fact.at, event.node),
        "person": names.get(fact.actor.person, fact.actor.person),
        "login": fact.actor.person,
        "act": label_of(event.tag, Tale(reader, fact.actor.office)),
        "subject": event.subject,
        "href": f"{home}/{event.subject}" if is_seen and is_here else "",
    }


ROUTES: tuple[ControllerRouterHandler, ...] = (office_acts,)

"""From which list somebody came to a case, and which case follows there.

It stands in the address, `?list=lane%3Ddecide&at=…`: the list as it was asked for, and the row's
place in its order. So the next case is found although this one has left the list meanwhile.
"""

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from litestar import Request
from litestar.datastructures import MultiDict

from corridor.engine.queries import ListedRow, cursor_at
from corridor.web.auth.identity import actor_of
from corridor.web.auth.sessions import session_of
from corridor.web.context import services_of
from corridor.web.forms import form_as_read
from corridor.web.listing.asked import Asked
from corridor.web.listing.desk import DeskList

AnyRequest = Request[Any, Any, Any]
LIST, AT, FOLLOWING = "list", "at", "following"
PAGES_MAX: Final = 3
"""So many pages of a long list behind filters are looked through for the next case."""
THEN: Final = "then"
CHOICES: Final = ("next", "list", "stay")
LETTERS_MAX: Final = 1_000


def trail_to(asked: Asked, query: str, row: ListedRow) -> str:
    """What the address of a row's case says besides."""
    at = cursor_at(getattr(row, asked.order), row.subject)
    return f"?{urlencode({LIST: query, AT: at})}"


def trail_of(request: AnyRequest) -> str:
    """The same of a case that is open; nothing where nobody came from a list."""
    given = {name: request.query_params.get(name, "") for name in (LIST, AT)}
    is_whole = all(0 < len(value) <= LETTERS_MAX for value in given.values())
    return f"?{urlencode(given)}" if is_whole else ""


def list_href(request: AnyRequest, desk: DeskList) -> str:
    """The list as it was asked for."""
    query = parse_qsl(request.query_params.get(LIST, "")[:LETTERS_MAX])
    return f"{desk.path}?{urlencode(query)}" if query else desk.path


def wanted_then(request: AnyRequest) -> str:
    """What is to follow a decision: as chosen in its form, and by this person from then on."""
    session = session_of(request)
    chosen = form_as_read(request)[THEN]
    if chosen in CHOICES:
        session[THEN] = chosen
    kept = session.get(THEN, "")
    return kept if kept in CHOICES else CHOICES[0]


def following(request: AnyRequest, desk: DeskList, subject: str) -> str:
    """The address of the case after this one in the list; nothing where it ends."""
    listed, at = request.query_params.get(LIST, ""), request.query_params.get(AT, "")
    return _after_row(request, desk, subject, listed, at)


def first_waiting(request: AnyRequest, desk: DeskList, subject: str) -> str:
    """For whoever came from no list: the first case of the usual one, this one aside."""
    return _after_row(request, desk, subject, "", "")


def _after_row(request: AnyRequest, desk: DeskList, subject: str, listed: str, at: str) -> str:
    actor, services = actor_of(request), services_of(request)
    query = MultiDict(parse_qsl(listed))
    where = actor.office or services.node
    lane = desk.lane_in(query)
    asked = Asked(desk.listing_of(lane), query, where, actor.person, desk.without(lane))
    name = desk.name(actor, lane)
    for _page in range(PAGES_MAX):
        page = services.queries.picked(name, asked.pick, asked.order, at, 2, asked.descending)
        for row in page.rows:
            if row.subject != subject:
                here = desk.opens(row) if desk.opens is not None else desk.path
                return f"{here}{trail_to(asked, listed, row)}&{FOLLOWING}=1"
        if not page.next:
            return ""
        at = page.next
    return ""


def after_decision(request: AnyRequest, desk: DeskList, here: str, subject: str) -> str:
    """Where a decision leads: on in the list, back to it, or nowhere."""
    match wanted_then(request):
        case "list":
            return list_href(request, desk)
        case "stay":
            return f"{here}{trail_of(request)}"
        case _:
            return following(request, desk, subject) or list_href(request, desk)

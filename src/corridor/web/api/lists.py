"""Work lists, guarantees, search, and the feed of events, each only as far as the asker may see."""

from typing import Any, Final, cast

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from corridor.domain.facts import Actor
from corridor.domain.kinds import kind_of, may_see
from corridor.domain.listings import Listing, Order
from corridor.domain.typed import is_day
from corridor.engine.ports import StoredEvent
from corridor.engine.queries import ListPage
from corridor.engine.withheld import is_withheld
from corridor.web.access import may_follow, note_denial, only, signed_in
from corridor.web.api.answers import Answer, answer
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import BadBody, NotKnown
from corridor.web.listing.asked import Asked
from corridor.web.listing.desk import DeskList
from corridor.web.pages.lists import LISTS
from corridor.web.views.finding import asked_for, reach

FOUND_MAX: Final = 50
AnyRequest = Request[Any, Any, Any]
ORDERS: Final = ("due", "name", "updated")
ROWS_MAX: Final = 200
DAYS: Final = ("first", "last")
NOTHING: Final = Listing((), (), ())
_NO_DAY: Final = r"Expected `str` matching regex \d{4}-\d{2}-\d{2}"
_PLAIN: Final = ("sort", "dir", "after", "limit")
FEED_MAX: Final = 200
FEED_LOOK_MAX: Final = 2_000


class Found(msgspec.Struct, frozen=True):
    """A subject that a search found."""

    subject: str
    reference: str


class FoundAll(msgspec.Struct, frozen=True):
    """All of them."""

    found: tuple[Found, ...]


class FeedEntry(msgspec.Struct, frozen=True):
    """An event as it was said: `event` holds the canonical bytes of its envelope as JSON."""

    index: int
    subject: str
    tag: str
    event: msgspec.Raw


class Feed(msgspec.Struct, frozen=True):
    """Events after a cursor. Ask again with `next`; `more` tells whether to do so at once."""

    events: tuple[FeedEntry, ...]
    next: str
    more: bool


@get("/lists/{name:str}", opt=signed_in() | {"answer": ListPage})
async def work_list(request: AnyRequest, name: FromPath[str]) -> Answer:
    """One page of a work list of the asker's own desk: `?sort=due&dir=desc&after=…&limit=50`.

    Filtered as its page is: `?state=released&vehicle=777ABC`, and by days,
    `?date=since&first=2026-11-01&last=2026-11-30`. What the list cannot be asked is refused.
    """
    actor = actor_of(request)
    if not may_follow(actor, name):
        note_denial(request, actor, "list")
        raise NotKnown
    return answer(_page(request, name))


@get("/guarantees", opt=only("carrier", "guarantor") | {"answer": ListPage})
async def guarantees(request: AnyRequest) -> Answer:
    """The holder's or the guarantor's guarantees with what is left of each."""
    actor = actor_of(request)
    return answer(_page(request, f"{actor.role}:{actor.org}:guarantees"))


@get("/search", opt=signed_in() | {"answer": FoundAll})
async def search(request: AnyRequest) -> Answer:
    """What the asker finds by any part of an identifier or by words, newest first: `?q=…`."""
    actor, queries, text = actor_of(request), services_of(request).queries, asked_for(request)
    found = []
    for subject in reach(queries, actor, text, "", FOUND_MAX).subjects if text else ():
        state = queries.get(subject).state
        if may_see(actor, state):
            shown = getattr(state, "reference", "") or getattr(state, "number", "") or subject
            found.append(Found(subject, shown))
    return answer(FoundAll(tuple(found)))


@get("/events", opt=signed_in() | {"answer": Feed})
async def events(request: AnyRequest) -> Answer:
    """Events of subjects the asker may see, in log order: `?after=…&limit=100`.

    A carrier is not given the event of a control that was decided on grounds.
    """
    actor, queries = actor_of(request), services_of(request).queries
    first = number_asked(request, "after", 0, 1 << 53)
    limit = number_asked(request, "limit", 100, FEED_MAX, 1)
    looked = queries.log(first, FEED_LOOK_MAX)
    seen: dict[str, bool] = {}
    shown: list[FeedEntry] = []
    next_index = first
    for event in looked:
        if len(shown) >= limit:
            break
        next_index = event.index + 1
        if event.subject not in seen:
            seen[event.subject] = _may_read(request, actor, event)
        if seen[event.subject] and not _is_withheld(actor, event):
            raw = msgspec.Raw(event.data)
            shown.append(FeedEntry(event.index, event.subject, event.tag, raw))
    more = next_index < queries.log_size()
    return answer(Feed(tuple(shown), str(next_index), more))


def _may_read(request: AnyRequest, actor: Any, event: StoredEvent) -> bool:
    if kind_of(event.subject) is None:
        return False
    return may_see(actor, services_of(request).queries.get(event.subject).state)


def _is_withheld(actor: Actor, event: StoredEvent) -> bool:
    """The bytes of an event are given whole, or not at all."""
    return actor.role == "carrier" and is_withheld(event)


def _page(request: AnyRequest, name: str) -> ListPage:
    asked = request.query_params
    listing = _listing(actor_of(request), name)
    order = asked.get("sort", "due")
    orders = {*ORDERS, *(column.order for column in listing.columns if column.order)}
    if order not in orders:
        raise BadBody("invalid", (("/sort", f"Invalid enum value {order!r}"),))
    _refuse_unknown(request, listing)
    limit = number_asked(request, "limit", 50, ROWS_MAX, 1)
    descending, after = asked.get("dir") == "desc", asked.get("after", "")
    queries, by = services_of(request).queries, cast(Order, order)
    if not any(asked.get(one) for one in (*DAYS, *(held.name for held in listing.filters))):
        return queries.rows(name, by, after, limit, descending)
    actor = actor_of(request)
    pick = Asked(listing, asked, actor.office or services_of(request).node, actor.person).pick
    found = queries.picked(name, pick, by, after, limit, descending)
    return ListPage(found.rows, found.next)


def _listing(actor: Actor, name: str) -> Listing:
    """What the list can be asked: that of its page; nothing where it has none."""
    lane = name.rpartition(":")[2]
    of_mine = (desk for desk in LISTS if desk.role == actor.role)
    return next((desk.listing_of(lane) for desk in of_mine if lane in _lanes(desk)), NOTHING)


def _lanes(desk: DeskList) -> set[str]:
    """The lists behind its tabs; some tabs are a part of one."""
    return {desk.parts.get(lane, (lane, ()))[0] for lane in desk.lanes}


def _refuse_unknown(request: AnyRequest, listing: Listing) -> None:
    """A filter that is not understood would give what was not asked for."""
    dated = ("date", *DAYS) if listing.dates else ()
    known = {*_PLAIN, *dated, *(held.name for held in listing.filters)}
    asked = request.query_params
    wrong = [(f"/{k}", f"Object contains unknown field `{k}`") for k in asked if k not in known]
    wrong += [
        (f"/{day}", _NO_DAY)
        for day in DAYS
        if asked.get(day) and day in known and not is_day(asked[day])
    ]
    if asked.get("date") and asked["date"] not in [order for order, _ in listing.dates]:
        wrong.append(("/date", f"Invalid enum value {asked['date']!r}"))
    if wrong:
        raise BadBody("invalid", tuple(wrong))


def number_asked(
    request: AnyRequest, name: str, default: int, highest: int, lowest: int = 0
) -> int:
    """A whole number of the address, within its bounds."""
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 16:
        raise BadBody("invalid", ((f"/{name}", "Expected `int`, got `str`"),))
    if int(text) < lowest:
        raise BadBody("invalid", ((f"/{name}", f"Expected `int` >= {lowest}"),))
    if int(text) > highest:
        raise BadBody("invalid", ((f"/{name}", f"Expected `int` <= {highest}"),))
    return int(text)

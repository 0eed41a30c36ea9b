"""Traders' systems that speak NCTS: messages in and out over HTTP, in the manner of the CTC traders
API, so that such a system works with this node when it is given another address.

A message is taken, or refused in shape (400). What it asks for is done at once, and the answers are
messages: an acknowledgement, a rejection with its errors, and whatever is said later.
"""

import asyncio
from typing import Any, Final

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response.base import ASGIResponse
from msgspec import UNSET, UnsetType

from corridor.domain.acts import Role
from corridor.domain.days import clock_at
from corridor.engine.hlc import instant
from corridor.engine.receiving import Received
from corridor.web.access import only
from corridor.web.api.answers import Answer, answer
from corridor.web.api.bodies import BODY_SECONDS
from corridor.web.api.lists import number_asked
from corridor.web.api.trader_messages import (
    FAILED,
    SUCCESS,
    Line,
    Thread,
    lines_of,
    read,
    take,
    thread_of,
    thread_to_notify,
    threads_of,
)
from corridor.web.auth.identity import actor_of
from corridor.web.context import services_of
from corridor.web.errors import BadBody, NotKnown, NotXml
from corridor.web.messages import MOVEMENTS_OF_TRADERS as BASE
from corridor.web.messages import Side
from corridor.web.patience import Slow

AnyRequest = Request[Any, Any, Any]
PREFIX: Final = "/api/v1"
MESSAGE_BYTES_MAX: Final = 5_000_000
PAGE_DEFAULT, PAGE_MAX, REACH_MAX = 25, 200, 2_000
_FIRST: Final[dict[Side, str]] = {"departures": "CC015C", "arrivals": "CC007C"}
_LATER: Final[dict[Side, tuple[str, ...]]] = {
    "departures": ("CC013C", "CC014C", "CC170C", "CC141C"),
    "arrivals": ("CC044C",),
}
_SINGLE: Final[dict[Side, str]] = {"departures": "departure", "arrivals": "arrival"}
_WHO: Final[dict[Side, tuple[Role, ...]]] = {
    "departures": ("carrier",),
    "arrivals": ("carrier", "customs"),
}


class Link(msgspec.Struct, frozen=True):
    """Where something is."""

    href: str


class Links(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where this is, and its movement, and its messages."""

    self: Link
    messages: Link | None = None
    departure: Link | None = None
    arrival: Link | None = None


class Sent(msgspec.Struct, frozen=True, rename="camel"):
    """A message was taken. `status`: Failed where it was refused; the rejection says why."""

    links: Links = msgspec.field(name="_links")
    id: str
    message_id: str
    status: str


class MovementOfTrader(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A movement by its numbers."""

    links: Links = msgspec.field(name="_links")
    id: str
    local_reference_number: str
    created: str
    updated: str
    movement_reference_number: str = ""


class MovementsOfTrader(msgspec.Struct, frozen=True, rename="camel"):
    """Those that changed last come first. `totalCount`: of those given here."""

    links: Links = msgspec.field(name="_links")
    total_count: int
    departures: tuple[MovementOfTrader, ...] | UnsetType = UNSET
    arrivals: tuple[MovementOfTrader, ...] | UnsetType = UNSET


class MessageOfMovement(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A message. `type`: `IE028`; `body`: the XML, where one message alone is asked for."""

    links: Links = msgspec.field(name="_links")
    id: str
    received: str
    type: str
    message_type: str
    status: str
    departure_id: str = ""
    arrival_id: str = ""
    body: str = ""


class MessagesOfMovement(msgspec.Struct, frozen=True, rename="camel"):
    """In the order of their times."""

    links: Links = msgspec.field(name="_links")
    total_count: int
    messages: tuple[MessageOfMovement, ...]


def _sending(side: Side) -> tuple[HTTPRouteHandler, ...]:
    """Messages in: the first of a movement, and later ones."""
    one, first = f"{BASE}/{side}", _FIRST[side]
    who = only(*_WHO[side])

    @post(
        one,
        opt=who | {"xml": True, "answer": Sent},
        status_code=202,
        request_max_body_size=MESSAGE_BYTES_MAX,
    )
    async def begin(request: AnyRequest) -> Answer:
        """Send the message that begins: CC015C of a departure, CC007C of an arrival."""
        data = await _xml_of(request)
        found = read(request, data, (first,))
        thread = thread_to_notify(request, found) if first == "CC007C" else None
        return _sent(side, await take(request, found, thread, side, data))

    @post(
        f"{one}/{{id:str}}/messages",
        opt=who | {"xml": True, "answer": Sent},
        status_code=202,
        request_max_body_size=MESSAGE_BYTES_MAX,
    )
    async def send(request: AnyRequest, id: FromPath[str]) -> Answer:
        """Send a later message: CC013C, CC014C, CC170C, CC141C; at destination CC044C."""
        thread, data = thread_of(request, id), await _xml_of(request)
        if thread.state is None:
            raise NotKnown
        found = read(request, data, _LATER[side])
        return _sent(side, await take(request, found, thread, side, data))

    return begin, send


def _reading(side: Side) -> tuple[HTTPRouteHandler, ...]:
    """Movements and their messages, sent and told."""
    one = f"{BASE}/{side}"
    message = f"{one}/{{id:str}}/messages/{{message_id:str}}"
    who = only(*_WHO[side])

    @get(one, opt=only("carrier") | {"answer": MovementsOfTrader})
    async def movements(request: AnyRequest) -> Answer:
        """Movements that changed last: `?updatedSince=2026-11-21T08:00:00Z&page=1&count=25`."""
        count = number_asked(request, "count", PAGE_DEFAULT, PAGE_MAX, 1)
        page = number_asked(request, "page", 1, REACH_MAX // count, 1)
        reach, since = page * count, _since(request, "updatedSince")
        found = [*threads_of(services_of(request), actor_of(request), reach, since)]
        shown = tuple(_movement(side, one) for one in found[reach - count :])
        listed: dict[str, Any] = {side: shown}
        return answer(MovementsOfTrader(Links(Link(one)), len(shown), **listed))

    @get(f"{one}/{{id:str}}", opt=who | {"answer": MovementOfTrader})
    async def movement(request: AnyRequest, id: FromPath[str]) -> Answer:
        """A movement by its id or MRN."""
        return answer(_movement(side, thread_of(request, id)))

    @get(f"{one}/{{id:str}}/messages", opt=who | {"answer": MessagesOfMovement})
    async def messages(request: AnyRequest, id: FromPath[str]) -> Answer:
        """All its messages, sent and told, for ever: `?receivedSince=2026-11-21T08:00:00Z`."""
        thread, since = thread_of(request, id), _since(request, "receivedSince")
        lines = [one for one in lines_of(services_of(request), thread, side) if one.at > since]
        shown = tuple(_message(side, thread, line) for line in lines)
        here = _links(side, _at(side, thread, "/messages"), thread)
        return answer(MessagesOfMovement(here, len(shown), shown))

    @get(message, opt=who | {"answer": MessageOfMovement})
    async def fetch(request: AnyRequest, id: FromPath[str], message_id: FromPath[str]) -> Answer:
        """One message with its XML; the XML alone where `Accept` asks for it."""
        thread, line = _line(request, side, id, message_id)
        data = line.make()
        if "xml" in request.headers.get("accept", ""):
            return _xml(data)
        return answer(_message(side, thread, line, data.decode()))

    @get(f"{message}/body", opt=who)
    async def body(request: AnyRequest, id: FromPath[str], message_id: FromPath[str]) -> Answer:
        """The XML of one message."""
        return _xml(_line(request, side, id, message_id)[1].make())

    return movements, movement, messages, fetch, body


def _line(request: AnyRequest, side: Side, id: str, message_id: str) -> tuple[Thread, Line]:
    thread = thread_of(request, id)
    found = lines_of(services_of(request), thread, side)
    line = next((one for one in found if one.id == message_id), None)
    if line is None:
        raise NotKnown
    return thread, line


async def _xml_of(request: AnyRequest) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in ("application/xml", "text/xml"):
        raise NotXml
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Slow from None


def _since(request: AnyRequest, name: str) -> str:
    """An instant as we write them: `2026-11-21T08:00:00.000Z`; nothing where none was given."""
    given = request.query_params.get(name, "")
    if not given:
        return ""
    found = clock_at(given.replace(" ", "+"), "")  # a plus in an address is a blank
    if found is None or "T" not in given:
        raise BadBody("invalid", ((f"/{name}", f"Invalid value {given[:40]!r}"),))
    return instant(int(found.timestamp() * 1000))


def _at(side: Side, thread: Thread, more: str = "") -> str:
    return f"{BASE}/{side}/{thread.subject}{more}"


def _sent(side: Side, done: Received) -> Answer:
    at = f"{BASE}/{side}/{done.outcome.subject}"
    links = Links(Link(at), messages=Link(f"{at}/messages"))
    status = FAILED if done.outcome.refusals else SUCCESS
    sent = Sent(links, done.outcome.subject, done.key, status)
    return answer(sent, 202, f"{PREFIX}{at}/messages/{done.key}")


def _movement(side: Side, thread: Thread) -> MovementOfTrader:
    mrn = thread.state.mrn if thread.state is not None else ""
    at = _at(side, thread)
    links = Links(Link(at), messages=Link(f"{at}/messages"))
    return MovementOfTrader(links, thread.subject, thread.lrn, thread.started, thread.updated, mrn)


def _message(side: Side, thread: Thread, line: Line, body: str = "") -> MessageOfMovement:
    named = {f"{_SINGLE[side]}_id": thread.subject}
    return MessageOfMovement(
        _links(side, _at(side, thread, f"/messages/{line.id}"), thread),
        line.id,
        line.at,
        f"IE{line.name[2:5]}",
        line.name,
        line.status,
        body=body,
        **named,
    )


def _links(side: Side, here: str, thread: Thread) -> Links:
    return Links(Link(here), **{_SINGLE[side]: Link(_at(side, thread))})


def _xml(data: bytes) -> Answer:
    headers = (("cache-control", "no-store"),)
    return ASGIResponse(body=data, media_type="application/xml", headers=headers)


ROUTES: Final = tuple(route for side in _FIRST for route in (*_sending(side), *_reading(side)))

"""Live pages: a page that is open is told which of its topics changed, for as long as it is."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import Any, Final

from litestar import Request, get
from litestar.response import ServerSentEvent, ServerSentEventMessage

from corridor.domain.facts import Actor
from corridor.domain.kinds import kind_of, may_see
from corridor.web.access import anyone, may_follow
from corridor.web.auth.identity import actor_or_none
from corridor.web.broadcasting import LOG, Broadcaster, Subscriber
from corridor.web.cases.presence import Presence, cases_in
from corridor.web.context import services_of
from corridor.web.services import Services

TOPICS_MAX: Final = 50
PUBLIC_LISTS: Final = ("map:",)
REST_S: Final = 0.5
"""Between two messages to one page: a flood of commits must not become a flood of refreshes."""
TURN_S: Final = 5
"""Who goes from page to page of one case has not left it."""


def followed(services: Services, actor: Actor | None, topics: Iterable[str]) -> frozenset[str]:
    """Those of the topics that this reader may know of."""
    wanted = list(dict.fromkeys(topics))[:TOPICS_MAX]
    return frozenset(topic for topic in wanted if _may_know(services, actor, topic))


def _may_know(services: Services, actor: Actor | None, topic: str) -> bool:
    if topic.startswith(PUBLIC_LISTS):
        return True
    if actor is None:
        return False
    if topic == LOG:
        return actor.role == "operator"
    if kind_of(topic) is not None:
        return may_see(actor, services.queries.get(topic).state)
    return may_follow(actor, topic)


@get("/live", opt=anyone())
async def live(request: "Request[Any, Any, Any]") -> ServerSentEvent:
    """Server-sent events: `change` with the topics that changed, and a comment as heartbeat."""
    asked = request.query_params.get("topics", "").split()
    topics = followed(services_of(request), actor_or_none(request), asked)
    broadcaster: Broadcaster = request.app.state.broadcaster
    subscriber = broadcaster.open(topics)
    watch = Watch(request, topics)
    if has_moved_on(services_of(request), request.query_params.get("since", "")):
        subscriber.tell_all()
    return ServerSentEvent(_stream(broadcaster, subscriber, watch))


def has_moved_on(services: Services, since: str) -> bool:
    """Whether the log has grown since the page was made, or the page does not say when."""
    known = place_in_log(since)
    return known is None or services.queries.log_size() > known


def place_in_log(text: str) -> int | None:
    """How much of the log there was, as an address or a form says it; None where it does not."""
    is_number = text.isascii() and text.isdigit() and len(text) < 16
    return int(text) if is_number else None


class Watch:
    """Keeps known that a reader has cases open, as long as the page's stream is."""

    def __init__(self, request: "Request[Any, Any, Any]", topics: frozenset[str]) -> None:
        actor = actor_or_none(request)
        self._login = actor.person if actor is not None else ""
        self._cases = cases_in(topics) if actor is not None else []
        self._presence: Presence = request.app.state.presence
        self._broadcaster: Broadcaster = request.app.state.broadcaster
        self._clock = services_of(request).clock
        for one in self._cases:
            self._presence.enter(one, self._login)

    def go_on(self) -> None:
        """The page is open still."""
        now_ms = self._clock.now_ms()
        news = [one for one in self._cases if self._presence.note(one, self._login, now_ms)]
        self._broadcaster.tell(frozenset(news))

    def end(self) -> None:
        """It was closed."""
        for one in self._cases:
            self._presence.close(one, self._login)
        if self._cases:
            loop, now_ms = asyncio.get_running_loop(), self._clock.now_ms()
            loop.call_later(TURN_S, self._leave, now_ms)

    def _leave(self, closed_ms: int) -> None:
        gone = [one for one in self._cases if self._presence.leave(one, self._login, closed_ms)]
        self._broadcaster.tell(frozenset(gone))


async def _stream(
    broadcaster: Broadcaster, subscriber: Subscriber, watch: Watch
) -> AsyncGenerator[ServerSentEventMessage, None]:
    try:
        yield ServerSentEventMessage(comment="open", retry=3000)
        while not subscriber.is_over:
            watch.go_on()
            changed = await subscriber.next()
            if changed:
                yield ServerSentEventMessage(event="change", data=" ".join(sorted(changed)))
                await asyncio.sleep(REST_S)
            else:
                yield ServerSentEventMessage(comment="still here")
    finally:
        broadcaster.close(subscriber)
        watch.end()

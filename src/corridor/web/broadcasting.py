"""One broadcaster hears every commit and tells open pages which topics changed.

A topic is the name of a list or a subject id. Nothing of the contents travels here: the page asks
again, and is given what this reader may see then.
"""

import asyncio
from typing import Final

from corridor.engine.outcome import Published
from corridor.web.errors import TooMany

HEARTBEAT_S: Final = 20
OPEN_MAX: Final = 2_000
LOG: Final = "log"
"""The topic of every commit, for the operator."""


class Subscriber:
    """One open page. What changes while it reads is gathered, so its memory has a bound."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self.is_over = False

    def tell(self, changed: frozenset[str]) -> None:
        """Some topics changed."""
        mine = {topic for topic in self.topics if _is_touched(topic, changed)}
        if mine:
            self._changed |= mine
            self._wake.set()

    def tell_all(self) -> None:
        """Anything may have changed."""
        if self.topics:
            self._changed |= self.topics
            self._wake.set()

    def end(self) -> None:
        """The node is stopping."""
        self.is_over = True
        self._wake.set()

    async def next(self) -> frozenset[str]:
        """What changed since last asked; empty after a while in which nothing did."""
        try:
            await asyncio.wait_for(self._wake.wait(), HEARTBEAT_S)
        except TimeoutError:
            return frozenset()
        self._wake.clear()
        changed, self._changed = frozenset(self._changed), set()
        return changed


def _is_touched(topic: str, changed: frozenset[str]) -> bool:
    """A topic that ends in a colon stands for all lists whose names begin so."""
    if topic.endswith(":"):
        return any(name.startswith(topic) for name in changed)
    return topic in changed


class Broadcaster:
    """Carries the news of commits from the writer's thread to the pages on the event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open: set[Subscriber] = set()
        self._is_over = False

    def start(self) -> None:
        """Called on the event loop that the pages live on."""
        self._loop = asyncio.get_running_loop()

    def hear(self, published: Published) -> None:
        """A listener of the core; runs on the writer's thread."""
        if self._loop is None or not self._open or self._loop.is_closed():
            return
        changed = published.lists | published.subjects | {LOG}
        self._loop.call_soon_threadsafe(self.tell, changed)

    def tell(self, changed: frozenset[str]) -> None:
        """Tell the open pages what changed; on the event loop."""
        for subscriber in self._open:
            subscriber.tell(changed)

    def open(self, topics: frozenset[str]) -> Subscriber:
        """A new page follows these topics."""
        if len(self._open) >= OPEN_MAX or self._is_over:
            raise TooMany(detail="too many open pages")
        subscriber = Subscriber(topics)
        self._open.add(subscriber)
        return subscriber

    def close(self, subscriber: Subscriber) -> None:
        """The page is gone."""
        self._open.discard(subscriber)

    def stop(self) -> None:
        """End all pages' streams, so that the server can stop."""
        self._is_over = True
        for subscriber in tuple(self._open):
            subscriber.end()

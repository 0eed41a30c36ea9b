"""Who waits for which channel to grow."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from corridor.engine.core import Engine
from corridor.engine.outcome import Published

WAITING_MAX = 4
"""A peer has one follower; a few more may hang on while it reconnects."""


class Waiting:
    """Used on one event loop. The writer's thread wakes it after each commit."""

    def __init__(self, engine: Engine) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._events: dict[str, dict[asyncio.Event, None]] = {}
        engine.listeners.append(self._on_published)

    @contextmanager
    def on(self, peer: str) -> Iterator[asyncio.Event]:
        """An event that is set when the channel to the peer grows from now on."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        waiting = self._events.setdefault(peer, {})
        waiting[event] = None
        try:
            yield event
        finally:
            del waiting[event]

    def stop(self) -> None:
        """Let everybody go with what there is, so that the server can stop."""
        self._wake(frozenset(self._events))

    def is_crowded(self, peer: str) -> bool:
        """Whether so many of the peer's requests wait already that one more would be abuse."""
        return len(self._events.get(peer, ())) >= WAITING_MAX

    def _on_published(self, published: Published) -> None:
        """Called by the writer's thread."""
        loop = self._loop
        if published.peers and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake, published.peers)

    def _wake(self, peers: frozenset[str]) -> None:
        for peer in sorted(peers):
            for event in self._events.get(peer, ()):
                event.set()

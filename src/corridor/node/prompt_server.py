"""A server that stops promptly: whoever waits on it for news is answered first."""

import asyncio
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress

import uvicorn

from corridor.engine.beat import until_beat

TICK_S = 1.0
"""So old the date in an answer may be."""


class PromptServer(uvicorn.Server):
    """Long polls and event streams would keep the server up until they end by themselves.

    Uvicorn looks ten times a second whether it is to end; this one is woken.
    """

    def __init__(self, config: uvicorn.Config, releases: Iterable[Callable[[], None]]) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()
        super().__init__(config)
        self._releases = tuple(releases)
        self.gave_up = False

    @property
    def should_exit(self) -> bool:
        """Whether it is to end. Set by signals, and by whoever else asks for it."""
        return self._should_exit

    @should_exit.setter
    def should_exit(self, value: bool) -> None:
        self._should_exit = value
        if value and self._loop is not None:
            self._loop.call_soon_threadsafe(self._ended.set)

    def give_up(self) -> None:
        """Stop as if asked to: what it cannot do without is gone."""
        self.gave_up = self.should_exit = True

    async def main_loop(self) -> None:
        """Until it is to end."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), until_beat(TICK_S))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the waiting go, then wait for what is under way."""
        for release in self._releases:
            release()
        await super().shutdown(sockets)

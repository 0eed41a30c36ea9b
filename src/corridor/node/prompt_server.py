"""A server that stops promptly: whoever waits on it for news is answered first."""

import socket
from collections.abc import Callable, Iterable

import uvicorn


class PromptServer(uvicorn.Server):
    """Long polls and event streams would keep the server up until they end by themselves."""

    def __init__(self, config: uvicorn.Config, releases: Iterable[Callable[[], None]]) -> None:
        super().__init__(config)
        self._releases = tuple(releases)
        self.gave_up = False

    def give_up(self) -> None:
        """Stop as if asked to: what it cannot do without is gone."""
        self.gave_up = self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the waiting go, then wait for what is under way."""
        for release in self._releases:
            release()
        await super().shutdown(sockets)

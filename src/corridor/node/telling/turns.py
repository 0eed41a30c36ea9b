"""What is brought to many receivers, each by itself, so that none waits for another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from corridor.engine.ports import Document

LOOK_SECONDS: Final = 1.0
_AGAIN: Final = "%s: the next turn tries again"


class Turns:
    """Every second a task for each receiver, by its id, that something is due for and that has
    none; `most` at once. What goes wrong in one is said in the log, and tried again.
    """

    def __init__(
        self,
        name: str,
        most: int,
        due: Callable[[], Iterable[Document]],
        bring: Callable[[Document], Awaitable[None]],
    ) -> None:
        self._name = name
        self._most = most
        self._due = due
        self._bring = bring
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                try:
                    self._start()
                except Exception:
                    logging.getLogger("corridor").exception(_AGAIN, self._name)
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _start(self) -> None:
        self._running = {id: task for id, task in self._running.items() if not task.done()}
        for due in self._due():
            if len(self._running) >= self._most:
                return
            if due.id not in self._running:
                self._running[due.id] = asyncio.create_task(self._brought(due))

    async def _brought(self, due: Document) -> None:
        try:
            await self._bring(due)
        except Exception:
            logging.getLogger("corridor").exception(_AGAIN, self._name)

"""What is brought to many receivers, each by itself, so that none waits for another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from corridor.engine.beat import beat
from corridor.engine.ports import Document

LOOK_SECONDS: Final = 1.0
_AGAIN: Final = "%s: the next turn tries again"


class Turns:
    """Every second a task for each receiver, by its id, that something is due for and that has
    none; `most` at once. Where more are due, nobody's turn comes again before everybody's has come.
    What goes wrong in one is said in the log, and tried again.
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
        self._begun: dict[str, int] = {}
        """When it last was the turn of who is due."""
        self._count = 0

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                try:
                    self._start()
                except Exception:
                    logging.getLogger("corridor").exception(_AGAIN, self._name)
                await beat(LOOK_SECONDS)
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _start(self) -> None:
        self._running = {id: task for id, task in self._running.items() if not task.done()}
        if len(self._running) >= self._most:
            return
        due = {one.id: one for one in self._due()}
        # Who came before all that are due now is forgotten, so that this does not grow.
        first = min((self._begun.get(id, 0) for id in due), default=self._count + 1)
        self._begun = {id: at for id, at in self._begun.items() if at >= first}
        for id in self._next(due):
            self._count += 1
            self._begun[id] = self._count
            self._running[id] = asyncio.create_task(self._brought(due[id]))

    def _next(self, due: Iterable[str]) -> list[str]:
        waiting = [id for id in due if id not in self._running]
        waiting.sort(key=lambda id: self._begun.get(id, 0))
        return waiting[: self._most - len(self._running)]

    async def _brought(self, due: Document) -> None:
        try:
            await self._bring(due)
        except Exception:
            logging.getLogger("corridor").exception(_AGAIN, self._name)

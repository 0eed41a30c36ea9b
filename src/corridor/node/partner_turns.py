"""Partners that run the e-permit server, turn by turn: no line waits for another."""

import asyncio
import logging
from typing import Final

from corridor.engine.beat import beat
from corridor.gateways.epermit.courier import Courier

LOOK_SECONDS: Final = 1.0
_AGAIN: Final = "e-permit partners: the next turn tries again"


class PartnerTurns:
    """What a node does for its partners by itself. Without a line it does nothing."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self._turn()
                await beat(LOOK_SECONDS)
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _turn(self) -> None:
        try:
            while await self._courier.tell():
                pass
            self._start()
        except Exception:
            logging.getLogger("corridor").exception(_AGAIN)

    def _start(self) -> None:
        self._running = {id: task for id, task in self._running.items() if not task.done()}
        for line in self._courier.due():
            if line.partner not in self._running:
                task = asyncio.create_task(self._brought(line.partner))
                self._running[line.partner] = task

    async def _brought(self, partner: str) -> None:
        try:
            await self._courier.bring(partner)
        except Exception:
            logging.getLogger("corridor").exception(_AGAIN)

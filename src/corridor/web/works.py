"""Works that go on by themselves, whoever looks at a page.

What is to be done lies in the store: a node that starts again goes on where it was.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar, Generic, TypeVar

from corridor.engine.beat import until_beat
from corridor.engine.illness import Unavailable
from corridor.web.services import Services

T = TypeVar("T")


class Works(ABC, Generic[T]):
    """One of each sort per node: takes up what is there, at once when woken, else at each look."""

    look_seconds: ClassVar[float] = 1.0

    def __init__(self, services: Services) -> None:
        self._services = services
        self._awake = asyncio.Event()
        self._is_blind = False

    def wake(self) -> None:
        """There is work now, not only at the next look."""
        self._awake.set()

    async def run(self) -> None:
        """For as long as the node serves."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), until_beat(self.look_seconds))
            self._awake.clear()
            for work in self._seen():
                await self._carry_on(work)

    def _seen(self) -> list[T]:
        """What is to be done; nothing where it cannot be read, until the next look."""
        try:
            found = list(self._found())
        except Exception:
            if not self._is_blind:
                logging.getLogger("corridor").exception("%s: its list", type(self).__name__)
            self._is_blind = True
            return []
        self._is_blind = False
        return found

    async def _carry_on(self, work: T) -> None:
        """One that fails does not stop those after it."""
        try:
            await self._work(work)
        except Unavailable as ill:  # nothing is lost: the next look goes on
            with suppress(Unavailable):
                await self._wait(work, ill.illness)
        except Exception:
            logging.getLogger("corridor").exception("%s %s", type(self).__name__, self._id(work))
            await asyncio.sleep(self.look_seconds)

    @abstractmethod
    def _found(self) -> Iterable[T]:
        """What is to be done now."""

    @abstractmethod
    def _id(self, work: T) -> str:
        """By which it is named in the node's log."""

    @abstractmethod
    async def _work(self, work: T) -> None:
        """Do it, to its end."""

    @abstractmethod
    async def _wait(self, work: T, illness: str) -> None:
        """It cannot be done now: say for what it waits, if that is not said yet."""

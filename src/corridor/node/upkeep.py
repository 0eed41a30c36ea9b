"""What a node does by itself, turn by turn: what falls due, the search index, what is forgotten.

A turn that fails is done again. That it fails is said in the log when it begins and when it ends,
and in the node's health once it lasts.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final

from corridor.engine.beat import beat
from corridor.engine.core import Engine
from corridor.engine.gate import Gate
from corridor.engine.hlc import instant
from corridor.engine.indexing import IndexNext
from corridor.engine.jobs import FireTimers, ForgetDocuments
from corridor.engine.mending import CompleteLists, CompleteTimers
from corridor.engine.seal_readings import SEAL_READINGS
from corridor.engine.set_aside import COUNTED_MAX
from corridor.engine.taking_up import TakeUpNext
from corridor.engine.telling import ForgetOldNews
from corridor.web.batches.permits import FORM
from corridor.web.trains.model import KEPT_DAYS, TRAIN

TIMER_SECONDS: Final = 1.0
INDEX_SECONDS: Final = 0.25
FORGET_SECONDS: Final = 600.0
TAKE_UP_SECONDS: Final = 60.0
TRIED_AGAIN_SECONDS: Final = 3_600
"""So long after it failed an effect that was set aside is tried anew."""
FAILS_SECONDS: Final = 30.0
"""So long a work may fail before somebody has to look."""
INDEX_STEP: Final = 100
"""Entries that take a few tens of milliseconds."""
INDEX_CALM_ENTRIES: Final = 25
"""No more was said since the last look: then what was said is brought into the search index."""
INDEX_WAITS_SECONDS: Final = 30.0
"""So long that waits at most where much is said all the time."""
INDEX_SAID_SECONDS: Final = 10.0
READINGS_DAYS: Final = 400
FORMS_DAYS: Final = 400
"""What was typed for an application and never sent."""
OLD: Final = (
    ForgetOldNews(),
    ForgetDocuments(TRAIN, KEPT_DAYS),
    ForgetDocuments(SEAL_READINGS, READINGS_DAYS),
    ForgetDocuments(FORM, FORMS_DAYS),
)
"""What a node forgets by itself."""
_log: Final = logging.getLogger("corridor")


class Upkeep:
    """The works of one node. `clock`: seconds that only grow."""

    def __init__(
        self, engine: Engine, gate: Gate, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._gate, self._clock = engine, gate, clock
        self._since: dict[str, float] = {}

    def works(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """To be run until the node stops."""
        return (
            self._timers(),
            self._indexing(),
            self._forgetting(),
            self._recovering(),
            self._taking_up(),
        )

    def failing(self) -> tuple[str, ...]:
        """The works that have failed for a while without a turn that went well."""
        now = self._clock()
        return tuple(sorted(n for n, at in self._since.items() if now - at >= FAILS_SECONDS))

    @contextmanager
    def turn(self, work: str) -> Iterator[None]:
        """One turn of a work: what goes wrong in it ends here."""
        try:
            yield
        except Exception:  # noqa: BLE001 - the next turn tries again
            if work not in self._since:
                self._since[work] = self._clock()
                _log.exception("%s: the next turn tries again", work)
        else:
            if self._since.pop(work, None) is not None:
                _log.warning("%s: it goes on again", work)

    async def _timers(self) -> None:
        are_complete = False
        while True:
            if not are_complete:
                with self.turn("timers made good"):
                    await self._gate.run(CompleteTimers())
                    await self._gate.run(CompleteLists())
                    are_complete = True
            with self.turn("timers"):
                await self._gate.run(FireTimers())
            await beat(TIMER_SECONDS)

    async def _recovering(self) -> None:
        """What the last write failed of is over once one goes well: one is tried by itself."""
        while True:
            with self.turn("writing"):
                await self._gate.try_again()
            await beat(TIMER_SECONDS)

    async def _taking_up(self) -> None:
        """All that was set aside once the node has started, and later what has waited a while."""
        before = self._before(0)
        while True:
            with self.turn("what was set aside"):
                for _turn in range(COUNTED_MAX):
                    if not await self._gate.run(TakeUpNext(before)):
                        break
                before = ""
            await asyncio.sleep(TAKE_UP_SECONDS)
            before = before or self._before(TRIED_AGAIN_SECONDS)

    def _before(self, seconds: int) -> str:
        return instant(self._engine.settings.clock.now_ms() - seconds * 1_000)

    async def _forgetting(self) -> None:
        """Drop what is too old for anybody."""
        while True:
            with self.turn("forgetting"):
                for old in OLD:
                    while await self._gate.run(old):
                        pass
            await asyncio.sleep(FORGET_SECONDS)

    async def _indexing(self) -> None:
        """Bring what was said into the search index: at once, or in a flood after a while."""
        done, seen, since = -1, -1, time.monotonic()
        while True:
            await beat(INDEX_SECONDS)
            now, size = time.monotonic(), self._engine.tip.size
            is_calm = size - seen <= INDEX_CALM_ENTRIES and not self._engine.waiting
            seen = size
            if size == done:
                since = now
            elif is_calm or now - since > INDEX_WAITS_SECONDS:
                done = size if await self.catch_up(size, gives_way=is_calm) else -1

    async def catch_up(self, size: int, gives_way: bool) -> bool:
        """Whether the search index has come to where the log's end was: what is said meanwhile
        may be the beginning of a flood, which is not waited out here. Where it gives way it goes
        in short steps, and stops for whoever waits for the writer until it is looked at again.

        How far a long catching up has come is said in the node's log.
        """
        has_come = False
        with self.turn("search index"):
            has_come = await self._catch_up(size, gives_way)
        return has_come

    async def _catch_up(self, size: int, gives_way: bool) -> bool:
        left, told = 1, time.monotonic()
        while left > self._engine.tip.size - size:
            left = await self._gate.run(IndexNext(INDEX_STEP) if gives_way else IndexNext())
            if left and time.monotonic() - told > INDEX_SAID_SECONDS:
                told = time.monotonic()
                _log.warning("search index: %d to go", left)
            if gives_way and self._engine.waiting:
                return False
        return True

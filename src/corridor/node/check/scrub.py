"""The same check, slowly beside the work, for ever: a little at a time, one round a day.

Where it stands is kept with the store, so that a node that is started again goes on there.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec

from corridor.engine.core import Job
from corridor.engine.hlc import DAY_MS, instant, to_ms
from corridor.engine.illness import Unavailable
from corridor.engine.jobs import PutDocument
from corridor.engine.ports import Clock, Document
from corridor.engine.queries import Queries
from corridor.node.check.finding import Finding
from corridor.node.check.walk import Place, Walk

KIND: Final = "scrub"
ROWS_AT_ONCE: Final = 10
"""So few that a request which comes meanwhile waits some milliseconds at most."""
REST_S: Final = 0.1
REST_TIMES: Final = 24
"""It rests so many times as long as it worked: a twenty-fifth of one core, however slow that is."""
TROUBLED_S: Final = 30.0
AWAITED_S: Final = 60.0
"""Between two looks whether the next round is due."""
KEPT_EVERY: Final = 300
"""Stretches between two notes of where it stands: at most so much is done again."""
ROUND_MS: Final = DAY_MS
FINDINGS_MAX: Final = 100


class Scrubbed(msgspec.Struct, frozen=True):
    """How far it is. `began`: this round; `found`: in it so far; `finished`, `result`: the last."""

    place: Place | None = None
    began: str = ""
    found: tuple[Finding, ...] = ()
    finished: str = ""
    result: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is known to be wrong; of the last round only until this one is through."""
        return tuple(dict.fromkeys((*self.found, *self.result)))[:FINDINGS_MAX]


class Scrub:
    """`run` for ever; `state` may be read at any time."""

    def __init__(
        self,
        walk: Walk,
        queries: Queries,
        submit: Callable[[Job], Awaitable[Any]],
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._walk = walk
        self._submit = submit
        self._clock = clock
        self._sleep = sleep
        kept = queries.document(KIND, KIND)
        self.state = msgspec.json.decode(kept.body, type=Scrubbed) if kept else Scrubbed()

    @property
    def share(self) -> float:
        """How much of the round that goes on is done, between 0 and 1, stage by stage."""
        return self.state.place.stage / len(self._walk.stages) if self.state.place else 0.0

    async def run(self) -> None:
        """Check a stretch, rest, go on; after a round, wait for the next day."""
        stretches, rest = 0, REST_S
        while True:
            await self._sleep(rest)
            if self.state.place is None and not self._is_time():
                rest = AWAITED_S
                continue
            before, begun, rest = self.state, time.perf_counter(), REST_S
            try:
                await self._stretch()
                rest = max(REST_S, (time.perf_counter() - begun) * REST_TIMES)
                stretches += 1
                is_news = len(self.state.found) > len(before.found) or self.state.place is None
                if is_news or stretches % KEPT_EVERY == 0:
                    await self._keep()
            except Unavailable:  # the store cannot be reached just now
                await self._sleep(TROUBLED_S)
            except Exception:
                logging.getLogger("corridor").exception("the check of the store stopped")
                raise

    def _now(self) -> str:
        return instant(self._clock.now_ms())

    def _is_time(self) -> bool:
        last = self.state.finished
        return not last or self._clock.now_ms() - to_ms(last) >= ROUND_MS

    async def _stretch(self) -> None:
        state = self.state
        place, began = state.place or Place(), state.began if state.place else self._now()
        following, step = await asyncio.to_thread(self._walk.step, place, ROWS_AT_ONCE)
        for finding in step.findings:
            logging.getLogger("corridor").error("store: %s", finding)
        found = (*(state.found if state.place else ()), *step.findings)[:FINDINGS_MAX]
        if following is None:
            self.state = Scrubbed(None, began, (), self._now(), found)
        else:
            self.state = Scrubbed(following, began, found, state.finished, state.result)

    async def _keep(self) -> None:
        body = msgspec.json.encode(self.state)
        await self._submit(PutDocument(KIND, Document(KIND, "", self._now(), body)))

"""Trials move on by themselves, a stretch at a time, whoever looks at a page."""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from msgspec.structs import replace

from corridor.engine.illness import Unavailable
from corridor.engine.jobs import PutDocument
from corridor.engine.risk_trial import (
    TRIAL,
    Figures,
    Trial,
    newest_movements,
    read_trial,
    trial_document,
    tried,
)
from corridor.web.services import Services

LOOK_SECONDS: Final = 2.0
STRETCH: Final = 50
SAID_EVERY: Final = 4
"""Stretches after which progress is written down."""
KEPT_MAX: Final = 100


class TrialRunner:
    """One per node."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There is work now, not only at the next look."""
        self._awake.set()

    async def run(self) -> None:
        """For as long as the node serves."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), LOOK_SECONDS)
            self._awake.clear()
            kept = self._services.queries.documents(TRIAL, None, KEPT_MAX)
            for trial in map(read_trial, reversed(kept)):
                if trial.state != "done":
                    await self._carry_on(trial)

    async def _carry_on(self, trial: Trial) -> None:
        try:
            await self._try(trial)
        except Unavailable:
            await asyncio.sleep(LOOK_SECONDS)  # nothing is lost: the next look begins anew
        except Exception:
            logging.getLogger("corridor").exception("trial %s", trial.id)
            await asyncio.sleep(LOOK_SECONDS)

    async def _try(self, trial: Trial) -> None:
        engine, now = self._services.engine, self._services.now()
        subjects = await asyncio.to_thread(newest_movements, engine, trial.limit)
        trial = replace(trial, state="running", total=len(subjects), figures=Figures())
        for number, first in enumerate(range(0, len(subjects), STRETCH)):
            if number % SAID_EVERY == 0:
                await self._put(trial)
            part, so_far = subjects[first : first + STRETCH], trial.figures
            figures = await asyncio.to_thread(tried, engine, part, trial.profile, now, so_far)
            trial = replace(trial, figures=figures)
        await self._put(replace(trial, state="done"))

    async def _put(self, trial: Trial) -> None:
        await self._services.writer.run(PutDocument(TRIAL, trial_document(trial)))

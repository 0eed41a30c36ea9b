"""Trials move on by themselves, a stretch at a time, whoever looks at a page."""

import asyncio
from collections.abc import Iterator
from typing import ClassVar, Final

from msgspec.structs import replace

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
from corridor.web.works import Works

STRETCH: Final = 50
SAID_EVERY: Final = 4
"""Stretches after which progress is written down."""
KEPT_MAX: Final = 100


class TrialRunner(Works[Trial]):
    """One per node."""

    look_seconds: ClassVar[float] = 2.0

    def _found(self) -> Iterator[Trial]:
        kept = self._services.queries.documents(TRIAL, None, KEPT_MAX)
        return (trial for trial in map(read_trial, reversed(kept)) if trial.state != "done")

    def _id(self, trial: Trial) -> str:
        return trial.id

    async def _wait(self, trial: Trial, illness: str) -> None:
        """The next look begins it anew; nothing has to be kept for that."""

    async def _work(self, trial: Trial) -> None:
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

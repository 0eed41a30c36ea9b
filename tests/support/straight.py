"""A writer at once, in the thread of the test."""

from typing import Any

from corridor.engine.core import Core, Job


class Straight:
    """See `Writing`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def start(self) -> None:
        """Nothing to begin."""

    def stop(self) -> None:
        """Nothing to finish."""

    def submit(self, job: Job) -> Any:
        """Do it."""
        return self._core.run_one(job)

    async def run(self, job: Job) -> Any:
        """Do it."""
        return self._core.run_one(job)

"""Before the writer: new filings wait while there is little room, and what ails it is remembered.

Room that is left goes to what must go on: officers' acts, peers' pages and the receipts for them.
"""

from collections.abc import Callable
from typing import Any, Final, TypeGuard

from corridor.domain.kinds import KINDS
from corridor.engine.core import Engine, Job
from corridor.engine.illness import DiskLow, Unavailable
from corridor.engine.jobs import Execute, PutDocument, answer_name
from corridor.engine.ports import Document
from corridor.engine.receiving import Receive
from corridor.engine.writer import Writing

FILINGS: Final = frozenset(
    asked.command
    for kind in KINDS
    for asked in kind.asked.values()
    if asked.begins and asked.by == "carrier"
)
WELL: Final = ("", -1)
PROBE: Final = "probe"
"""The kind and name of the document that is written to see whether anything can be."""


class Gate:
    """A `Writing` before another, for all who write."""

    def __init__(self, engine: Engine, writer: Writing, is_low: Callable[[], bool]) -> None:
        self._engine = engine
        self._writer = writer
        self._is_low = is_low
        self._ailed = WELL

    @property
    def illness(self) -> str:
        """What the last write failed of, until one goes well: the log grows, or one is tried."""
        name, size = self._ailed
        return name if self._engine.tip.size == size else ""

    def start(self) -> None:
        """Begin."""
        self._writer.start()

    def stop(self) -> None:
        """Finish what was taken."""
        self._writer.stop()

    async def run(self, job: Job) -> Any:
        """The job's result, once it is durable; raises DiskLow for a filing that has to wait."""
        self._refuse_if_low(job.first if isinstance(job, Receive) else job)
        try:
            return await self._writer.run(job)
        except Unavailable as error:
            self._ailed = (error.illness, self._engine.tip.size)
            raise

    async def try_again(self) -> None:
        """While the last write failed: try a small one, and be well again where it is kept."""
        if self.illness:
            await self.run(PutDocument(PROBE, Document(PROBE, "", "", b"{}")))
            self._ailed = WELL

    def submit(self, job: Job) -> Any:
        """Take a job for whose result nobody need wait."""
        return self._writer.submit(job)

    def _refuse_if_low(self, job: Job | None) -> None:
        if job is not None and is_filing(job) and self._is_low() and not self._is_answered(job):
            raise DiskLow

    def _is_answered(self, job: Execute) -> bool:
        """What was filed before gets its answer again."""
        if not job.key:
            return False
        with self._engine.store.read() as reader:
            return reader.answer(answer_name(job.actor, job.key)) is not None


def is_filing(job: Job) -> TypeGuard[Execute]:
    """Whether a carrier begins something new with it."""
    return isinstance(job, Execute) and type(job.command) in FILINGS

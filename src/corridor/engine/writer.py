"""The single writer: one thread that takes what is waiting, as one batch, and commits it.

While a commit is being made durable the next batch gathers behind it, so under load many commands
share one commit without anybody waiting on purpose (group commit).
"""

import asyncio
import queue
import threading
from concurrent.futures import Future
from typing import Any

from corridor.engine.core import Core, Failed, Job

BATCH_MAX = 64
QUEUE_MAX = 10_000


class Overloaded(Exception):
    """More jobs are waiting than the writer takes; nothing of this one was done."""

    code = "overloaded"

    def diagnostics(self) -> str:
        """What to do."""
        return "Try again in a few seconds; if it lasts, look at the disk of the node."


class Writer:
    """Owns the thread. `start` before use; `stop` finishes what is queued."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._jobs: queue.Queue[tuple[Job, Future[Any]] | None] = queue.Queue(QUEUE_MAX)
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)

    def start(self) -> None:
        """Begin taking jobs."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def submit(self, job: Job) -> Future[Any]:
        """Queue a job; the future has its result once it is durable."""
        future: Future[Any] = Future()
        try:
            self._jobs.put_nowait((job, future))
        except queue.Full:
            raise Overloaded from None
        return future

    async def run(self, job: Job) -> Any:
        """Queue a job and wait for its result without blocking the event loop."""
        return await asyncio.wrap_future(self.submit(job))

    def _work(self) -> None:
        while True:
            batch, is_last = self._gather()
            if batch:
                self._carry_out(batch)
            if is_last:
                return

    def _gather(self) -> tuple[list[tuple[Job, Future[Any]]], bool]:
        first = self._jobs.get()
        batch: list[tuple[Job, Future[Any]]] = []
        while first is not None:
            batch.append(first)
            if len(batch) >= BATCH_MAX:
                return batch, False
            try:
                first = self._jobs.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _carry_out(self, batch: list[tuple[Job, Future[Any]]]) -> None:
        for (_, future), result in zip(
            batch, self.core.run([job for job, _ in batch]), strict=True
        ):
            if isinstance(result, Failed):
                future.set_exception(result.error)
            else:
                future.set_result(result)

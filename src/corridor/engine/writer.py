"""The single writer as a thread of this process: what is waiting becomes one batch and one commit.

While a commit is being made durable the next batch gathers behind it, so under load many commands
share one commit without anybody waiting on purpose (group commit). They share the way back too: an
event loop is woken once for all of its answers. A node that serves has a process for it instead.
"""

import asyncio
import queue
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Protocol

from corridor.engine.core import Core, Failed, Job
from corridor.engine.illness import Unavailable

BATCH_MAX = 64
QUEUE_MAX = 10_000
_Waiting = Future[Any] | asyncio.Future[Any]


class Overloaded(Unavailable):
    """More jobs are waiting than the writer takes; nothing of this one was done."""

    illness = code = "overloaded"

    def diagnostics(self) -> str:
        """What to do."""
        return "Try again in a few seconds; if it lasts, look at the disk of the node."


class Writing(Protocol):
    """Takes jobs and makes them durable, wherever that happens."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Finish what was taken."""

    async def run(self, job: Job) -> Any:
        """The job's result, once it is durable. Who stops waiting does not stop the job."""

    def submit(self, job: Job) -> Any:
        """Take a job for whose result nobody need wait."""


class Writer:
    """Owns the thread. `start` before use; `stop` finishes what is queued."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._jobs: queue.SimpleQueue[tuple[Job, _Waiting] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)

    def start(self) -> None:
        """Begin taking jobs."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued and end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def submit(self, job: Job) -> Future[Any]:
        """Queue a job; the future has its result once it is durable. It cannot be cancelled."""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self._put(job, future)
        return future

    async def run(self, job: Job) -> Any:
        """Queue a job and wait for its result without blocking the event loop.

        Who stops waiting does not stop the job.
        """
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._put(job, future)
        return await future

    def _put(self, job: Job, waiting: _Waiting) -> None:
        if self._jobs.qsize() >= QUEUE_MAX:
            raise Overloaded
        self._jobs.put((job, waiting))

    def _work(self) -> None:
        while True:
            batch, is_last = self._gather()
            if batch:
                results = self.core.run([job for job, _ in batch])
                _answer([waiting for _, waiting in batch], results)
            if is_last:
                return

    def _gather(self) -> tuple[list[tuple[Job, _Waiting]], bool]:
        first = self._jobs.get()
        batch: list[tuple[Job, _Waiting]] = []
        while first is not None:
            batch.append(first)
            if len(batch) >= BATCH_MAX:
                return batch, False
            try:
                first = self._jobs.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True


def _answer(waiting: Sequence[_Waiting], results: Sequence[Any]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Waiting, Any]]] = defaultdict(list)
    for future, result in zip(waiting, results, strict=True):
        if isinstance(future, asyncio.Future):
            by_loop[future.get_loop()].append((future, result))
        else:
            _settle(future, result)
    for loop, pairs in by_loop.items():
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(settle_all, pairs)


def settle_all(pairs: Iterable[tuple[_Waiting, Any]]) -> None:
    """Give each its result, but for those that nobody waits for any more."""
    for future, result in pairs:
        if not future.done():
            _settle(future, result)


def _settle(future: _Waiting, result: Any) -> None:
    if isinstance(result, Failed):
        future.set_exception(result.error)
    else:
        future.set_result(result)

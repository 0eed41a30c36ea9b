"""The process that owns the engine: takes jobs as they come, commits them in batches, answers."""

import gc
import os
import select
import signal
import socket
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final, NoReturn, Protocol

from corridor.engine.core import Core, Failed
from corridor.engine.outcome import Published
from corridor.engine.ports import Store
from corridor.engine.writer import BATCH_MAX
from corridor.node.engine_frames import Done, Frames, SetPeers, pack_onto

MUCH_BYTES: Final = 256 << 10
POLL_S: Final = 0.001
GC_THRESHOLD: Final = 1_000_000
"""Nearly all that an engine makes is frozen and in no cycle: look for cycles seldom."""


class Forkable(Store, Protocol):
    """A store that two processes can use after a fork."""

    commit_by: Callable[[Callable[[], None]], None]
    """Carries out a commit; it may do something else meanwhile, but not with this store."""

    def rest(self) -> None:
        """Close what a forked process must not share; the next use opens it anew."""


def run_child(core: Core, store: Forkable, channel: socket.socket) -> NoReturn:
    """The child, until the parent closes the socket. Nothing of the parent's is cleaned up here."""
    for asked_of_parent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_of_parent, signal.SIG_IGN)
    gc.set_threshold(GC_THRESHOLD, 50, 100)
    try:
        child = Child(core, channel)
        store.commit_by = child.commit
        with suppress(ConnectionError):  # the parent was killed: nobody waits for answers any more
            child.work()
        store.rest()
    except BaseException:  # noqa: BLE001 - whatever it was, the parent's code must not go on here
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


class Child:
    """One batch after another, until the other end of the channel closes."""

    def __init__(self, core: Core, channel: socket.socket) -> None:
        self._core = core
        self._channel = channel
        self._incoming = Frames()
        self._jobs: list[tuple[int, Any]] = []
        self._news: list[Published] = []
        self._told = core.tip
        self._bytes, self._is_much = 0, False
        self._disk = ThreadPoolExecutor(1, "disk")
        core.listeners.append(self._news.append)

    def work(self) -> None:
        """Take what is waiting as one batch, commit it, answer it."""
        while self._jobs or self._read_all():
            batch, self._jobs = self._jobs[:BATCH_MAX], self._jobs[BATCH_MAX:]
            self._is_much, self._bytes = self._bytes >= MUCH_BYTES, 0
            self._channel.sendall(self._answer(batch))
            self._read_all(wait=False)

    def commit(self, commit: Callable[[], None]) -> None:
        """After much data, let another thread wait for the disk, and meanwhile read what comes.

        After little, the two threads would cost more than the disk does.
        """
        if not self._is_much:
            commit()
            return
        done = self._disk.submit(commit)
        while not done.done():
            if self._is_readable(POLL_S) and not self._read():
                break
        done.result()

    def _read_all(self, wait: bool = True) -> bool:
        """What has come; with `wait` at least one job. False when the parent has ended."""
        while (wait and not self._jobs) or self._is_readable(0):
            if not self._read():
                return bool(self._jobs)
        return True

    def _is_readable(self, within_s: float) -> bool:
        return bool(select.select([self._channel], [], [], within_s)[0])

    def _read(self) -> bool:
        """Read some; False at the end."""
        try:
            size = self._incoming.take(self._channel)
        except OSError:
            return False
        self._bytes += size
        self._jobs += self._incoming.whole()
        return size > 0

    def _answer(self, batch: Sequence[tuple[int, Any]]) -> bytearray:
        jobs = [(number, job) for number, job in batch if not isinstance(job, SetPeers)]
        for _, job in batch:
            if isinstance(job, SetPeers):
                self._core.set_peers(job.peers)
        results = self._core.run([job for _, job in jobs]) if jobs else []
        tip = self._core.tip if self._core.tip is not self._told else None
        self._told = self._core.tip
        numbered = [(number, result) for (number, _), result in zip(jobs, results, strict=True)]
        news = tuple(self._news)
        self._news.clear()
        answer = bytearray()
        try:
            pack_onto(answer, Done(tuple(numbered), news, tip))
        except Exception:  # noqa: BLE001 - an error of a job that cannot be sent as it is
            pack_onto(answer, Done(tuple(map(_plain, numbered)), news, tip))
        return answer


def _plain(numbered: tuple[int, Any]) -> tuple[int, Any]:
    number, result = numbered
    if isinstance(result, Failed):
        result = Failed(RuntimeError(repr(result.error)))
    return number, result

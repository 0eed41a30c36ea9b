"""The process that owns the engine: takes jobs as they come, commits them in batches, answers."""

import gc
import os
import signal
import socket
import traceback
from collections.abc import Sequence
from typing import Any, Final, NoReturn, Protocol

from corridor.engine.core import Core, Failed
from corridor.engine.outcome import Published
from corridor.engine.ports import Store
from corridor.engine.writer import BATCH_MAX
from corridor.node.engine_frames import CHUNK_BYTES, Done, Frames, SetPeers, pack

GC_THRESHOLD: Final = 100_000
"""Nearly all that an engine makes is frozen and in no cycle: look for cycles seldom."""


class Restful(Store, Protocol):
    """A store that two processes can use after a fork."""

    def rest(self) -> None:
        """Close what a forked process must not share; the next use opens it anew."""


def run_child(core: Core, store: Restful, channel: socket.socket) -> NoReturn:
    """The child, until the parent closes the socket. Nothing of the parent's is cleaned up here."""
    for asked_of_parent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_of_parent, signal.SIG_IGN)
    gc.set_threshold(GC_THRESHOLD, 50, 100)
    try:
        Child(core, channel).work()
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
        core.listeners.append(self._news.append)

    def work(self) -> None:
        """Take what is waiting as one batch, commit it, answer it."""
        while self._jobs or self._gather():
            batch, self._jobs = self._jobs[:BATCH_MAX], self._jobs[BATCH_MAX:]
            self._channel.sendall(self._answer(batch))
            self._gather(socket.MSG_DONTWAIT)

    def _gather(self, flags: int = 0) -> bool:
        """Read what has come; without flags wait for it. False at the end."""
        data = b"-"
        while data and not self._jobs:
            try:
                data = self._channel.recv(CHUNK_BYTES, flags)
            except (BlockingIOError, InterruptedError):
                return True
            except OSError:
                return False
            self._jobs += self._incoming.feed(data)
        return bool(self._jobs)

    def _answer(self, batch: Sequence[tuple[int, Any]]) -> bytes:
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
        try:
            return pack(Done(tuple(numbered), news, tip))
        except Exception:  # noqa: BLE001 - an error of a job that cannot be sent as it is
            return pack(Done(tuple(map(_plain, numbered)), news, tip))


def _plain(numbered: tuple[int, Any]) -> tuple[int, Any]:
    number, result = numbered
    if isinstance(result, Failed):
        result = Failed(RuntimeError(repr(result.error)))
    return number, result

"""The engine in a process of its own.

Python runs one thread of a process at a time: deciding and serving in one process wait for each
other, and hand the interpreter over at every read of the database and every socket. So a serving
node forks once, before it begins: the child owns the engine and is the only one that writes; the
parent serves, reads the store for itself, and sends the child its jobs through a socket.

The child ends when the socket does, however the parent ended, after what it was doing.
"""

import asyncio
import gc
import os
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

import msgspec

from corridor.engine.core import Core, Failed, Job, given
from corridor.engine.illness import Unavailable
from corridor.engine.log import Tip
from corridor.engine.outcome import Published
from corridor.engine.ports import Store
from corridor.engine.settings import Settings
from corridor.engine.writer import QUEUE_MAX, Overloaded, settle_all
from corridor.node.engine_child import Forkable, run_child
from corridor.node.engine_frames import Done, Frames, SetPeers, pack_onto

_SEND_BUFFER_BYTES: Final = 8 << 20
"""Room for a page of events, where the system grants it; else it is sent in parts."""
_OUTGOING_BYTES_MAX: Final = 64 << 20
SENT_TOGETHER: Final = 8
"""So many jobs do not wait for the end of the turn: while more are read, the engine does these."""


class EngineLost(Unavailable):
    """The engine's process ended: whether a job was done shows when the node starts again."""

    code = "engine-lost"
    illness = "restarting"

    def diagnostics(self) -> str:
        """What to do."""
        return "Its engine ends again and again: the node's log and its disk say why."


class EngineProcess:
    """The parent's side: what `Core` and `Writer` are to the rooms above, in one."""

    _loop: asyncio.AbstractEventLoop

    def __init__(self, settings: Settings, store: Store, tip: Tip, ours: socket.socket, pid: int):
        self.settings = settings
        self.store = store
        self.tip = tip
        self.listeners: list[Callable[[Published], None]] = []
        self.on_lost: Callable[[], None] = _nothing
        self._socket = ours
        self._pid = pid
        self._is_started = self._is_sending = self._is_lost = False
        self._incoming = Frames()
        self._outgoing = bytearray()
        self._unsent = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._last = 0

    @classmethod
    def fork(cls, core: Core, store: Forkable) -> "EngineProcess":
        """Give the core to a child. In the parent nothing may write to its store from here on."""
        store.rest()
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        gc.collect()
        gc.freeze()  # so that looking for cycles does not copy what both share
        pid = os.fork()
        if pid == 0:
            ours.close()
            run_child(core, store, theirs)
        theirs.close()
        return cls(core.settings, core.store, core.tip, ours, pid)

    @property
    def node(self) -> str:
        """Two letters."""
        return self.settings.node

    @property
    def waiting(self) -> int:
        """Jobs that were handed in and are not answered; any thread may ask."""
        return len(self._waiting)

    def set_peers(self, peers: frozenset[str]) -> None:
        """Another trust list is in force: from the next batch on, publish to these."""
        self.settings = msgspec.structs.replace(self.settings, peers=peers - {self.node})
        self._put(SetPeers(peers))

    def run_one(self, job: Job) -> Any:
        """Before `start` only: run a job and wait for it."""
        number = self._put(job)
        self._socket.sendall(self._outgoing)
        self._outgoing.clear()
        while self._incoming.take(self._socket):
            for done in self._incoming.whole():
                self._hear(done)
                for found, result in done.results:
                    if found == number:
                        return given(result)
        raise EngineLost

    def start(self) -> None:
        """Begin taking jobs, on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._is_started = True
        self._socket.setblocking(False)
        self._loop.add_reader(self._socket, self._read)
        self._send_soon()

    def stop(self) -> None:
        """Finish what was taken and let the child end."""
        if self._socket.fileno() < 0:
            return
        self._stop_listening()
        self._socket.setblocking(True)
        with suppress(OSError):
            self._socket.sendall(self._outgoing)
            self._socket.shutdown(socket.SHUT_WR)
            while self._incoming.take(self._socket):
                self._settle(self._incoming.whole())
        self._socket.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    async def run(self, job: Job) -> Any:
        """Send a job and wait for its result. Who stops waiting does not stop the job."""
        return await self.submit(job)

    def submit(self, job: Job) -> asyncio.Future[Any]:
        """Send a job; the future has its result once it is durable. It need not be awaited."""
        if self._is_lost:
            raise EngineLost
        if len(self._waiting) >= QUEUE_MAX or len(self._outgoing) >= _OUTGOING_BYTES_MAX:
            raise Overloaded
        future = asyncio.get_running_loop().create_future()
        future.add_done_callback(_seen)
        self._put(job, future)
        return future

    def _put(self, job: Any, future: "asyncio.Future[Any] | None" = None) -> int:
        number = self._last + 1
        pack_onto(self._outgoing, (number, job))
        self._last = number
        self._unsent += 1
        if future is not None:  # before it is sent: an engine that is lost then fails it too
            self._waiting[number] = future
        self._send_soon()
        return number

    def _send_soon(self) -> None:
        """Once in a turn of the loop, or for each few of the jobs that it brings."""
        if not self._is_started or not self._outgoing:
            return
        if self._unsent >= SENT_TOGETHER:
            self._send()
        elif not self._is_sending:
            self._is_sending = True
            self._loop.call_soon(self._send)

    def _send(self) -> None:
        if self._is_lost or not self._outgoing:
            return
        self._unsent = 0
        try:
            del self._outgoing[: self._socket.send(self._outgoing)]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self._lose()
            return
        self._is_sending = bool(self._outgoing)
        if self._is_sending:
            self._loop.add_writer(self._socket, self._send)
        else:
            self._loop.remove_writer(self._socket)

    def _read(self) -> None:
        try:
            size = self._incoming.take(self._socket)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            size = 0
        if size:
            self._settle(self._incoming.whole())
        else:
            self._lose()

    def _settle(self, found: Iterable[Done]) -> None:
        for done in found:
            self._hear(done)
            waiting = self._waiting
            settle_all((waiting.pop(n), result) for n, result in done.results if n in waiting)

    def _hear(self, done: Done) -> None:
        if done.tip is not None:
            self.tip = done.tip
        for published in done.published:
            for listener in self.listeners:
                listener(published)

    def _lose(self) -> None:
        self._is_lost = True
        self._stop_listening()
        numbers = tuple(self._waiting)
        self._settle([Done(tuple((number, Failed(EngineLost())) for number in numbers), (), None)])
        self.on_lost()

    def _stop_listening(self) -> None:
        if self._is_started and not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)


def _seen(future: "asyncio.Future[Any]") -> None:
    """An error of a job that nobody waits for any more is in the log; no need to warn of it."""
    if not future.cancelled():
        future.exception()


def _nothing() -> None:
    """Nobody minds."""

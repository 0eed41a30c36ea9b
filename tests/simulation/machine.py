"""Machines that crash, disks that fail, clocks that go wrong, and the line between them."""

import asyncio
import random
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from corridor.engine.core import Core, Job
from corridor.engine.hlc import instant, to_ms
from corridor.engine.jobs import FireTimers
from corridor.evidence.httpsig import Request
from corridor.exchange.errors import LineFault
from corridor.exchange.follower import Follower, Pace
from corridor.exchange.handing import HANDING_PATH
from corridor.exchange.handing_serve import HandingDesk
from corridor.exchange.serve import Publisher
from corridor.exchange.transport import Answer
from corridor.exchange.trust import TrustInForce
from corridor.node.code_carrier import CodeCarrier
from corridor.stores.memory import MemoryStore
from tests.exchange.network import ROOTS, offload, sealed, trust_list
from tests.support.engines import START, CountingTokens, make_core

ANSWER_S = 40.0
TIMERS_S = 15.0
DAY_MS = 86_400_000


class DiskFailed(Exception):
    """The store's medium did not do what it was asked, or did not say so."""


class ProcessDied(Exception):
    """Whoever asked will never get an answer."""


class Faults:
    """What may go wrong, and how often. `end` makes everything well."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.lost = chance.choice((0.0, 0.02, 0.15))
        self.doubled = chance.choice((0.0, 0.1))
        self.flipped = chance.choice((0.0, 0.03))
        self.disk = chance.choice((0.0, 0.01, 0.05))
        self.slowest_s = chance.choice((0.05, 1.0, 8.0))
        self.cut: set[tuple[str, str]] = set()

    def end(self) -> None:
        """From now on the world is kind."""
        self.lost = self.doubled = self.flipped = self.disk = 0.0
        self.slowest_s = 0.05
        self.cut.clear()

    def happens(self, probability: float) -> bool:
        """Whether it happens this time."""
        return self.chance.random() < probability


class SimClock:
    """The wall clock of one machine: the loop's time, more or less."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._start_ms = to_ms(START)
        self.skew_ms = 0
        self.frozen_ms: int | None = None

    def jump(self, days: int) -> None:
        """Days pass at once, with nothing in them."""
        self._start_ms += days * DAY_MS

    def now_ms(self) -> int:
        """Milliseconds, as this machine believes."""
        if self.frozen_ms is not None:
            return self.frozen_ms
        return self._start_ms + int(self._loop.time() * 1000) + self.skew_ms


class Process:
    """One run of a node's program. When it dies its tasks end and its jobs are refused."""

    def __init__(self, machine: "Machine") -> None:
        self.machine = machine
        self.alive = True
        self.core: Core = make_core(machine.name, machine.store, machine.clock, machine.rules)
        tokens = self.core.settings.tokens
        assert isinstance(tokens, CountingTokens)
        machine.starts += 1
        tokens.count = machine.starts * 1_000_000
        self.trust = TrustInForce(self.core, ROOTS)
        self.trust.adopt_at_start(machine.trust)
        self.publisher = Publisher(self.core, self.submit, self.trust, offload)
        self.codes = HandingDesk(self.core, self.submit, self.trust)
        self.tasks: dict[asyncio.Task[Any], None] = {}
        self.start(self._timers())
        self.start(CodeCarrier(self.core, self.submit, self.trust, machine.line).run())
        chance = machine.faults.chance
        for peer in self.trust.peers():
            pace = Pace(asyncio.sleep, chance.random, 25, chance.choice((1, 5, 500)), offload)
            follower = Follower(self.core, self.submit, self.trust, machine.line, peer.node, pace)
            self.start(follower.run())

    async def _timers(self) -> None:
        """What falls due is done; where the disk fails, at the next turn."""
        while True:
            await asyncio.sleep(TIMERS_S)
            with suppress(DiskFailed, ProcessDied):
                await self.submit(FireTimers())

    async def submit(self, job: Job) -> Any:
        """The writer: at once, unless the process is dead."""
        await asyncio.sleep(0)
        if not self.alive:
            raise ProcessDied(self.machine.name)
        return self.core.run_one(job)

    def start(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Run a task that dies with the process."""
        task = asyncio.ensure_future(work)
        self.tasks[task] = None
        task.add_done_callback(lambda done: self.tasks.pop(done, None))
        return task

    def die(self) -> None:
        """SIGKILL."""
        self.alive = False
        for task in list(self.tasks):
            task.cancel()


class Machine:
    """A node's machine: the store and the clock outlive its processes."""

    def __init__(
        self, name: str, nodes: tuple[str, ...], line: "Line", faults: Faults, rules: Any
    ) -> None:
        self.name = name
        self.line = Wire(name, line)
        self.faults = faults
        self.rules = rules
        self.clock = SimClock(asyncio.get_running_loop())
        self.store = MemoryStore(self._before, self._after)
        self.trust = sealed(trust_list(nodes))
        self.starts = 0
        self.process: Process | None = None
        line.machines[name] = self

    def _before(self) -> None:
        if self.faults.happens(self.faults.disk):
            raise DiskFailed("nothing was written")

    def _after(self) -> None:
        if self.faults.happens(self.faults.disk):
            raise DiskFailed("it was written, but nobody was told")

    def now(self) -> str:
        """What its clock says."""
        return instant(self.clock.now_ms())

    def boot(self) -> None:
        """Start the program; a disk that fails at once is tried again later."""
        try:
            self.process = Process(self)
        except DiskFailed:
            self.process = None

    def crash(self) -> None:
        """The program dies between two instructions."""
        if self.process is not None:
            self.process.die()
        self.process = None

    async def submit(self, job: Job) -> Any:
        """What a person of this node asks of it."""
        if self.process is None:
            raise ProcessDied(self.name)
        return await self.process.submit(job)


class Line:
    """The network between all machines."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.machines: dict[str, Machine] = {}
        self.refusals: list[tuple[str, bytes]] = []

    async def carry(self, sender: str, receiver: str) -> None:
        """One direction of one message: it takes its time, or never comes."""
        await asyncio.sleep(self.faults.chance.random() * self.faults.slowest_s)
        if (sender, receiver) in self.faults.cut or self.faults.happens(self.faults.lost):
            await asyncio.sleep(ANSWER_S)
            raise LineFault("unreachable", f"{sender} to {receiver}")

    async def ask(self, sender: str, receiver: str, request: Request) -> Answer:
        """There and back."""
        await self.carry(sender, receiver)
        if self.faults.happens(self.faults.doubled):
            again = asyncio.ensure_future(self._serve(receiver, request))
            again.add_done_callback(_look_at)
        answer = await self._serve(receiver, request)
        await self.carry(receiver, sender)
        return self._bent(answer)

    async def _serve(self, receiver: str, request: Request) -> Answer:
        process = self.machines[receiver].process
        if process is None:
            raise LineFault("unreachable", f"{receiver} is down")
        is_code = request.url.endswith(HANDING_PATH)
        desk = process.codes.handle if is_code else process.publisher.handle_follow
        work = process.start(desk(request))
        try:
            answer: Answer = await asyncio.shield(work)
        except asyncio.CancelledError:
            if process.alive:
                raise
            raise LineFault("unreachable", f"{receiver} died") from None
        except (DiskFailed, ProcessDied) as error:
            raise LineFault("unreachable", str(error)) from None
        if answer.status != 200 and not is_code:
            self.refusals.append((receiver, answer.body))
        return answer

    def _bent(self, answer: Answer) -> Answer:
        if not answer.body or not self.faults.happens(self.faults.flipped):
            return answer
        body = bytearray(answer.body)
        body[self.faults.chance.randrange(len(body))] ^= 1 << self.faults.chance.randrange(8)
        return replace(answer, body=bytes(body))


class Wire:
    """One machine's end of the line: the transport of its followers."""

    def __init__(self, name: str, line: Line) -> None:
        self._name = name
        self._line = line

    async def follow(self, request: Request, wait_s: int) -> Answer:
        """See the port."""
        receiver = request.url.split("//")[1][:2].upper()
        asked = asyncio.ensure_future(self._line.ask(self._name, receiver, request))
        asked.add_done_callback(_look_at)
        try:
            return await asyncio.wait_for(asked, wait_s + ANSWER_S)
        except TimeoutError:
            raise LineFault("unreachable", f"{receiver} does not answer") from None


def _look_at(task: "asyncio.Task[Answer]") -> None:
    """A fault that comes when nobody waits for it any more is no news."""
    if not task.cancelled():
        task.exception()

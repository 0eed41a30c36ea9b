"""`bench grow`: cost of one command and of one page of each work list, as the store grows.

One process and one store, which grows from size to size. What counts is the time of the processor,
the system's part included, since a busy machine lengthens every other time. Samples take turns with
those of a yardstick whose cost does not depend on the store, the decoding of some bodies; figures
are given as at the speed that the processor had at the first size.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import msgspec

from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.core import Core
from corridor.node.bench.desks import Desks, desk_paths
from corridor.node.bench.filling import NotFilled, core_of, opened, writing
from corridor.node.bench.growing import NODE, Growth
from corridor.node.bench.grown import Told, check_disk, grow_to
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.result import Result, cost

SAMPLES_LEAST = 20
YARDSTICK_BODIES = 5


class Figure(msgspec.Struct, frozen=True):
    """One cost at one size in microseconds: of the processor, by the clock on the wall, and of the
    processor for the yardstick at the same time.
    """

    name: str
    size: int
    cost_us: float
    wall_us: float
    yardstick_us: float
    samples: int


class Stopwatch:
    """Times one thing again and again, and the yardstick after each."""

    def __init__(self, seconds: float, body: bytes) -> None:
        self._end = time.perf_counter() + seconds
        self._body = body
        self._decoder = msgspec.json.Decoder(LodgeDeclaration)
        self._cost: list[float] = []
        self._wall: list[float] = []
        self._yardstick: list[float] = []

    @property
    def goes_on(self) -> bool:
        """Whether there is to be another sample."""
        return len(self._cost) < SAMPLES_LEAST or time.perf_counter() < self._end

    @contextmanager
    def sample(self) -> Iterator[None]:
        """Time what is done inside."""
        wall, begun = time.perf_counter(), time.process_time()
        yield
        done = time.process_time()
        self._wall.append(time.perf_counter() - wall)
        for _ in range(YARDSTICK_BODIES):
            self._decoder.decode(self._body)
        self._yardstick.append(time.process_time() - done)
        self._cost.append(done - begun)

    def figure(self, name: str, size: int) -> Figure:
        """The medians."""
        cost_us, wall_us, yardstick_us = (
            median(found) * 1e6 for found in (self._cost, self._wall, self._yardstick)
        )
        return Figure(name, size, cost_us, wall_us, yardstick_us, len(self._cost))


def bench_grow(seconds: float, sizes: tuple[int, ...], told: Told) -> Iterator[Result]:
    """For each size after the first, each figure beside that of the first."""
    with bench_nodes([NODE]) as nodes:
        bench = nodes[NODE]
        check_disk(bench.folder, sizes[-1])
        base: dict[str, Figure] = {}
        with opened(bench) as node, writing(node):
            growth = Growth(bench)
            desks = Desks(node, bench)
            for size in sizes:
                grow_to(growth, core_of(node), size, told)
                for figure in _figures(growth, core_of(node), desks, size, seconds):
                    yield _result(figure, base.setdefault(figure.name, figure))


def _figures(
    growth: Growth, core: Core, desks: Desks, size: int, seconds: float
) -> Iterator[Figure]:
    yield _command(growth, core, size, seconds)
    yield from asyncio.run(_pages(desks, growth, size, seconds))


def _body(growth: Growth) -> bytes:
    return msgspec.json.encode(next(growth.lodged).command)


def _command(growth: Growth, core: Core, size: int, seconds: float) -> Figure:
    """One lodgement, alone in its commit."""
    watch = Stopwatch(seconds, _body(growth))
    while watch.goes_on:
        job = next(growth.lodged)
        with watch.sample():
            [outcome] = core.run([job])
        if getattr(outcome, "refusals", True):
            raise NotFilled(str(outcome))
    return watch.figure("command", size)


async def _pages(desks: Desks, growth: Growth, size: int, seconds: float) -> list[Figure]:
    found = []
    async with desks.signed_in({asked.login for _, asked in desk_paths()}):
        for name, asked in desk_paths():
            await desks.get(asked)
            watch = Stopwatch(seconds / 4, _body(growth))
            while watch.goes_on:
                with watch.sample():
                    await desks.get(asked)
            found.append(watch.figure(name, size))
    return found


def _result(figure: Figure, base: Figure) -> Result:
    at_that_speed = figure.cost_us * (base.yardstick_us / figure.yardstick_us)
    return cost(
        f"grow-{figure.name}-{figure.size}",
        at_that_speed,
        base.cost_us,
        "µs of the processor",
        f"the same with {base.size:,} movements in the store",
        times=round(at_that_speed / base.cost_us, 2),
        measured_us=round(figure.cost_us, 1),
        wall_us=round(figure.wall_us, 1),
        yardstick_us=round(figure.yardstick_us, 1),
        samples=figure.samples,
    )

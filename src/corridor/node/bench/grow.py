"""`bench grow`: cost of one command and of one page of each work list, as the store grows.

One process and one store, which grows from size to size. At each size every figure's samples take
turns with those of a yardstick whose cost does not depend on the store: the bare driver committing
the command's bytes, and the decoding of a body. Figures are given as at the speed that the machine
had at the first size, so that a machine that slows down meanwhile is not taken for a slow store.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import disk_usage
from statistics import median

import msgspec

from corridor.domain.movement.commands import LodgeDeclaration
from corridor.engine.core import Core
from corridor.node.bench.desks import Desks, desk_paths
from corridor.node.bench.filling import NotFilled, opened
from corridor.node.bench.growing import NODE, Growth
from corridor.node.bench.limits import BareDriver
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.result import Result, cost

BYTES_A_MOVEMENT = 16_000
SAMPLES_LEAST = 20
TOLD_EVERY_S = 5.0
YARDSTICK_BODIES = 5
Told = Callable[[str], None]


class DiskTooSmall(Exception):
    """The store would not fit."""

    code = "bench-disk-too-small"

    def diagnostics(self) -> str:
        """What to do."""
        return "Free some space in the folder for temporary files, or give smaller --sizes."


class Figure(msgspec.Struct, frozen=True):
    """One cost at one size, microseconds, with its yardstick's cost at the same time."""

    name: str
    size: int
    cost_us: float
    yardstick_us: float
    samples: int


def bench_grow(seconds: float, sizes: tuple[int, ...], told: Told) -> Iterator[Result]:
    """For each size after the first, each figure beside that of the first."""
    with bench_nodes([NODE]) as nodes:
        bench = nodes[NODE]
        _check_disk(bench.folder, sizes[-1])
        base: dict[str, Figure] = {}
        with opened(bench) as node:
            growth = Growth(bench)
            desks = Desks(node, bench)
            for size in sizes:
                _grow(growth, node.core, size, told)
                for figure in _figures(growth, node.core, desks, bench.folder, size, seconds):
                    yield _result(figure, base.setdefault(figure.name, figure))


def _check_disk(folder: Path, movements: int) -> None:
    free, wanted = disk_usage(folder).free, movements * BYTES_A_MOVEMENT
    if free < wanted:
        raise DiskTooSmall(f"{folder}: {free >> 20} MiB are free, {wanted >> 20} MiB are needed")


def _grow(growth: Growth, core: Core, size: int, told: Told) -> None:
    begun = said = time.monotonic()
    for done in growth.grow(core, size):
        if time.monotonic() - said > TOLD_EVERY_S:
            said = time.monotonic()
            told(f"{done:,} of {size:,} movements after {said - begun:.0f} s")


def _figures(
    growth: Growth, core: Core, desks: Desks, folder: Path, size: int, seconds: float
) -> Iterator[Figure]:
    yield _command(growth, core, folder, size, seconds)
    yield from asyncio.run(_pages(desks, growth, size, seconds))


def _command(growth: Growth, core: Core, folder: Path, size: int, seconds: float) -> Figure:
    """One lodgement, alone in its commit."""
    ours: list[float] = []
    bare: list[float] = []
    with BareDriver(folder) as driver:
        end = time.perf_counter() + seconds
        while len(ours) < SAMPLES_LEAST or time.perf_counter() < end:
            job = next(growth.lodged)
            row = msgspec.json.encode(job.command)
            begun = time.perf_counter()
            [outcome] = core.run([job])
            done = time.perf_counter()
            driver.commit([row])
            bare.append(time.perf_counter() - done)
            ours.append(done - begun)
            if getattr(outcome, "refusals", True):
                raise NotFilled(str(outcome))
    return Figure("command", size, median(ours) * 1e6, median(bare) * 1e6, len(ours))


async def _pages(desks: Desks, growth: Growth, size: int, seconds: float) -> list[Figure]:
    body = msgspec.json.encode(next(growth.lodged).command)
    async with desks.signed_in():
        return [
            await _page(name, partial(desks.get, asked), body, size, seconds / 4)
            for name, asked in desk_paths()
        ]


async def _page(
    name: str, get: Callable[[], Awaitable[None]], body: bytes, size: int, seconds: float
) -> Figure:
    decoder = msgspec.json.Decoder(LodgeDeclaration)
    ours: list[float] = []
    decoding: list[float] = []
    await get()
    end = time.perf_counter() + seconds
    while len(ours) < SAMPLES_LEAST or time.perf_counter() < end:
        begun = time.perf_counter()
        await get()
        done = time.perf_counter()
        for _ in range(YARDSTICK_BODIES):
            decoder.decode(body)
        decoding.append(time.perf_counter() - done)
        ours.append(done - begun)
    return Figure(name, size, median(ours) * 1e6, median(decoding) * 1e6, len(ours))


def _result(figure: Figure, base: Figure) -> Result:
    at_that_speed = figure.cost_us * (base.yardstick_us / figure.yardstick_us)
    return cost(
        f"grow-{figure.name}-{figure.size}",
        at_that_speed,
        base.cost_us,
        "µs",
        f"the same with {base.size:,} movements in the store",
        times=round(at_that_speed / base.cost_us, 2),
        measured_us=round(figure.cost_us, 1),
        yardstick_us=round(figure.yardstick_us, 1),
        samples=figure.samples,
    )

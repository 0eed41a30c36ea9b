"""`bench pages`: what the server takes for each list and each dossier with many movements stored.

One process and one store, filled once. Every section that the pages' own navigation offers is asked
for as the person at that desk, and besides them the lists, filters and searches of `grow`, and one
subject of each kind. Beside each stands a page of the same server, with the same person's frame
around it, that shows nothing: less than that no page of theirs can cost.
"""

import asyncio
import re
import time
from collections.abc import Iterator
from statistics import median

import msgspec

from corridor.node.bench.desks import Asked, Desks, desk_paths
from corridor.node.bench.filling import core_of, opened, subject_of, writing
from corridor.node.bench.growing import AUTHORITY, FRONTIER, NODE, OFFICE, Growth
from corridor.node.bench.grown import Told, check_disk, grow_to
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.observed import PAGES, put_figures
from corridor.node.bench.result import Result, cost, percentile
from corridor.node.collector import spared
from corridor.node.demo.world import load_world

MOST_MS = 40.0
"""What a page may take of the processor, in 95 of 100 cases."""
SAMPLES_LEAST = 20
EMPTY = "/about"
_NAVIGATION = re.compile(r'<nav class="nav".*?</nav>', re.DOTALL)
_HREF = re.compile(r'href="(/[^"?#]*)"')


class Times(msgspec.Struct, frozen=True):
    """Milliseconds of the processor and on the wall."""

    processor: list[float]
    wall: list[float]


def bench_pages(seconds: float, movements: int, told: Told) -> Iterator[Result]:
    """Each page beside the empty one; last, which of them take too long is told."""
    with bench_nodes([NODE]) as nodes:
        bench = nodes[NODE]
        check_disk(bench.folder, movements)
        with opened(bench) as node, writing(node):
            growth = Growth(bench)
            grow_to(growth, core_of(node), movements, told)
            put_figures(bench.folder, NODE)
            with spared():
                results = asyncio.run(_measured(Desks(node, bench), seconds))
    yield from results
    slow = [found.name for found in results if found.detail["p95_ms"] > MOST_MS]
    told(f"over {MOST_MS:.0f} ms: {', '.join(slow) or 'none'}")


async def _measured(desks: Desks, seconds: float) -> list[Result]:
    found = []
    async with desks.signed_in({login for login, _ in _people()}):
        for login, home in _people():
            empty = await _times(desks, Asked(login, EMPTY), seconds)
            for name, asked in await _pages_of(desks, login, home):
                found.append(_result(name, await _times(desks, asked, seconds), empty))
    return found


def _people() -> Iterator[tuple[str, str]]:
    """Login and first page of one of each kind."""
    world = load_world().nodes[NODE]
    yield world.carriers[0].login, "/carrier"
    yield f"customs-{OFFICE.lower()}", "/customs"
    yield f"customs-{FRONTIER.lower()}", "/customs"
    yield f"permit-{AUTHORITY.lower()}", "/permits"
    yield f"gate-{FRONTIER.lower()}", "/checkpoint"
    yield world.guarantor.login, "/guarantor"
    yield world.operator.login, "/operator"


async def _pages_of(desks: Desks, login: str, home: str) -> list[tuple[str, Asked]]:
    """What this person's navigation offers, the lists of `grow`, and a subject of each kind."""
    text = await desks.get(Asked(login, home))
    navigation = _NAVIGATION.search(text)
    offered = _HREF.findall(navigation[0]) if navigation else []
    lists = [asked.path for _, asked in desk_paths() if asked.login == login and not asked.is_api]
    paths = dict.fromkeys([home, *offered, *lists, *_subjects(login), "/news", "/"])
    if login == load_world().nodes[NODE].operator.login:
        paths |= dict.fromkeys(PAGES)
    return [(f"pages-{login}:{path}", Asked(login, path)) for path in paths]


def _subjects(login: str) -> Iterator[str]:
    movement = subject_of(NODE, 1)
    if login == load_world().nodes[NODE].carriers[0].login:
        yield f"/carrier/dossiers/{movement}"
    if login == f"customs-{OFFICE.lower()}":
        yield f"/customs/{movement}"
    if login == f"permit-{AUTHORITY.lower()}":
        yield f"/permits/pm-{NODE}-{1:017d}"


async def _times(desks: Desks, asked: Asked, seconds: float) -> Times:
    await desks.get(asked)
    processor: list[float] = []
    wall: list[float] = []
    end = time.perf_counter() + seconds
    while len(wall) < SAMPLES_LEAST or time.perf_counter() < end:
        begun, spent = time.perf_counter(), time.process_time()
        await desks.get(asked)
        processor.append((time.process_time() - spent) * 1_000)
        wall.append((time.perf_counter() - begun) * 1_000)
    return Times(processor, wall)


def _result(name: str, times: Times, empty: Times) -> Result:
    return cost(
        name,
        median(times.processor),
        median(empty.processor),
        "ms of the processor",
        "a page of the same server that shows nothing",
        p95_ms=round(percentile(times.processor, 0.95), 1),
        wall_p50_ms=round(median(times.wall), 1),
        wall_p95_ms=round(percentile(times.wall, 0.95), 1),
        samples=len(times.wall),
    )

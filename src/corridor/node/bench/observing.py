"""`bench observed`: what a node loses to its observatory, in turns with and without it.

With it: what the node starts by itself now and then, `observatory read`, is at work all the
time, again and again, far more than in a node, which rests twenty times as long as that took.
What counts is the time of the processor of the node's own two processes for one declaration, and
for one event that is followed: a neighbour, as the observatory is one, lengthens every other time.
Its own time of the processor is told beside it.
"""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final

import msgspec

from corridor.node.bench.dossiers import Bodies
from corridor.node.bench.filling import core_of, fill, index, lodgements, opened
from corridor.node.bench.follow import FOLLOWER, PUBLISHER, followed_each
from corridor.node.bench.follow import ROUTE as THROUGH
from corridor.node.bench.load import run_load
from corridor.node.bench.lodge import CONNECTIONS, NODE, bodies_for, lodgement
from corridor.node.bench.nodes import BenchNode, bench_nodes
from corridor.node.bench.processor import seconds_of
from corridor.node.bench.result import Result, rate
from corridor.node.standing_back import stand_back

TURN_S: Final = 8.0
"""About so long two turns take, with and without."""
ROUND_S: Final = 3.5
"""Of lodging: a reading begins, and comes to its work, within it."""
FOLLOWED: Final = 2
"""Turns of following with and without, each of a follower with nothing."""
EVENTS: Final = 8_000
READ: Final = ("-m", "corridor", "observatory", "read")


class Read(msgspec.Struct):
    """What the observatory did meanwhile."""

    times: int = 0
    spent_s: float = 0.0


def bench_observed(seconds: float) -> Iterator[Result]:
    """Two results: `lodge` and `follow`, with the observatory at work beside without it."""
    yield _lodging(max(2, round(seconds / TURN_S)))
    yield _following()


def _lodging(turns: int) -> Result:
    found, read = list[tuple[float, float]](), Read()
    with bench_nodes([NODE]) as nodes:
        node = nodes[NODE]
        bodies = bodies_for(node, "OBSERVED")
        for _ in range(turns):
            # Each of a node that has just begun: its own reading comes later.
            with node.running() as pid:
                _lodged(node, bodies, pid)  # warms up
                without = _lodged(node, bodies, pid)
                with reading(node.folder, read):
                    found.append((_lodged(node, bodies, pid), without))
    return _result("observed-lodge", found, "declarations in a second of the processor", read)


def _lodged(node: BenchNode, bodies: Bodies, pid: int) -> float:
    """All that are sent count, since all of them are answered before it ends."""
    make, sent = lodgement(node, bodies), count()
    begun = seconds_of(pid)

    def request() -> bytes:
        next(sent)
        return make()

    run_load(node.port, request, ROUND_S, CONNECTIONS, warm_up_s=0.0)
    return next(sent) / (seconds_of(pid) - begun)


def _following() -> Result:
    found, read = list[tuple[float, float]](), Read()
    with bench_nodes([PUBLISHER, FOLLOWER]) as nodes:
        publisher, follower = nodes[PUBLISHER], nodes[FOLLOWER]
        bodies = bodies_for(publisher, "OBSERVED", THROUGH)
        with opened(publisher) as node:
            fill(core_of(node), lodgements(publisher, bodies), EVENTS, lambda _: None)
            index(core_of(node))
        empty = follower.folder.with_name("follower-before")
        shutil.copytree(follower.folder, empty)
        with publisher.running():
            for _ in range(FOLLOWED):
                without = _followed(follower, empty, nullcontext())
                beside = reading(follower.folder, read)
                found.append((_followed(follower, empty, beside), without))
    return _result("observed-follow", found, "events in a second of the processor", read)


def _followed(follower: BenchNode, empty: Path, beside: AbstractContextManager[None]) -> float:
    follower.put_back(empty)
    return followed_each(follower, EVENTS, beside)


@contextmanager
def reading(folder: Path, read: Read) -> Iterator[None]:
    """The observatory of a node at work, again and again, until the end of it."""
    ended = threading.Event()
    reader = threading.Thread(target=_read_again, args=(folder, read, ended))
    reader.start()
    try:
        yield
    finally:
        ended.set()
        reader.join()


def _read_again(folder: Path, read: Read, ended: threading.Event) -> None:
    told = os.open(os.devnull, os.O_RDWR)
    quiet = [(os.POSIX_SPAWN_DUP2, told, number) for number in (1, 2)]
    while not ended.is_set():
        arguments = (sys.executable, *READ, str(folder))
        pid = os.posix_spawn(sys.executable, arguments, os.environ, file_actions=quiet)
        stand_back(pid)
        _, _, used = os.wait4(pid, 0)
        read.times += 1
        read.spent_s += used.ru_utime + used.ru_stime
    os.close(told)


def _result(name: str, found: list[tuple[float, float]], unit: str, read: Read) -> Result:
    lost = 1 - median(with_it / without for with_it, without in found)
    return rate(
        name,
        found,
        unit,
        "the same without the observatory",
        lost_percent=round(100 * lost, 1),
        observatory_read=read.times,
        observatory_processor_s=round(read.spent_s, 1),
    )

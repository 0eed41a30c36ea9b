"""`bench follow`: events a second from one node's commit to the other's durable commit.

Two real nodes. The publisher's store is filled and indexed first; then the follower starts with
nothing, and the time counts from its first page's commit to its last one's: asked for, built, sent,
checked in all twelve steps, folded, kept and receipted. Between the follower's turns the bare
driver commits the same bytes in batches as large as the pages.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from corridor.exchange.messages import EVENTS_MAX
from corridor.node.bench.filling import core_of, fill, index, lodgements, opened
from corridor.node.bench.limits import bare_commits
from corridor.node.bench.live import bench_live
from corridor.node.bench.lodge import bodies_for
from corridor.node.bench.nodes import BenchNode, bench_nodes
from corridor.node.bench.processor import seconds_of
from corridor.node.bench.result import Result, rate

PUBLISHER, FOLLOWER = "KG", "UZ"
ROUTE = "tashkent-poti"
"""Lodged at the publisher for a departure from the follower's state: two nodes see each."""
ROUNDS = 3
EVENTS_PER_SECOND = 1_200
EVENTS_LEAST = 2 * EVENTS_MAX + EVENTS_MAX // 2
EVENTS_MOST = 24_000
POLL_S = 0.005
GIVE_UP_S = 60.0
BEHIND = "SELECT position FROM cursors WHERE peer = ?"
LOGGED = "SELECT data FROM log ORDER BY entry DESC LIMIT ?"


class NotFollowed(Exception):
    """The follower did not get to the end of the channel."""

    code = "bench-not-followed"

    def diagnostics(self) -> str:
        """What to do."""
        return "Run it again on a quieter machine; if it lasts, report it."


def bench_follow(seconds: float, compare: bool) -> Iterator[Result]:
    """The rate, then the delay of a single event; with `compare`, AS2 and AS4 as well."""
    count = min(max(int(seconds * EVENTS_PER_SECOND), EVENTS_LEAST), EVENTS_MOST)
    with bench_nodes([PUBLISHER, FOLLOWER]) as nodes:
        publisher, follower = nodes[PUBLISHER], nodes[FOLLOWER]
        bodies = bodies_for(publisher, "FOLLOW", ROUTE)
        with opened(publisher) as node:
            fill(core_of(node), lodgements(publisher, bodies), count, _silent)
            index(core_of(node))
        rows = _published(publisher)
        with publisher.running():
            found = _rate(follower, rows, count, seconds)
            yield found
            with follower.running():
                _wait_for_all(follower, count)
                yield bench_live(publisher, follower, bodies, seconds)
    if compare:
        from corridor.node.bench.partners import compare_partners  # noqa: PLC0415 - on demand

        yield from compare_partners(found.ours, rows[0], seconds)


def _silent(done: int) -> None:
    """Filling takes no longer than the measurement does."""


def _published(node: BenchNode) -> list[bytes]:
    """The bytes of a page's worth of the newest events."""
    with _read_only(node) as store:
        return [data for (data,) in store.execute(LOGGED, (EVENTS_MAX,))]


def _rate(follower: BenchNode, rows: list[bytes], count: int, seconds: float) -> Result:
    before = follower.folder.with_name("follower-before")
    shutil.copytree(follower.folder, before)
    turns: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        follower.put_back(before)
        ours = _followed(follower, count)
        driver = bare_commits(rows, EVENTS_MAX, seconds / ROUNDS / 2, follower.folder.parent)
        turns.append((ours, driver))
    return rate(
        "follow",
        turns,
        "events/s",
        f"the bare driver committing the same bytes, {EVENTS_MAX} at a time",
        event_bytes=sum(map(len, rows)) // len(rows),
        events=count,
    )


def _followed(follower: BenchNode, count: int) -> float:
    """Events a second from the commit of the first page to that of the last."""
    with follower.running(), _read_only(follower) as store:
        first = _when(store, 1)
        last = _when(store, count)
    if last[0] == first[0]:
        raise NotFollowed("one page held all of it: nothing to measure")
    return (last[0] - first[0]) / (last[1] - first[1])


def followed_each(follower: BenchNode, count: int, beside: AbstractContextManager[None]) -> float:
    """Events in each second of the processor of a follower with nothing, from its first page to its
    last, while something goes on `beside` it.
    """
    with follower.running() as pid, beside, _read_only(follower) as store:
        first, begun = _when(store, 1)[0], seconds_of(pid)
        last, spent = _when(store, count)[0], seconds_of(pid) - begun
    return (last - first) / spent if spent else 0.0


def _wait_for_all(follower: BenchNode, count: int) -> None:
    with _read_only(follower) as store:
        _when(store, count)


def _when(store: sqlite3.Connection, position: int) -> tuple[int, float]:
    """(position, clock) at the first sight of the channel being followed so far."""
    end = time.perf_counter() + GIVE_UP_S
    while (now := time.perf_counter()) < end:
        found = store.execute(BEHIND, (PUBLISHER,)).fetchone()
        if found is not None and found[0] >= position:
            return found[0], now
        time.sleep(POLL_S)
    raise NotFollowed(f"position {position} of {PUBLISHER}")


class _read_only:  # noqa: N801 - used like a function
    """The node's database, seen from outside while the node runs, and never written."""

    def __init__(self, node: BenchNode) -> None:
        self._path: Path = node.folder / "store.db"

    def __enter__(self) -> sqlite3.Connection:
        self._connection = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()

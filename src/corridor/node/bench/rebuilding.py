"""`bench rebuild`: a log of so many entries read anew for its measures, beside reading them alone.

The log is one of a node through which a neighbour's movements go: each was lodged, accepted and
released there and has crossed here. The node's own engine writes the log, with its tree and one
signature for each commit; what the neighbour says comes without its page and proof, and nothing is
folded, since who reads the log anew looks at nothing else.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from corridor.domain.reference import load_reference
from corridor.engine.core import Core
from corridor.engine.unit import Unit
from corridor.node.bench.dossiers import small_dossier
from corridor.node.bench.filling import NotFilled, core_of, opened
from corridor.node.bench.growing import NODE, ROUTE_THROUGH, ToldMovement
from corridor.node.bench.grown import TOLD_EVERY_S, Told
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.result import Result, rate
from corridor.node.system import today_in
from corridor.observatory.following import STEP, Following
from corridor.observatory.store import FILE, Observatory
from corridor.stores.sqlite import inspected

EACH = 4
"""Entries of a movement."""
AT_ONCE = 1_000
"""Movements in one commit."""


def bench_rebuild(entries: int, told: Told) -> Iterator[Result]:
    """One result."""
    with bench_nodes([NODE]) as nodes:
        folder = nodes[NODE].folder
        with opened(nodes[NODE]) as node:
            _fill(core_of(node), entries, _Now_and_then(told, "written", entries))
        yield read_anew("rebuild", folder, told)


class Logged(ToldMovement, frozen=True):
    """A movement of the neighbour's, in the log alone."""

    def run(self, unit: Unit) -> None:
        """Append its events and our own crossing."""
        for sealed in self.said(unit):
            unit.log.take(sealed)
        unit.log.say(self.subject, *self.crossing(unit))


def _fill(core: Core, entries: int, told: "_Now_and_then") -> None:
    dossier = small_dossier("", today_in(NODE), ROUTE_THROUGH)
    movements = -(-entries // EACH)
    for start in range(0, movements, AT_ONCE):
        numbers = range(start + 1, min(start + AT_ONCE, movements) + 1)
        for outcome in core.run([Logged(dossier, one, has_crossed=True) for one in numbers]):
            if outcome is not None:
                raise NotFilled(str(outcome))
        told(numbers[-1] * EACH)


class _Now_and_then:  # noqa: N801 - used like a function
    """Says how far it is, every few seconds."""

    def __init__(self, told: Told, what: str, of: int) -> None:
        self._told, self._what, self._of = told, what, of
        self._begun = self._said = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self._said > TOLD_EVERY_S:
            self._said, spent = now, now - self._begun
            self._told(
                f"{done:,} of {self._of:,} entries {self._what} after {spent:.0f} s: "
                f"{done / spent:,.0f} a second"
            )


def read_anew(name: str, folder: Path, told: Told) -> Result:
    """Entries of a node's log that become rows in a second, beside reading the entries alone."""
    observatory = Observatory(folder / FILE)
    following = Following(observatory, lambda: inspected(folder / "store.db"), load_reference())
    say = _Now_and_then(told, "read", following.progress().of)
    begun, spent = time.perf_counter(), time.process_time()
    entries = 0
    for progress in following.steps():
        entries = progress.done
        say(entries)
    wall, spent = time.perf_counter() - begun, time.process_time() - spent
    begun = time.perf_counter()
    with inspected(folder / "store.db") as reader:
        for start in range(0, entries, STEP):
            reader.log(start, STEP)
    return rate(
        name,
        [(entries / wall, entries / (time.perf_counter() - begun))],
        "entries/s",
        "the entries read alone",
        entries=entries,
        rows=observatory.count(),
        seconds=round(wall, 1),
        in_a_second_of_the_processor=round(entries / spent),
    )

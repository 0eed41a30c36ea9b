"""Starts the demo's processes, watches them, and ends every one of them.

Each node is a process of its own. One that dies is started again and that is said; all are ended
by their process ids when the demo stops, and end by themselves when the supervisor is killed.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from corridor.node.demo import child as processes
from corridor.node.demo.client import plainly
from corridor.node.demo.network import DEMO_NODES, DemoSettings
from corridor.node.demo.ports import HOST, check_free

HEALTH = "/healthz"
START_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
POLL_S = 0.05
WATCH_S = 0.5
RESTARTS_MAX = 20
STEADY_S = 60.0
"""Who ran so long did not fail at the start, and is given all its chances again."""
TRAFFIC, PAST = "traffic", "past"
Say = Callable[[str, dict[str, str]], None]
"""Told of each thing that happens: its name and what belongs to it."""


class NodeNotStarted(Exception):
    """A node did not come up."""

    code = "node-not-started"

    def diagnostics(self) -> str:
        """What to do."""
        return "The node's log, named above, says why."


@dataclass
class Child:
    """One process: how it is started, where it writes, how often it was started again."""

    name: str
    arguments: tuple[str, ...]
    log: Path
    process: BaseProcess | None = None
    restarts: int = 0
    started_at: float = 0.0

    def start(self) -> None:
        """Start it; it ends when we do. What it writes goes to its log."""
        self.started_at = time.monotonic()
        self.process = processes.start(self.arguments, self.log)

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.is_alive()

    @property
    def pid(self) -> int:
        """Its id, 0 before it was started."""
        return (self.process.pid if self.process is not None else None) or 0

    def stop(self, within_s: float = STOP_WITHIN_S) -> None:
        """Ask it to end, wait, and in the end insist."""
        if self.process is not None:
            self.process.terminate()
            self.process.join(within_s)
            self.process.kill()
            self.process.join()


@dataclass
class Supervisor:
    """The demo's processes. Use `start`, then `watch` until `asked_to_stop`, then `stop`."""

    folder: Path
    demo: DemoSettings
    say: Say
    asked_to_stop: threading.Event = field(default_factory=threading.Event)
    past: Child | None = None

    def __post_init__(self) -> None:
        self.children = [
            Child(node, ("serve", str(self.folder / node)), self.folder / node / "node.log")
            for node in DEMO_NODES
        ]

    def start(self) -> None:
        """Start all nodes at once and wait until each answers; PortTaken, NodeNotStarted."""
        check_free(self.demo.ports)
        begun = time.monotonic()
        for child in self.children:
            child.start()
        for node in self._as_they_answer(begun + START_WITHIN_S):
            took = f"{time.monotonic() - begun:.1f}"
            self.say("ready", {"node": node, "url": self.url(node), "seconds": took})

    def start_traffic(self) -> None:
        """Let the simulated carriers and officers begin."""
        log = self.folder / "traffic.log"
        self.children.append(Child(TRAFFIC, (TRAFFIC, str(self.folder)), log))
        self.children[-1].start()

    def start_past(self) -> None:
        """Let the two years before be made, once: what ends is not started again."""
        self.past = Child(PAST, (PAST, str(self.folder)), self.folder / "past.log")
        self.past.start()

    def url(self, node: str) -> str:
        """Where a node's pages are."""
        return f"http://{HOST}:{self.demo.ports[DEMO_NODES.index(node)]}"

    def _as_they_answer(self, deadline: float) -> Iterator[str]:
        waiting = list(self.children)
        while waiting and not self.asked_to_stop.is_set():
            for child in list(waiting):
                if is_healthy(self.url(child.name)):
                    waiting.remove(child)
                    yield child.name
                elif not child.is_running or time.monotonic() > deadline:
                    raise NodeNotStarted(f"{child.name} did not start: see {child.log}")
            self.asked_to_stop.wait(POLL_S)

    def watch(self) -> None:
        """Until asked to stop: start again what died, and say so."""
        while not self.asked_to_stop.wait(WATCH_S):
            self._say_when_past_is_made()
            for child in self.children:
                if not child.is_running:
                    self._start_again(child)

    def _say_when_past_is_made(self) -> None:
        if self.past is not None and not self.past.is_running:
            ended = self.past.process.exitcode if self.past.process else 0
            self.say("past" if ended == 0 else "no_past", {"log": str(self.past.log)})
            self.past = None

    def _start_again(self, child: Child) -> None:
        code = str(child.process.exitcode) if child.process else ""
        is_steady = time.monotonic() - child.started_at > STEADY_S
        child.restarts = 1 if is_steady else child.restarts + 1
        if child.restarts > RESTARTS_MAX:
            raise NodeNotStarted(f"{child.name} keeps ending with {code}: see {child.log}")
        self.say("restarted", {"node": child.name, "ended_with": code})
        child.start()

    def stop(self) -> None:
        """End every process that was started here: ask all, wait, and in the end insist."""
        all_of_them = [*self.children, *([self.past] if self.past else [])]
        for child in all_of_them:
            if child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_WITHIN_S
        for child in all_of_them:
            child.stop(max(0.1, deadline - time.monotonic()))


def is_healthy(url: str) -> bool:
    """Whether a node answers there."""
    try:
        return httpx.get(url + HEALTH, timeout=2.0, **plainly()).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False

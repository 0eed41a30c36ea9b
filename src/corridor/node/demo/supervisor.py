"""Starts the demo's processes, watches them, and ends every one of them.

Each node is a process of its own. One that dies is started again and that is said; all are ended
by their process ids when the demo stops, and end by themselves when the supervisor is killed.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

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
LOG_BYTES_MAX = 10 << 20
TRAFFIC = "traffic"
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
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    started_at: float = 0.0

    def start(self) -> None:
        """Start it with a pipe that tells it when we end; what it writes goes to its log."""
        self.started_at = time.monotonic()
        mode = "ab" if _size(self.log) < LOG_BYTES_MAX else "wb"
        with self.log.open(mode) as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "corridor.node.demo.child", *self.arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops the rest
            )

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """The demo's processes. Use `start`, then `watch` until `asked_to_stop`, then `stop`."""

    folder: Path
    demo: DemoSettings
    say: Say
    asked_to_stop: threading.Event = field(default_factory=threading.Event)

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
            for child in self.children:
                if not child.is_running:
                    self._start_again(child)

    def _start_again(self, child: Child) -> None:
        code = str(child.process.returncode) if child.process else ""
        is_steady = time.monotonic() - child.started_at > STEADY_S
        child.restarts = 1 if is_steady else child.restarts + 1
        if child.restarts > RESTARTS_MAX:
            raise NodeNotStarted(f"{child.name} keeps ending with {code}: see {child.log}")
        self.say("restarted", {"node": child.name, "ended_with": code})
        child.start()

    def stop(self) -> None:
        """End every process that was started here: ask, wait, and in the end insist."""
        running = [child.process for child in self.children if child.process and child.is_running]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_WITHIN_S
        for process in running:
            _end(process, max(0.1, deadline - time.monotonic()))
        for child in self.children:
            if child.process and child.process.stdin:
                child.process.stdin.close()


def is_healthy(url: str) -> bool:
    """Whether a node answers there."""
    try:
        return httpx.get(url + HEALTH, timeout=2.0, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _end(process: subprocess.Popen[bytes], within_s: float) -> None:
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0

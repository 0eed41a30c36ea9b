"""Real nodes for tests: each its own process, port, database and key, as the demo starts them."""

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from msgspec.structs import replace

from corridor.node.demo.actors import Actors
from corridor.node.demo.client import plainly
from corridor.node.demo.fill import fill_network, tokens_of
from corridor.node.demo.network import DEMO_NODES, make_network
from corridor.node.demo.ports import free_ports
from corridor.node.demo.supervisor import Child, Supervisor, is_healthy
from corridor.node.demo.world import people_of
from corridor.node.settings import read_settings, write_settings
from corridor.stores.sqlite_reader import SqliteReader

PAUSE_S = 0.1
PATIENCE_S = 60.0


@dataclass
class RealNetwork:
    """Six running nodes. Reading their databases beside them harms nobody: it is read-only."""

    folder: Path
    supervisor: Supervisor
    actors: Actors
    http: dict[str, httpx.Client] = field(default_factory=dict)

    def url(self, node: str) -> str:
        """Where the node listens."""
        return self.supervisor.url(node)

    def child(self, node: str) -> Child:
        """The node's process."""
        return next(child for child in self.supervisor.children if child.name == node)

    def token(self, node: str, role: str, place: str = "") -> str:
        """The API token of the first person in this role, at this office, authority or firm."""
        for person in people_of(node):
            if person.role == role and place in ("", person.office, person.org):
                return tokens_of(self.folder)[node][person.login]
        raise KeyError(f"nobody is {role} of {place} at {node}")

    def client(self, node: str) -> httpx.Client:
        """A client without identity; every call says who asks."""
        if node not in self.http:
            self.http[node] = httpx.Client(
                base_url=self.url(node), timeout=20.0, **plainly(), follow_redirects=False
            )
        return self.http[node]

    def size(self, node: str) -> int:
        """Entries in the node's log, as the node says."""
        return int(self.client(node).get("/healthz").json()["size"])

    def kill(self, node: str) -> None:
        """SIGKILL: no goodbye, nothing flushed."""
        process = self.child(node).process
        assert process is not None
        process.kill()
        process.join()

    def kill_engine(self, node: str, held_s: float = 0.0) -> None:
        """SIGKILL to the process that decides and writes; the one that serves stays.

        `held_s`: so long it is halted before, so that whoever files meanwhile waits for it.
        """
        pid = self.child(node).pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        for child in children:
            os.kill(int(child), signal.SIGSTOP)
        time.sleep(held_s)
        for child in children:
            os.kill(int(child), signal.SIGKILL)

    def stop(self, node: str) -> None:
        """Ask the node to end, and wait for it."""
        self.child(node).stop(15)

    def start(self, node: str) -> None:
        """Start the node again and wait until it answers."""
        child = self.child(node)
        child.start()
        deadline = time.monotonic() + PATIENCE_S
        while not is_healthy(self.url(node)):
            assert child.is_running, f"{node} did not start: {child.log.read_text()[-2000:]}"
            assert time.monotonic() < deadline, f"{node} does not answer"
            time.sleep(0.05)

    def is_running(self, node: str) -> bool:
        """Whether the process is the one that was started, and is there."""
        return self.child(node).is_running

    def log_text(self, node: str) -> str:
        """What the node wrote to its own log file."""
        return self.child(node).log.read_text("utf-8", "replace")

    @contextmanager
    def database(self, node: str) -> Iterator[sqlite3.Connection]:
        """One snapshot of the node's database, read-only, the node running or not."""
        path = self.folder / node / "store.db"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM ages").fetchone()
            yield connection
        finally:
            connection.close()

    @contextmanager
    def reader(self, node: str) -> Iterator[SqliteReader]:
        """The same through the store's own reader."""
        with self.database(node) as connection:
            yield SqliteReader(connection)

    def until(
        self, what: str, look: Any, patience_s: float = PATIENCE_S, pause_s: float = PAUSE_S
    ) -> Any:
        """Look until there is something; an assertion names what was awaited in vain."""
        deadline = time.monotonic() + patience_s
        while True:
            found = look()
            if found:
                return found
            assert time.monotonic() < deadline, f"waited {patience_s:.0f} s in vain: {what}"
            time.sleep(pause_s)

    def is_quiet(self) -> bool:
        """Whether every channel between running nodes is followed to its end and acknowledged."""
        return not list(self.behind())

    def behind(self) -> Iterator[str]:
        """The channels that are not followed to their end, in words."""
        for publisher in DEMO_NODES:
            with self.reader(publisher) as reader:
                peers = [peer for peer in DEMO_NODES if peer != publisher]
                ends = {peer: reader.channel_end(peer)[0] for peer in peers}
                upto = {peer: reader.cursor(f"receipts:{peer}").position for peer in peers}
            for peer, end in ends.items():
                if upto[peer] != end:
                    yield f"{publisher} to {peer}: {end} sent, {upto[peer]} acknowledged"

    def settle(self, patience_s: float = 90.0) -> None:
        """Until nothing is on its way any more."""
        deadline = time.monotonic() + patience_s
        while behind := list(self.behind()):
            assert time.monotonic() < deadline, behind
            time.sleep(0.2)


@contextmanager
def real_network(folder: Path) -> Iterator[RealNetwork]:
    """Six nodes in a folder; every process started here is ended at the end."""
    demo = make_network(folder, free_ports(len(DEMO_NODES)))
    fill_network(folder)
    _close_observatories(folder)
    asked = threading.Event()
    supervisor = Supervisor(folder, demo, lambda event, facts: None, asked)
    urls = {node: supervisor.url(node) for node in DEMO_NODES}
    network = RealNetwork(folder, supervisor, Actors.of_demo(folder, urls, asked))
    try:
        supervisor.start()
        yield network
    finally:
        for client in network.http.values():
            client.close()
        network.actors.close()
        supervisor.stop()


def _close_observatories(folder: Path) -> None:
    """What measures takes seconds of the processor each time, which no test of these looks at."""
    for node in DEMO_NODES:
        settings = read_settings(folder / node)
        write_settings(folder / node, replace(settings, observatory=False))

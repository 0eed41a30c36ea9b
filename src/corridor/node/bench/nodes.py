"""Real nodes for a benchmark: folders of the demo's world, processes of their own."""

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import msgspec

from corridor.node.demo.client import plainly
from corridor.node.demo.fill import fill_node, tokens_of
from corridor.node.demo.network import DEMO_NODES, make_network
from corridor.node.demo.ports import HOST, free_ports
from corridor.node.demo.supervisor import Child
from corridor.stores.lock import FileLock

START_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
POLL_S = 0.05


class NotStarted(Exception):
    """A process that is to be measured does not answer."""

    code = "bench-not-started"

    def diagnostics(self) -> str:
        """What to do."""
        return "Its log says why."


class BenchNode(msgspec.Struct, frozen=True):
    """One node of a benchmark; its process runs only inside `running`."""

    name: str
    folder: Path
    port: int
    tokens: dict[str, str]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def put_back(self, before: Path) -> None:
        """Its folder as it was copied to `before`, once nobody has its database any more: an engine
        that is still closing it would take away, by its name, what the new one writes.
        """
        FileLock.take(self.folder / "store.db.lock").release()
        shutil.rmtree(self.folder)
        shutil.copytree(before, self.folder)

    @contextmanager
    def running(self) -> Iterator[int]:
        """The id of its process, from the first healthy answer on; ended by it."""
        log = self.folder / "bench.log"
        child = Child(self.name, ("serve", str(self.folder)), log)
        child.start()
        try:
            _wait_for(f"{self.url}/healthz", log)
            yield child.pid
        finally:
            child.stop()


@contextmanager
def bench_nodes(names: Sequence[str]) -> Iterator[dict[str, BenchNode]]:
    """Folders of the named nodes, filled with the demo's people, on free ports."""
    with TemporaryDirectory(prefix="corridor-bench-") as name:
        folder = Path(name)
        ports = free_ports(len(DEMO_NODES))
        make_network(folder, ports)
        tokens = tokens_of(folder)
        for node in names:
            fill_node(folder / node, tokens[node])
        found = zip(DEMO_NODES, ports, strict=True)
        yield {
            node: BenchNode(node, folder / node, port, tokens[node])
            for node, port in found
            if node in names
        }


@contextmanager
def running_program(arguments: Sequence[str], log: Path, port: int) -> Iterator[int]:
    """The id of a program of the bench's own that answers on the port; ended by it."""
    with log.open("ab") as file:
        process = subprocess.Popen(  # noqa: S603 - our own program
            arguments, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(f"http://{HOST}:{port}/", log)
        yield process.pid
    finally:
        _end(process)


def _wait_for(url: str, log: Path) -> None:
    end = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end:
        try:
            httpx.get(url, timeout=1.0, **plainly())
        except httpx.HTTPError:
            time.sleep(POLL_S)
        else:
            return
    raise NotStarted(f"nothing answers at {url}; see {log}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

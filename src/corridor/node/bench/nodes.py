"""Real nodes for a benchmark: folders of the demo's world, processes of their own."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import msgspec

from corridor.node.demo.fill import fill_node, tokens_of
from corridor.node.demo.network import DEMO_NODES, make_network
from corridor.node.demo.ports import free_ports
from corridor.node.demo.supervisor import Child

START_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0


class BenchNode(msgspec.Struct, frozen=True):
    """One node of a benchmark; its process runs only inside `running`."""

    name: str
    folder: Path
    port: int
    tokens: dict[str, str]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Its process, from the first healthy answer on; ended by its id."""
        with running_process(self.name, ("serve", str(self.folder)), self.folder, self.port):
            yield


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
def running_process(
    name: str, arguments: tuple[str, ...], folder: Path, port: int, path: str = "/healthz"
) -> Iterator[None]:
    """A child process that answers on the port."""
    child = Child(name, arguments, folder / "bench.log")
    child.start()
    assert child.process is not None
    try:
        _wait_for(f"http://127.0.0.1:{port}{path}")
        yield
    finally:
        child.process.terminate()
        child.process.wait(STOP_WITHIN_S)


def _wait_for(url: str) -> None:
    end = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end:
        try:
            httpx.get(url, timeout=1.0)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing answers at {url}")

"""The demo that runs here, for commands that want a node without being told its address."""

from pathlib import Path

import msgspec

from corridor.node.demo.fill import tokens_of
from corridor.node.demo.network import DEFAULT_FOLDER, DEMO_NODES, DemoFolderRefused, read_demo
from corridor.node.demo.ports import HOST
from corridor.node.demo.supervisor import is_healthy
from corridor.node.demo.world import Person, people_of


class FoundDemo(msgspec.Struct, frozen=True):
    """A demo that answers: its folder, and its nodes' addresses."""

    folder: Path
    urls: dict[str, str]

    def node_at(self, url: str) -> str:
        """The node of an address, nothing where it is none of this demo's."""
        wanted = url.rstrip("/").replace("localhost", HOST)
        return next((node for node, known in self.urls.items() if known == wanted), "")

    def people(self, node: str, role: str) -> list[tuple[Person, str]]:
        """(person, token) of everybody in a role at a node, in the order of the world's data."""
        tokens = tokens_of(self.folder)[node]
        return [(who, tokens[who.login]) for who in people_of(node) if who.role == role]


def running_demo_in(folder: Path = Path(DEFAULT_FOLDER)) -> FoundDemo | None:
    """The demo in the folder, if it is there and its first node answers."""
    try:
        demo = read_demo(folder)
    except DemoFolderRefused:
        return None
    if demo is None:
        return None
    ports = zip(DEMO_NODES, demo.ports, strict=True)
    urls = {node: f"http://{HOST}:{port}" for node, port in ports}
    return FoundDemo(folder, urls) if any(map(is_healthy, urls.values())) else None

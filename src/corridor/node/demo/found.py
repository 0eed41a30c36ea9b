"""The demo that runs here, for commands that want a node without being told its address."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


def running_demos(folder: Path | None = None) -> tuple[FoundDemo, ...]:
    """Those that run: in this folder, or else in ./demo-data and wherever one is announced."""
    folders = [folder] if folder else [Path(DEFAULT_FOLDER), *_announced()]
    once = dict.fromkeys(path.resolve() for path in folders)
    found = (_running_in(path) for path in once)
    return tuple(demo for demo in found if demo is not None)


def _running_in(folder: Path) -> FoundDemo | None:
    try:
        demo = read_demo(folder)
    except (DemoFolderRefused, OSError):
        return None
    if demo is None:
        return None
    ports = zip(DEMO_NODES, demo.ports, strict=True)
    urls = {node: f"http://{HOST}:{port}" for node, port in ports}
    return FoundDemo(folder, urls) if any(map(is_healthy, urls.values())) else None


@contextmanager
def announced(folder: Path, port: int) -> Iterator[None]:
    """While it lasts, other commands of this user find the demo of the folder from anywhere.

    Where the user's state cannot be written, they have to be told the folder: that is no failure.
    """
    file = _announcements() / str(port)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(folder), encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink()


def _announced() -> list[Path]:
    """Folders that running demos of this user named, the newest first."""
    with suppress(OSError):
        files = sorted(_announcements().iterdir(), key=_age_of, reverse=True)
        return [Path(file.read_text(encoding="utf-8")) for file in files]
    return []


def _age_of(file: Path) -> float:
    return file.stat().st_mtime


def _announcements() -> Path:
    """The user's folder for what is so just now (XDG base directories)."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "corridor" / "demos"

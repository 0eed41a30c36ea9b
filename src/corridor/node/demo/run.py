"""A demo from beginning to end: its folder, its lock, its processes."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corridor.node.demo import child
from corridor.node.demo.console import Console
from corridor.node.demo.fill import fill_network
from corridor.node.demo.found import announced
from corridor.node.demo.network import (
    DEMO_NODES,
    LOCK,
    DemoFolderRefused,
    make_network,
    read_demo,
    remove_demo,
)
from corridor.node.demo.supervisor import Supervisor
from corridor.stores.errors import StoreLocked
from corridor.stores.lock import FileLock


class AlreadyRunning(Exception):
    """A demo runs in this folder."""

    code = "already-running"

    def diagnostics(self) -> str:
        """What to do."""
        return "Use the one that runs, stop it, or choose another folder with --dir."


@contextmanager
def running_demo(
    folder: Path,
    ports: Sequence[int],
    reset: bool,
    console: Console,
    asked_to_stop: threading.Event,
) -> Iterator[Supervisor]:
    """The demo with all nodes answering; they are ended at the end, however it ends."""
    lock = _lock(folder)
    child.load()
    try:
        if reset:
            remove_demo(folder)
        is_new = read_demo(folder) is None
        console.say("new" if is_new else "again", {"folder": str(folder)})
        demo = make_network(folder, ports)
        fill_network(folder)
        supervisor = Supervisor(folder, demo, console.say, asked_to_stop)
        console.say("starting", {"count": str(len(DEMO_NODES))})
        try:
            supervisor.start()
            with announced(folder, demo.ports[0]):
                yield supervisor
        finally:
            console.say("stopping", {})
            supervisor.stop()
    finally:
        lock.release()


def _lock(folder: Path) -> FileLock:
    read_demo(folder)  # refuses a folder of something else before anything is put there
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DemoFolderRefused(f"{folder}: {error.strerror}") from None
    try:
        return FileLock.take(folder / LOCK)
    except StoreLocked as error:
        raise AlreadyRunning(f"a demo runs in {folder}: {error.detail}") from None

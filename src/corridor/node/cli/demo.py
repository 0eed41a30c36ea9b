"""`corridor demo`: six nodes and an invented world, to walk through by hand or to watch."""

import signal
import tempfile
import threading
from pathlib import Path

import click

from corridor.node.demo.console import Console
from corridor.node.demo.network import (
    DEFAULT_FOLDER,
    DEFAULT_PORT_BASE,
    DEMO_NODES,
    DemoFolderRefused,
    forget_nodes,
    ports_from,
)
from corridor.node.demo.ports import PortTaken, free_ports
from corridor.node.demo.run import AlreadyRunning, running_demo
from corridor.node.demo.supervisor import NodeNotStarted, Supervisor
from corridor.stores.errors import StoreError

PORT_BASE_MAX = 65_535 - len(DEMO_NODES)
TROUBLES = (DemoFolderRefused, PortTaken, AlreadyRunning, NodeNotStarted, StoreError)


@click.command(name="demo")
@click.option("--once", is_flag=True, help="Walk the whole story without hands, then stop.")
@click.option("--quiet", is_flag=True, help="No simulated carriers and officers.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Where the demo keeps its data; ./{DEFAULT_FOLDER}, or with --once a temporary folder.",
)
@click.option(
    "--port-base",
    type=click.IntRange(1024, PORT_BASE_MAX),
    help=f"KG listens one above it, KZ two above, and so on; {DEFAULT_PORT_BASE}, or with --once "
    "free ports.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.option("--reset", is_flag=True, help="Delete the demo's data first and start anew.")
def command(
    once: bool, quiet: bool, folder: Path | None, port_base: int | None, as_json: bool, reset: bool
) -> None:
    """Run the demonstration: six nodes, each its own process, port, database and key.

    Everything in it is invented. Prints the addresses and how to sign in, and stops on Ctrl-C;
    the next time it goes on where it was. With --once it walks the whole story through the API,
    prints each step and last a summary, and exits 0 only when everything went as it should.
    """
    console = Console(as_json, only_steps=once)
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    try:
        if once:
            code = _once(folder, port_base, reset, console, asked)
        else:
            base = port_base or DEFAULT_PORT_BASE
            code = _stay(folder or Path(DEFAULT_FOLDER), base, reset, console, asked, not quiet)
    except TROUBLES as error:
        raise click.ClickException(f"{error}. {error.diagnostics()}") from None
    raise click.exceptions.Exit(code)


def _stay(
    folder: Path,
    port_base: int,
    reset: bool,
    console: Console,
    asked: threading.Event,
    traffic: bool,
) -> int:
    """Run until asked to stop."""
    with running_demo(folder.resolve(), ports_from(port_base), reset, console, asked) as demo:
        if not asked.is_set():
            console.welcome(demo, traffic)
            demo.start_past()
            if traffic:
                demo.start_traffic()
            demo.watch()
    console.say("stopped", {})
    return 0


def _once(
    folder: Path | None,
    port_base: int | None,
    reset: bool,
    console: Console,
    asked: threading.Event,
) -> int:
    """Walk the story on nodes of its own; 1 when a step failed.

    Of a temporary folder the evidence and the roots are left, and everything after a failure.
    """
    chosen = folder or Path(tempfile.mkdtemp(prefix="corridor-demo-"))
    ports = ports_from(port_base) if port_base else free_ports(len(DEMO_NODES))
    with running_demo(chosen.resolve(), ports, reset, console, asked) as demo:
        code = _walk(demo, console)
    if folder is None and code == 0:
        forget_nodes(chosen)
    return code


def _walk(demo: Supervisor, console: Console) -> int:
    """The story, while another thread watches the processes."""
    from corridor.node.demo.story import walk_story  # noqa: PLC0415 - only this needs it

    watching = threading.Thread(target=demo.watch, daemon=True)
    watching.start()
    try:
        return walk_story(demo, console)
    finally:
        demo.asked_to_stop.set()
        watching.join()

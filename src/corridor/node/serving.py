"""One node from its folder, served by this process until it is asked to stop."""

import asyncio
import os
import socket
import sys
import time
from pathlib import Path

import click
import uvloop

from corridor.evidence.errors import EvidenceError
from corridor.node.engine_process import EngineLost
from corridor.node.node import Node
from corridor.node.rights import RightsTooWide
from corridor.node.settings import SettingsInvalid
from corridor.stores.errors import StoreError

LOST_MAX = 5
STEADY_S = 60.0
"""An engine that was lost sooner after the last one counts as lost again."""


class CannotServe(Exception):
    """A node does not start, or its engine is lost again and again; says what to do."""


def main() -> None:
    """Run `serve DIR`, the arguments of this process, which says on its errors why it ends."""
    try:
        serve(Path(sys.argv[-1]))
    except CannotServe as error:
        sys.exit(f"Error: {error}")


def serve(folder: Path) -> None:
    """Run the node of a folder until it is asked to stop. Raises CannotServe."""
    node = _opened(folder)
    if node.settings.demo:
        click.echo("DEMONSTRATION: invented data, one-click sign-in. Never use it for real work.")
    listener = _listen(node)
    click.echo(f"{node.settings.node} {node.settings.url}")
    lost = 0
    while True:
        began = time.monotonic()
        try:
            return _serve(node, listener)
        except EngineLost as error:
            lost = 1 if time.monotonic() - began > STEADY_S else lost + 1
            if lost > LOST_MAX:
                raise CannotServe(error.diagnostics()) from None
            click.echo("the engine's process ended; the node goes on with another", err=True)
            node = _opened(folder)


def _opened(folder: Path) -> Node:
    try:
        return Node.open(folder, forks=True)
    except (SettingsInvalid, RightsTooWide, StoreError, EvidenceError) as error:
        raise CannotServe(f"{error}\n{error.diagnostics()}") from None


def _listen(node: Node) -> socket.socket:
    """Whoever comes while the engine is replaced waits in its queue. The engine does not have it:
    it would keep the port when this process is killed.
    """
    host = node.settings.host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, node.settings.port), family=family)
    except OSError as error:
        node.close()
        raise CannotServe(f"{node.settings.url}: {error.strerror}") from None
    os.register_at_fork(after_in_child=listener.close)
    return listener


def _serve(node: Node, listener: socket.socket) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(node.serve(listener.dup()))

"""`corridor serve`: one node from its folder."""

import asyncio
from pathlib import Path

import click
import uvloop

from corridor.evidence.errors import EvidenceError
from corridor.node.engine_process import EngineLost
from corridor.node.node import Node
from corridor.node.rights import RightsTooWide
from corridor.node.settings import SettingsInvalid
from corridor.stores.errors import StoreError


@click.command(name="serve")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Run the node of FOLDER until Ctrl-C.

    FOLDER holds node.json, key.pem, trust.json and roots.json; the database is made in it. What the
    node is to its peers stands in the trust list, not here.
    """
    try:
        node = Node.open(folder, forks=True)
    except (SettingsInvalid, RightsTooWide, StoreError, EvidenceError) as error:
        raise click.ClickException(f"{error}\n{error.diagnostics()}") from None
    if node.settings.demo:
        click.echo("DEMONSTRATION: invented data, one-click sign-in. Never use it for real work.")
    click.echo(f"{node.settings.node} {node.settings.url}")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            runner.run(node.serve())
        except EngineLost as error:
            raise click.ClickException(error.diagnostics()) from None

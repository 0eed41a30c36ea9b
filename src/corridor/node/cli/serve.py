"""`corridor serve`: one node from its folder."""

from pathlib import Path

import click

from corridor.node.cli.given import FOLDER
from corridor.node.serving import CannotServe, serve


@click.command(name="serve")
@click.argument("folder", type=FOLDER)
def command(folder: Path) -> None:
    """Run the node of FOLDER until Ctrl-C.

    FOLDER holds node.json, key.pem, trust.json and roots.json; the database is made in it. What the
    node is to its peers stands in the trust list, not here.
    """
    try:
        serve(folder)
    except CannotServe as error:
        raise click.ClickException(str(error)) from None

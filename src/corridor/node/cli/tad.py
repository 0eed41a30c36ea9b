"""`corridor tad`: fetch the accompanying document of a movement as PDF."""

from pathlib import Path

import click

from corridor.node.cli.asking import fetch, writes_a_file


@click.command(name="tad")
@writes_a_file
def command(
    reference: str, output: Path, url: str | None, token: str | None, folder: Path | None
) -> None:
    """Fetch the accompanying document, with its list of items, of the movement REF as PDF.

    REF is an MRN or an id. There is one from the acceptance on, at every node of the route.
    """
    click.echo(fetch(reference, "document.pdf", output, url, token, folder))

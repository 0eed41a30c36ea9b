"""`corridor evidence`: fetch the evidence file of a movement from any node of its route."""

from pathlib import Path

import click

from corridor.node.cli.asking import fetch, writes_a_file


@click.command(name="evidence")
@writes_a_file
def command(
    reference: str, output: Path, url: str | None, token: str | None, folder: Path | None
) -> None:
    """Fetch the evidence file of the movement REF, an MRN or an id, and write it to a file.
    REF may also be the id of a quota, for its two ministries.

    Any node of the route has it, for whoever may see the movement. Check it with `corridor verify`.
    """
    said = fetch(reference, "evidence", output, url, token, folder)
    click.echo(f"{said}. Check it: corridor verify {output}")

"""`corridor export`: what happened as Parquet files."""

import re
from pathlib import Path

import click
import duckdb

from corridor.node.cli.given import folder_argument
from corridor.node.cli.observatory import brought_up
from corridor.observatory.parquet import export

_MONTH = re.compile(r"\A[0-9]{4}-(0[1-9]|1[0-2])\Z")


def _month(_: click.Context, option: click.Parameter, text: str) -> str:
    if not _MONTH.match(text):
        raise click.BadParameter(f"{text}: write a month, 2026-01", param=option)
    return text


@click.command(name="export")
@folder_argument
@click.option("--from", "first", required=True, callback=_month, help="The first month, 2026-01.")
@click.option("--to", "last", required=True, callback=_month, help="The last month.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; files of the same months in it are replaced.",
)
def command(folder: Path, first: str, last: str, output: Path) -> int:
    """Write what happened at the node in DIR as Parquet, a file for each month and kind.

    The same log gives the same bytes. Exits 0 when files were written, 1 when there was nothing.
    """
    if last < first:
        raise click.BadParameter("it lies before --from", param_hint="--to")
    files = 0
    with brought_up(folder) as observatory:
        try:
            for written in export(observatory, output, first, last):
                click.echo(f"{written.path.relative_to(output)}  {written.rows} rows")
                files += 1
        except (OSError, duckdb.IOException) as error:
            raise click.ClickException(f"{output} cannot be written: {error}") from None
    if not files:
        click.echo(f"nothing happened from {first} to {last}", err=True)
    return 0 if files else 1

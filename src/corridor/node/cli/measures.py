"""`corridor measures`: what the corridor really does, by a node's own log."""

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from corridor.domain.figures.state import LEAST
from corridor.node.cli.given import FOLDER
from corridor.node.cli.observatory import brought_up, folder_of
from corridor.observatory.asking import ask
from corridor.observatory.measures.measure import Apart, Measure, Unmeasured
from corridor.observatory.measures.registry import BY_NAME, MEASURES
from corridor.observatory.path import Step, path_of

DAY = click.DateTime(["%Y-%m-%d"])
FEW = f"nothing to tell: fewer than {LEAST} of what it is taken of"


@click.group(name="measures")
def command() -> None:
    """Measure the corridor on its own events.

    Each measure is written once; `list` says what there is, `show` gives its figures. Groups of
    fewer than five are told of by nobody.
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_measures(as_json: bool) -> None:
    """List the measures, each with its unit, its definition and who defines it."""
    for one in MEASURES:
        click.echo(_json(one) if as_json else f"{one.name:22} {one.unit:12} {one.title}")


def _json(one: Measure) -> str:
    told = {
        "name": one.name,
        "title": one.title,
        "unit": one.unit,
        "figures": one.figures,
        "by": one.by,
        "definition": one.definition,
        "source": one.source,
    }
    return msgspec.json.encode(told).decode()


@command.command()
@click.argument("name")
@click.option("--by", multiple=True, metavar="COLUMN", help="Told by this; may be repeated.")
@click.option(
    "--where", multiple=True, metavar="COLUMN=VALUE", help="Only of these; may be repeated."
)
@click.option("--from", "first", type=DAY, help="The first day, 2026-01-01.")
@click.option("--to", "last", type=DAY, help="The last day.")
@click.option(
    "--dir",
    "folder",
    type=FOLDER,
    help="The folder of a node; without it, the first node of the demo that runs here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a heading.")
def show(
    name: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    folder: Path | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Show the figures of the measure NAME, of all that the node's log says.

    Exits 0 with figures, 1 where there is nothing to tell, and 2 for wrong usage.
    """
    measure = BY_NAME.get(name)
    if measure is None:
        raise click.BadParameter(
            f"there is no measure {name}; see corridor measures list", param_hint="NAME"
        )
    if as_json and as_csv:
        raise click.UsageError("choose one of --json and --csv")
    if first is not None and last is not None and last < first:
        raise click.BadParameter("it lies before --from", param_hint="--to")
    try:
        with brought_up(folder_of(folder)) as observatory:
            found = ask(observatory, measure, by, _pairs(where), _day(first), _day(last))
    except Unmeasured as error:
        allowed = ", ".join(error.allowed)
        raise click.BadParameter(f"{name} is not told by {error.asked}; by: {allowed}") from None
    except Apart as error:
        raise click.UsageError(f"{name} is told by {error} alone: add --by {error}") from None
    _print(measure, found, as_json, as_csv)
    if not found and (as_json or as_csv):
        click.echo(FEW, err=True)
    return 0 if found else 1


@command.command()
@click.argument("movement")
@click.option(
    "--dir",
    "folder",
    type=FOLDER,
    help="The folder of a node; without it, the first node of the demo that runs here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def path(movement: str, folder: Path | None, as_json: bool) -> int:
    """Show the critical path of the movement MOVEMENT, by its dossier's number (mv-KG-…).

    Each step with the hours since what was heard before, its part of the whole, and the permits
    that were decided meanwhile; the longest step is marked with an asterisk. Exits 0 with steps,
    1 where the log tells of none.
    """
    with brought_up(folder_of(folder)) as observatory:
        steps = path_of(observatory, movement) if movement.isprintable() else ()
    for one in steps:
        click.echo(msgspec.json.encode(one) if as_json else _said(one))
    if not steps:
        click.echo(f"nothing is known of {movement}", err=True)
    return 0 if steps else 1


def _said(one: Step) -> str:
    mark = "*" if one.is_longest else " "
    permits = "".join(f"; {kind} {hours:g} h" for kind, hours in one.permits)
    return (
        f"{mark} {one.kind:16} {one.office:9} {one.hours:9.2f} h {100 * one.share:5.1f} %"
        f"  {one.holder}{permits}"
    )


def _pairs(where: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in where]
    wrong = next((name for name, is_said, _ in pairs if not is_said), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong}: write COLUMN=VALUE", param_hint="--where")
    return {name: value for name, _, value in pairs}


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment is not None else ""


def _print(measure: Measure, found: list[dict[str, Any]], as_json: bool, as_csv: bool) -> None:
    if as_json:
        for row in found:
            click.echo(msgspec.json.encode({"measure": measure.name, "unit": measure.unit, **row}))
    elif as_csv and found:
        writer = csv.DictWriter(sys.stdout, fieldnames=list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    elif not as_csv:
        click.echo(f"{measure.title}, {measure.unit}")
        for row in found:
            click.echo("  " + "  ".join(f"{name} {_short(value)}" for name, value in row.items()))
        if not found:
            click.echo(f"  {FEW}")


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)

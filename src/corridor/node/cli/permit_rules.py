"""`corridor permit-rules`: a state's list of permit rules is checked, and tried on dossiers."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from corridor.domain.consignment import Dossier
from corridor.domain.days import day_at
from corridor.domain.permits.issued import book_with
from corridor.domain.permits.requirements import load_requirement_rules
from corridor.domain.permits.trial import Trial, trial_of
from corridor.domain.reference import load_reference
from corridor.engine.rule_trial import past_dossiers
from corridor.node.cli.given import FOLDER
from corridor.node.cli.preflight import read_dossier
from corridor.node.cli.rule_files import fault_line, read_rules, rules_in
from corridor.node.cli.stopped import opened_for_command
from corridor.node.system import present

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
state_option = click.option("--state", default="", help="Whose rules they have to be, as KZ.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group(name="permit-rules")
def command() -> None:
    """Lists of the rules that say which permits are needed; FILE is CSV, a workbook or JSON.

    Its columns are those of `corridor refdata list DIR permit_rules --csv`, by which a list is
    also brought in and confirmed.
    """


@command.command()
@file_argument
@state_option
@json_option
def check(file: Path, state: str, as_json: bool) -> None:
    """Say what is wrong with FILE, each fault with its row and column; no node is needed.

    Rules that contradict each other are both named. Exits 0 when the list could be brought in, and
    1 when it could not.
    """
    read = read_rules(file, load_reference(), state)
    if as_json:
        faults = [
            {
                "row": one.line,
                "column": one.column,
                "code": one.refusal.code,
                "text": fault_line(one),
            }
            for one in read.faults
        ]
        click.echo(msgspec.json.encode({"rules": len(read.rows), "faults": faults}).decode())
    else:
        click.echo("\n".join(map(fault_line, read.faults)) or f"{len(read.rows)} rules, no fault")
    raise click.exceptions.Exit(int(bool(read.faults)))


@command.command(name="try")
@file_argument
@click.argument("dossiers", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--dir",
    "folder",
    type=FOLDER,
    help="The folder of a node that is stopped: its past movements are tried.",
)
@state_option
@json_option
def try_(
    file: Path, dossiers: tuple[Path, ...], folder: Path | None, state: str, as_json: bool
) -> None:
    """Say what FILE would change for DOSSIERS, or for the past movements of a node.

    Nothing is brought in. Exits 0 when it could be tried, and 1 when FILE is faulty.
    """
    if not dossiers and folder is None:
        raise click.UsageError("name dossiers, or the folder of a node with --dir")
    reference = load_reference()
    rows = rules_in(file, reference, state)
    base, day = load_requirement_rules(), day_at(present(), next(iter(rows)))
    found = trial_of(_dossiers(dossiers, folder), base, book_with(base, rows), reference, day)
    click.echo(msgspec.json.encode(found).decode() if as_json else "\n".join(_lines(found)))


def _dossiers(files: tuple[Path, ...], folder: Path | None) -> Iterable[tuple[str, Dossier]]:
    reference = load_reference()
    yield from ((file.name, read_dossier(file, None, reference)) for file in files)
    if folder is not None:
        with opened_for_command(folder) as core:
            yield from past_dossiers(core.store, core.node)


def _lines(found: Trial) -> Iterator[str]:
    yield f"{found.tried} dossiers tried, {found.changed} would be asked for something else"
    for line in found.rules:
        yield f"{line.country} {line.rule} {line.kind}: {line.before} -> {line.after}"
    for one in found.examples:
        yield f"  {one.dossier}: " + ", ".join(
            [f"+ {name}" for name in one.added]
            + [f"- {name}" for name in one.removed]
            + [f"~ {name}" for name in one.changed]
        )

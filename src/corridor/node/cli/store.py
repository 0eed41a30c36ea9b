"""`corridor store`: what can be done with a node's database as a whole."""

import sys
from pathlib import Path

import click
import msgspec

from corridor.evidence.errors import EvidenceError
from corridor.node.check.finding import Finding
from corridor.node.check.walk import Walk
from corridor.node.cli.given import folder_argument
from corridor.node.settings import SettingsInvalid, read_settings, read_signer
from corridor.stores.errors import StoreDamaged, StoreError

UNCHECKED = 3
OWED = (
    "An earlier version wrote this store: {} rows of lists of this version are made good when the "
    "node starts. Until then they are no finding."
)


class NotChecked(click.ClickException):
    """The store could not be looked at: that says nothing about it."""

    exit_code = UNCHECKED


@click.group(name="store")
def command() -> None:
    """Look after the database of the node in DIR."""


@command.command()
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one finding a line.")
def check(folder: Path, as_json: bool) -> int:
    """Check all of the store against its log, whether the node runs or not.

    Every entry is hashed anew up to the signed checkpoints, every subject folded anew, every index
    followed. What is not as it was written is named, row by row. Nothing is changed.

    Exits 0 when all is sound, 1 when something is not, 2 for wrong usage, and 3 when the store
    could not be checked.
    """
    try:
        found = _checked(_walk(folder), as_json)
    except StoreDamaged as error:
        found = 1
        _tell(Finding("file", "store.db", error.detail), as_json)
    except (SettingsInvalid, StoreError, EvidenceError, OSError) as error:
        raise NotChecked(_with_remedy(error)) from None
    if not as_json:
        click.echo(f"{found} findings" if found else "sound: the store is what its log says")
    return 1 if found else 0


def _with_remedy(error: Exception) -> str:
    return f"{error}\n{error.diagnostics()}" if isinstance(error, StoreError) else str(error)


def _walk(folder: Path) -> Walk:
    settings = read_settings(folder)
    return Walk(folder / "store.db", settings.node, read_signer(folder, settings).public)


def _checked(walk: Walk, as_json: bool) -> int:
    """The number of findings, each told as it is found."""
    totals, found, done, stage, owed = walk.totals(), 0, 0, 0, 0
    for finding in walk.torn_pages():
        _tell(finding, as_json)
        found += 1
    for place, step in walk.run():
        done = step.done + (done if place.stage == stage else 0)
        stage = place.stage
        for finding in step.findings:
            _tell(finding, as_json)
        found, owed = found + len(step.findings), owed + step.owed
        _progress(walk.stages[stage].name, done, totals[stage])
    if owed:
        click.echo(OWED.format(owed), err=True)
    return found


def _tell(finding: Finding, as_json: bool) -> None:
    click.echo(msgspec.json.encode(finding).decode() if as_json else str(finding))


def _progress(stage: str, done: int, total: int) -> None:
    """Where somebody looks."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{stage} {done}/{total}", nl=done >= total, err=True)

"""`corridor observatory`: how far a node's log has been read for its measures, and from anew."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from corridor.domain.days import day_at
from corridor.domain.reference import load_reference
from corridor.engine.hlc import instant
from corridor.node.cli.given import folder_argument
from corridor.node.demo.found import running_demos
from corridor.node.settings import SettingsInvalid, read_settings
from corridor.node.system import SystemClock
from corridor.observatory.compiled import keep_compiled, remember
from corridor.observatory.following import Following
from corridor.observatory.inventing import write_invented
from corridor.observatory.monthly import keep_months, monthly
from corridor.observatory.open_files import write_open
from corridor.observatory.overview import keep, overview
from corridor.observatory.store import FILE, Busy, Observatory, Unusable
from corridor.stores.errors import StoreError
from corridor.stores.sqlite import inspected

LAGS = 1
OWNER_ONLY = 0o077


@click.group(name="observatory")
def command() -> None:
    """Look after the observatory of the node in DIR, whether the node runs or not."""


@command.command()
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(folder: Path, as_json: bool) -> int:
    """Say how much of the log has been read, and how many rows that made.

    Exits 0 when all has been read, 1 when the observatory lags behind, 2 for wrong usage.
    """
    observatory = Observatory(folder / FILE)
    with _told():
        progress = _following(folder, observatory).progress()
        rows = observatory.count()
    if as_json:
        told = {"entries": progress.done, "log": progress.of, "lag": progress.lag, "rows": rows}
        click.echo(msgspec.json.encode(told))
    else:
        click.echo(f"{progress.done} of {progress.of} entries read, {rows} rows")
    return LAGS if progress.lag else 0


@command.command()
@folder_argument
def rebuild(folder: Path) -> None:
    """Make all rows anew from the log. Nothing but the observatory's own file is written."""
    os.umask(OWNER_ONLY)
    observatory, begun = Observatory(folder / FILE), time.monotonic()
    with _told():
        observatory.clear()
        done = _read_on(_following(folder, observatory))
        rows = observatory.count()
    spent = time.monotonic() - begun
    click.echo(f"{done} entries read, {rows} rows, in {spent:.1f} s: {done / spent:,.0f} a second")


@command.command()
@folder_argument
def read(folder: Path) -> None:
    """Read on to the end of the log, and work out what the node tells everybody.

    A running node does this by itself, in a process of its own.
    """
    try:
        settings = read_settings(folder)
    except SettingsInvalid as error:
        raise click.UsageError(str(error)) from None
    with brought_up(folder) as observatory:
        now, program = instant(SystemClock().now_ms()), remember(folder)
        found = overview(observatory, settings.node, now)
        keep(found, folder)
        write_open(found, folder)
        write_invented(observatory, folder)
        today = day_at(now, settings.node)
        keep_months(monthly(observatory, settings.node, today), folder)
        keep_compiled(folder, program)
    click.echo(f"{found.entries} entries read")


def folder_of(folder: Path | None) -> Path:
    """That of the node which was named, or of the first node of the demo that runs here."""
    if folder is None:
        demo = next(iter(running_demos()), None)
        if demo is None:
            raise click.UsageError("name the folder of a node with --dir: no demo runs here")
        folder = demo.folder / min(demo.urls)
    return folder


@contextmanager
def brought_up(folder: Path) -> Iterator[Observatory]:
    """The observatory of a node, read to the end of its log; `click` errors where it cannot be."""
    os.umask(OWNER_ONLY)
    observatory = Observatory(folder / FILE)
    with _told():
        _read_on(_following(folder, observatory))
        yield observatory


def _read_on(following: Following) -> int:
    """Read to the end of the log, with a bar on the terminal; the entries that are read then."""
    progress = following.progress()
    with click.progressbar(
        length=progress.lag, label="entries", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        done = progress.done
        for progress in following.steps():
            bar.update(progress.done - done)
            done = progress.done
    return following.progress().done  # another may have read meanwhile


def _following(folder: Path, observatory: Observatory) -> Following:
    return Following(observatory, lambda: inspected(folder / "store.db"), load_reference())


@contextmanager
def _told() -> Iterator[None]:
    """What keeps it from being done, as the command line says it."""
    try:
        yield
    except Busy:
        raise click.ClickException("somebody else has it open: try again") from None
    except Unusable as error:
        raise click.ClickException(str(error)) from None
    except StoreError as error:
        raise click.UsageError(str(error)) from None

"""`corridor register`: files of the register, read and imported while the node is stopped."""

from pathlib import Path

import click

from corridor.domain.facts import Actor
from corridor.engine.core import Core
from corridor.engine.jobs import Execute, Together
from corridor.engine.queries import Queries
from corridor.node.cli.given import FOLDER
from corridor.node.cli.speaking import in_words, words
from corridor.node.cli.stopped import opened_for_command
from corridor.web.auth.accounts import kept_account
from corridor.web.refdata.reading import CELL
from corridor.web.register.cells import Fault
from corridor.web.register.planning import Change, change_of
from corridor.web.register.reading import column_of, place_of, read_register
from corridor.web.register.shown import own_series


@click.group(name="register")
def command() -> None:
    """Import commitments and indicators into the register of the node's own state.

    The node has to be stopped. Exits 0 when it is done, 1 when not, and 2 for wrong usage.
    """


@command.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--dir",
    "folder",
    required=True,
    type=FOLDER,
    help="The folder of the node.",
)
@click.option("--by", required=True, metavar="LOGIN", help="The registrar who says so.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def import_(file: Path, folder: Path, by: str, dry_run: bool) -> None:
    """Import FILE: CSV of the register, or SDMX-CSV. All of it takes effect, or nothing."""
    with opened_for_command(folder) as core:
        queries = Queries(core)
        actor = _registrar(queries, by)
        found = read_register(file.read_bytes(), core.node, own_series(queries, core.node))
        states = ((one, queries.get(one.subject).state) for one in found.whole)
        changes = [made for one, state in states if (made := change_of(one, state)) is not None]
        if found.faults:
            _stop_at((*found.faults, *_carried_out(core, actor, changes, dry=True)))
        for change in changes:
            _show(change)
        _stop_at(_carried_out(core, actor, changes, dry_run))
    same = len(found.entries) - len(changes)
    verb = "would change" if dry_run else "changed"
    click.echo(f"{_rows(len(changes))} {verb}; {_rows(same)} as before")


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"


def _registrar(queries: Queries, login: str) -> Actor:
    found = kept_account(queries, login)
    if found is None or found.role != "registrar" or found.closed:
        raise click.ClickException(f"{login}: there is no such registrar")
    return Actor("", found.org, found.login, "registrar")


def _stop_at(faults: tuple[Fault, ...]) -> None:
    if faults:
        say = words()
        lines = (
            f"{say(CELL, row=one.row, column=one.column or '-')}: {say(one.text, **one.args)}"
            for one in faults
        )
        raise click.ClickException("nothing was imported\n" + "\n".join(lines))


def _show(change: Change) -> None:
    number, title = change.entry.command.number, change.title.in_language("en")
    click.echo(f"{'new' if change.is_new else 'changed'}  {number}  {title}")
    for one in change.fields:
        click.echo(f"    {one.name or '(no period)'}: {one.before or '-'} -> {one.after or '-'}")


def _carried_out(core: Core, actor: Actor, changes: list[Change], dry: bool) -> tuple[Fault, ...]:
    """All of it or nothing; what stands against it by row and column."""
    jobs = tuple(Execute(one.entry.command, actor, one.entry.subject) for one in changes)
    outcomes = core.run_one(Together(jobs, dry))
    return tuple(
        Fault(place_of(one.entry, wrong.pointer), column_of(wrong.pointer), in_words(wrong))
        for one, outcome in zip(changes, outcomes, strict=True)
        for wrong in outcome.refusals
    )

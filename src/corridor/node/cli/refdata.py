"""`corridor refdata`: lists of the own state, brought in from files while the node is stopped."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from corridor.domain.days import day_at, is_day
from corridor.domain.refdata.base import rows_on
from corridor.domain.refdata.difference import Difference, cell_text
from corridor.domain.refdata.issuing import IssueReference
from corridor.domain.refdata.proposing import ProposeReference
from corridor.domain.refdata.rows import LISTS, ListName, Row
from corridor.domain.refdata.state import ReferenceList, list_id
from corridor.domain.refdata.usage import left_out
from corridor.domain.reference import Reference, load_reference
from corridor.engine.core import Core
from corridor.engine.jobs import Execute
from corridor.engine.queries import Queries
from corridor.engine.reference import ReferenceInForce
from corridor.engine.reference_use import in_use
from corridor.node.cli.contact import by_option, operator_named
from corridor.node.cli.files import read_bytes
from corridor.node.cli.given import folder_argument, json_option
from corridor.node.cli.rule_files import fault_line
from corridor.node.cli.speaking import in_words, words
from corridor.node.cli.stopped import opened_for_command
from corridor.node.system import present
from corridor.web.refdata.bringing import ListBrought, bring
from corridor.web.refdata.finding import fitting
from corridor.web.refdata.writing import as_csv, as_plain
from corridor.web.tables.reading import TableReader

list_argument = click.argument("name", metavar="LIST", type=click.Choice(LISTS))
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


class _Day(click.ParamType[str]):
    """A day of the calendar, as 2026-12-31; given through as text."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value and not is_day(value):
            self.fail(f"{value!r} is no day of the calendar, as 2026-12-31", param, ctx)
        return value


class _State(click.ParamType[str]):
    """A state of the reference data, as UZ."""

    name = "state"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value and value not in load_reference().countries:
            self.fail(f"{value!r} is no state here, as UZ", param, ctx)
        return value


from_option = click.option(
    "--from",
    "valid_from",
    default="",
    type=_Day(),
    help="The day it counts from (ISO); else today.",
)


@click.group(name="refdata")
def command() -> None:
    """Bring in lists of the node's own state: offices, rates of its currency, and lists of codes.

    DIR is the folder of the node, which has to be stopped. FILE is CSV, JSON or a workbook, with
    the columns that `list --csv` writes. All nodes are told when it runs again. Exits 0 when it
    is done, 1 when it cannot be done, and 2 for wrong usage.
    """


@command.command(name="list")
@folder_argument
@list_argument
@click.option("--state", default="", type=_State(), help="Of another state, as UZ.")
@click.option(
    "--on", "day", default="", type=_Day(), help="As it counts on a day (ISO); else today."
)
@click.option("--find", "wanted", default="", help="A code or a name, in whatever language.")
@click.option("--csv", "as_table", is_flag=True, help="Write the file that can be brought in.")
@json_option
def list_(
    folder: Path, name: ListName, state: str, day: str, wanted: str, as_table: bool, **how: bool
) -> None:
    """Show the rows of LIST that count on a day."""
    with opened_for_command(folder) as core:
        known = _sets(core).on(day or day_at(present(), core.node))
        rows = rows_on(name, state or core.node, known)
        rows = fitting(rows, wanted, known) if wanted else rows
    if as_table:
        click.echo(as_csv(name, rows).decode(), nl=False)
        return
    for row in rows:
        click.echo(msgspec.json.encode(as_plain(row)).decode() if how["as_json"] else _line(row))


@command.command()
@folder_argument
@list_argument
@file_argument
@from_option
@json_option
def diff(folder: Path, name: ListName, file: Path, valid_from: str, as_json: bool) -> None:
    """Show what FILE would change in LIST, and every fault with its row and column.

    Codes that would go although open movements name them are counted at the end.
    """
    with opened_for_command(folder) as core:
        day = valid_from or day_at(present(), core.node)
        found = _brought(core, name, file, day)
        _refuse(found)
        gone = left_out(_rows(core, name, core.node, day), found.read.rows, day)
        used = in_use(core.store, core.node, name, gone)
    click.echo(
        msgspec.json.encode(found.change).decode() if as_json else "\n".join(_lines(found.change))
    )
    for code, count in used.counts.items():
        click.echo(used_line(name, code, count, found.change.removed), err=as_json)


def used_line(name: ListName, code: str, count: int, removed: tuple[str, ...]) -> str:
    """What becomes of movements that name a code which would go: offices alone have to stay."""
    stays = name == "offices" and code.partition(":")[0] in removed
    then = "no list may leave it out before they end" if stays else "they go on"
    shown = code.replace(":", " as office of ")
    return f"! {shown} is named by open movements: {count}; {then}"


@command.command(name="import")
@folder_argument
@list_argument
@file_argument
@from_option
@click.option("--source", default="", help="Where it comes from, such as the act.")
@by_option
def import_(
    folder: Path, name: ListName, file: Path, valid_from: str, source: str, by: str
) -> None:
    """Propose FILE as LIST from a day on; another operator has to confirm it."""
    with opened_for_command(folder) as core:
        day = valid_from or day_at(present(), core.node)
        found = _brought(core, name, file, day)
        _refuse(found)
        asked = ProposeReference(name, day, found.read.rows, source)
        actor = operator_named(core, by)
        outcome = core.run_one(Execute(asked, actor, list_id(core.node, name, day)))
    if outcome.refusals:
        raise click.ClickException("\n".join(map(in_words, outcome.refusals)))
    click.echo("\n".join(_lines(found.change)))
    click.echo(f"{name}: proposed from {day} on; another operator has to confirm it")


@command.command()
@folder_argument
@list_argument
@from_option
@by_option
def confirm(folder: Path, name: ListName, valid_from: str, by: str) -> None:
    """Confirm what a colleague proposed as LIST."""
    with opened_for_command(folder) as core:
        subject = list_id(core.node, name, valid_from or day_at(present(), core.node))
        state = Queries(core).get(subject).state
        if not isinstance(state, ReferenceList) or state.pending is None:
            raise click.ClickException(f"{name}: nothing waits to be confirmed")
        asked = IssueReference(state.pending.at)
        outcome = core.run_one(Execute(asked, operator_named(core, by), subject))
    if outcome.refusals:
        raise click.ClickException("\n".join(map(in_words, outcome.refusals)))
    click.echo(f"{name}: counts from {state.pending.valid_from} on")


def _rows(core: Core, name: ListName, state: str, day: str) -> tuple[Row, ...]:
    return rows_on(name, state, _sets(core).on(day))


def _sets(core: Core) -> Reference:
    return ReferenceInForce(load_reference(), core.store).sets


def _brought(core: Core, name: ListName, file: Path, day: str) -> ListBrought:
    sets = _sets(core)
    return asyncio.run(bring(name, read_bytes(file), core.node, sets.on(day), TableReader()))


def _refuse(found: ListBrought) -> None:
    if found.unread is not None:
        raise click.ClickException(words()(found.unread.text) % found.unread.args)
    if found.read.faults:
        raise click.ClickException("\n" + "\n".join(map(fault_line, found.read.faults)))


def _line(row: Row) -> str:
    values = (cell_text(value) for value in as_plain(row).values())
    return "  ".join(value for value in values if value)


def _lines(change: Difference) -> Iterator[str]:
    yield from (f"+ {key}" for key in change.added)
    yield from (f"- {key}" for key in change.removed)
    for one in change.changed:
        yield from (f"~ {one.key} {name}: {was} -> {now}" for name, was, now in one.fields)
    yield f"{change.same} rows stay as they are"

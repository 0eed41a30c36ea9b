"""`corridor contact`: how offices of the own state are reached, while the node is stopped."""

from pathlib import Path
from typing import Any

import click
import msgspec

from corridor.domain.contacts.kind import CONTACTS_OF
from corridor.domain.contacts.state import DAYS, Contact, contact_id
from corridor.domain.contacts.stating import StateContact
from corridor.domain.contacts.withdrawing import WithdrawContact
from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.reference.model import Days
from corridor.engine.core import Core
from corridor.engine.jobs import Execute
from corridor.engine.queries import Queries
from corridor.node.cli.given import folder_argument, json_option
from corridor.node.cli.speaking import in_words
from corridor.node.cli.stopped import opened_for_command
from corridor.web.auth.accounts import kept_account
from corridor.web.phones import kept_phone, phone_words

LISTED_MAX = 200
by_option = click.option("--by", required=True, metavar="LOGIN", help="The operator who says so.")


@click.group(name="contact")
def command() -> None:
    """State how the authorities and offices of the node's own state are reached.

    DIR is the folder of the node, which has to be stopped. All nodes are told when it runs again.
    Exits 0 when it is done, 1 when it cannot be done, and 2 for wrong usage.
    """


@command.command(name="list")
@folder_argument
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List what this node knows of all states, by the code of the place."""
    with opened_for_command(folder) as core:
        queries = Queries(core)
        found = [
            queries.get(row.subject).state
            for name in sorted(queries.counts(CONTACTS_OF))
            for row in queries.rows(name, "name", "", LISTED_MAX).rows
        ]
    for one in found:
        click.echo(msgspec.json.encode(one).decode() if as_json else _line(one))


@command.command(name="set")
@folder_argument
@click.argument("place")
@click.option("--phone", default="", help="With the code of its country: +996 312 000 000.")
@click.option("--mail", default="", help="An address of mail.")
@click.option("--page", default="", help="A page, with https.")
@click.option(
    "--days", default="", type=click.Choice(("", *DAYS)), help="On which days it is open."
)
@click.option("--opens", default="", help="When, by the clock there: 09:00.")
@click.option("--closes", default="", help="Until when: 18:00.")
@click.option(
    "--language", "languages", multiple=True, help="Spoken there, as ru; may be repeated."
)
@click.option("--account", default="", help="To which its fees are paid.")
@click.option("--account-name", default="", help="In whose name the account is.")
@click.option("--bank", default="", help="The bank that keeps it.")
@by_option
def set_(
    folder: Path,
    place: str,
    phone: str,
    days: Days,
    by: str,
    languages: tuple[str, ...],
    **said: str,
) -> None:
    """State how PLACE, the code of an office or an authority, is reached."""
    kept = kept_phone(phone)
    if phone and not kept:
        raise click.ClickException(f"{phone}: this is no telephone number with its country")
    ways: dict[str, Any] = {"phone": kept, "days": days, "languages": languages, **said}
    asked = {"do": "contact.state", "place": place, "ways": ways}
    try:
        wanted = msgspec.convert(asked, StateContact)
    except msgspec.ValidationError as error:
        raise click.ClickException(str(error)) from None
    _run(folder, place, wanted, by)
    click.echo(f"{place}: stated")


@command.command()
@folder_argument
@click.argument("place")
@by_option
def withdraw(folder: Path, place: str, by: str) -> None:
    """Say nothing of PLACE any more."""
    _run(folder, place, WithdrawContact(), by)
    click.echo(f"{place}: withdrawn")


def _run(folder: Path, place: str, asked: StateContact | WithdrawContact, by: str) -> None:
    with opened_for_command(folder) as core:
        outcome = core.run_one(Execute(asked, operator_named(core, by), contact_id(place)))
    if outcome.refusals:
        raise click.ClickException(f"{place}: {' '.join(map(in_words, outcome.refusals))}")


def operator_named(core: Core, login: str) -> Actor:
    """The operator of a login, as whoever acts."""
    found = kept_account(Queries(core), login)
    if found is None or found.role != "operator" or found.closed:
        raise click.ClickException(f"{login}: there is no such operator")
    return Actor("", found.org, found.login, "operator")


def _line(one: Contact) -> str:
    ways = one.ways
    hours = f"{ways.days} {ways.opens}-{ways.closes}" if ways.opens else ways.days
    said = (phone_words(ways.phone), ways.mail, ways.page, hours, " ".join(ways.languages))
    shown = "  ".join(part.replace("\u00a0", " ") for part in said if part)
    return f"{one.place}  {shown}  ({day_at(one.stated_at, one.place)}, {one.stated_by})"

"""`corridor quota`: quotas of road permits of the own state, while the node is stopped."""

from pathlib import Path
from typing import Any

import click
import msgspec

from corridor.domain.commands import Command
from corridor.domain.days import is_day
from corridor.domain.facts import Actor
from corridor.domain.quota import TYPES, Quota, quota_id
from corridor.domain.quotas.answering import AgreeQuota
from corridor.domain.quotas.listings import quotas_at
from corridor.domain.quotas.proposing import ProposeQuota
from corridor.domain.refusals import Refusal
from corridor.engine.core import Core
from corridor.engine.jobs import Execute
from corridor.engine.queries import Queries
from corridor.evidence.errors import EvidenceError
from corridor.evidence.trust import open_trust_list
from corridor.node.cli.given import folder_argument, json_option
from corridor.node.cli.speaking import in_words
from corridor.node.cli.stopped import opened_for_command
from corridor.node.settings import SettingsInvalid, read_roots
from corridor.web.auth.accounts import kept_account

LISTED_MAX = 200
by_option = click.option("--by", required=True, metavar="LOGIN", help="The officer who says so.")


@click.group(name="quota")
def command() -> None:
    """List quotas of road permits between two states, propose one, agree on one.

    DIR is the folder of the node, which has to be stopped. The other state is told when it runs
    again. Exits 0 when it is done, 1 when it cannot be done, and 2 for wrong usage.
    """


@command.command(name="list")
@folder_argument
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List the quotas that this state gives or has, with what is left."""
    with opened_for_command(folder) as core:
        queries = Queries(core)
        rows = queries.rows(quotas_at(core.node), "name", "", LISTED_MAX).rows
        found = [queries.get(row.subject).state for row in rows]
    for one in found:
        click.echo(msgspec.json.encode(one).decode() if as_json else _line(one))


@command.command()
@folder_argument
@click.option("--giver", required=True, help="The state whose roads are used: UZ.")
@click.option("--holder", required=True, help="The state whose carriers use them: KG.")
@click.option("--year", required=True, type=click.IntRange(2000, 2200), help="For which year.")
@click.option(
    "--type",
    "kind",
    required=True,
    type=click.Choice(TYPES),
    help="1 bilateral, 2 transit, 3 to or from third countries.",
)
@click.option(
    "--tranche",
    "tranches",
    multiple=True,
    required=True,
    metavar="DAY:COUNT",
    help="So many on a day, 2027-01-01:50; may be repeated.",
)
@click.option("--valid-to", required=True, help="Until when permits hold: 2028-01-31.")
@by_option
def propose(
    folder: Path,
    giver: str,
    holder: str,
    year: int,
    kind: str,
    tranches: tuple[str, ...],
    valid_to: str,
    by: str,
) -> None:
    """Propose a quota, or other terms for one: the other state has to agree."""
    planned = [_tranche(one) for one in tranches]
    terms = {
        "total": sum(one["count"] for one in planned),
        "tranches": planned,
        "valid_to": valid_to,
    }
    said = {"giver": giver, "holder": holder, "year": year, "type": kind, "terms": terms}
    try:
        wanted = msgspec.convert({"do": "quota.propose", **said}, ProposeQuota)
    except msgspec.ValidationError as error:
        raise click.ClickException(str(error)) from None
    _check_connected(folder, {giver, holder})
    subject = quota_id(giver, holder, year, kind)
    with opened_for_command(folder) as core:
        _run(core, wanted, by, subject)
    click.echo(f"{subject}: proposed")


@command.command()
@folder_argument
@click.argument("quota")
@by_option
def agree(folder: Path, quota: str, by: str) -> None:
    """Agree on what the other state proposed for QUOTA, such as qt-UZ-KG-2027-2."""
    with opened_for_command(folder) as core:
        state = Queries(core).get(quota).state
        offers = state.offers if isinstance(state, Quota) else ()
        theirs = [one for one in offers if one.node != core.node and one.standing == "open"]
        if not theirs:
            raise click.ClickException(f"{quota}: no proposal of the other state waits")
        _run(core, AgreeQuota(theirs[0].id), by, quota)
    click.echo(f"{quota}: agreed, {theirs[0].terms.total} permits")


def _tranche(text: str) -> dict[str, Any]:
    day, _, count = text.rpartition(":")
    if not is_day(day) or not count.isdecimal() or int(count) < 1:
        raise click.BadParameter(f"{text}: write a day and a number, 2027-01-01:50")
    return {"day": day, "count": int(count)}


def _check_connected(folder: Path, states: set[str]) -> None:
    """A stopped node follows nobody: who is connected stands in the trust list of its folder."""
    file = folder / "trust.json"
    if not file.exists():
        return
    try:
        trust = open_trust_list(file.read_bytes(), read_roots(folder))
    except (SettingsInvalid, EvidenceError) as error:
        raise click.ClickException(f"{file}: {error}") from None
    for state in sorted(states - {entry.node for entry in trust.nodes}):
        refusal = Refusal("quota_no_node", "/subject", "", {"country": state})
        raise click.ClickException(in_words(refusal))


def _run(core: Core, asked: Command, by: str, subject: str) -> None:
    outcome = core.run_one(Execute(asked, _officer(core, by), subject))
    if outcome.refusals:
        raise click.ClickException(f"{subject}: {' '.join(map(in_words, outcome.refusals))}")


def _officer(core: Core, login: str) -> Actor:
    """The officer of an authority, as whoever acts; whether it is the ministry, the law says."""
    found = kept_account(Queries(core), login)
    if found is None or found.role != "permit" or found.closed:
        raise click.ClickException(f"{login}: there is no such officer of an authority")
    return Actor(found.office, found.org, found.login, "permit")


def _line(one: Quota) -> str:
    waits = "  waits for an answer" if any(o.standing == "open" for o in one.offers) else ""
    return f"{one.id}  left {one.left}, delivered {one.delivered} of {one.total}{waits}"

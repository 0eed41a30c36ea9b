"""`corridor account`: the people of a node and their API tokens, while the node is stopped."""

from pathlib import Path
from typing import Any

import click
import msgspec

from corridor.domain.acts import ROLES, Role
from corridor.engine.core import Core
from corridor.engine.hlc import instant
from corridor.engine.queries import Queries
from corridor.node.cli.account_input import ask_password, refuse_wrong
from corridor.node.cli.given import folder_argument, json_option
from corridor.node.cli.stopped import opened_for_command
from corridor.web.auth.accounts import ACCOUNTS_MAX, Account, all_accounts, kept_account, new_token
from corridor.web.auth.passwords import hash_password
from corridor.web.auth.roster import (
    ForgetAccount,
    ForgetTokens,
    KeptToken,
    keep_account,
    keep_token,
    tokens_by_login,
)


@click.group(name="account")
def command() -> None:
    """Add and remove the people of the node in DIR, and give them API tokens.

    The node has to be stopped, since its database serves one process. Exits 0 when it is done, 1
    when it cannot be done, and 2 for wrong usage.
    """


@command.command()
@folder_argument
@click.argument("login")
@click.option("--name", required=True, help="The person's name, as others see it.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person does here.")
@click.option("--org", required=True, help="The organisation's code or tax number.")
@click.option("--org-name", default="", help="The organisation's name, as others see it.")
@click.option(
    "--office",
    default="",
    help="The customs office, for customs and checkpoint; the authority, for permit.",
)
@click.option("--leads", is_flag=True, help="Administrator of the firm, or head of the office.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--no-password", is_flag=True, help="Nobody signs in: a program with a token alone.")
@json_option
def add(
    folder: Path,
    login: str,
    role: Role,
    leads: bool,
    password_stdin: bool,
    no_password: bool,
    as_json: bool,
    **words: str,
) -> None:
    """Add the person LOGIN. The password is asked for twice and never shown."""
    if password_stdin and no_password:
        raise click.UsageError("--password-stdin and --no-password exclude each other")
    described: dict[str, Any] = {name: text.strip() for name, text in words.items()}
    account = Account(login=login, role=role, leads=leads, **described)
    with opened_for_command(folder) as core:
        refuse_wrong(account, core)
        if kept_account(Queries(core), login) is not None:
            raise click.ClickException(f"{login}: there is such an account already")
        if not no_password:
            hashed = hash_password(ask_password(from_stdin=password_stdin))
            account = msgspec.structs.replace(account, hash=hashed)
        core.run_one(keep_account(account, _now(core)))
    click.echo(_json(_shown(account, ())) if as_json else f"{login}: added")


@command.command(name="list")
@folder_argument
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List the people by role, office and name, with the number of their tokens.

    With --json, one object a line, and each token's purpose and date.
    """
    with opened_for_command(folder) as core:
        queries = Queries(core)
        tokens = tokens_by_login(queries)
        everyone = all_accounts(queries, ACCOUNTS_MAX, closed=True)
        found = [(one, tokens.get(one.login, ())) for one in everyone]
    for account, held in found:
        click.echo(_json(_shown(account, held)) if as_json else _line(account, held))


@command.command()
@folder_argument
@click.argument("login")
@click.option("--purpose", default="", help="What it is for, to know it again in the list.")
@json_option
def token(folder: Path, login: str, purpose: str, as_json: bool) -> None:
    """Give LOGIN a new API token and print it, this once.

    The node keeps its digest alone. Standard output holds the token and nothing else.
    """
    with opened_for_command(folder) as core:
        account = _account(core, login)
        made = new_token()
        core.run_one(keep_token(made, account, purpose, _now(core)))
    click.echo(_json({"login": login, "purpose": purpose, "token": made}) if as_json else made)
    click.echo("Keep it now: it cannot be shown again.", err=True)


@command.command()
@folder_argument
@click.argument("login")
@click.option("--tokens", "tokens_only", is_flag=True, help="Take back the API tokens alone.")
@json_option
def remove(folder: Path, login: str, tokens_only: bool, as_json: bool) -> None:
    """Remove LOGIN with all its tokens. What the person said stays in the log."""
    with opened_for_command(folder) as core:
        account = _account(core, login)
        job = ForgetTokens(account) if tokens_only else ForgetAccount(account)
        count: int = core.run_one(job)
    told = {"login": login, "removed": not tokens_only, "tokens": count}
    what = "kept" if tokens_only else "removed"
    click.echo(_json(told) if as_json else f"{login}: {what}; tokens taken back: {count}")


def _account(core: Core, login: str) -> Account:
    found = kept_account(Queries(core), login)
    if found is None:
        raise click.ClickException(f"{login}: there is no such account")
    return found


def _now(core: Core) -> str:
    return instant(core.settings.clock.now_ms())


def _shown(account: Account, tokens: tuple[KeptToken, ...]) -> dict[str, Any]:
    """What a program may know of an account: everything but the digests."""
    return {
        "login": account.login,
        "name": account.name,
        "role": account.role,
        "office": account.office,
        "org": account.org,
        "org_name": account.org_name,
        "leads": account.leads,
        "closed": account.closed,
        "signs_in": bool(account.hash) and not account.closed,
        "tokens": tokens,
    }


def _line(account: Account, tokens: tuple[KeptToken, ...]) -> str:
    place = account.office or "–"
    entry = "" if account.hash else ", no password"
    entry = f", closed {account.closed}" if account.closed else entry
    return (
        f"{account.login}  {account.role}  {place}  {account.org}  {account.name}  "
        f"(tokens: {len(tokens)}{entry})"
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

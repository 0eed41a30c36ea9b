"""What is given for a new account, judged before anything is kept."""

import sys

import click

from corridor.domain.permits.requirements import load_authorities
from corridor.engine.core import Core
from corridor.web.auth.accounts import LOGIN_LETTERS_MAX, Account
from corridor.web.auth.judging import offices_for
from corridor.web.auth.passwords import PASSWORD_LETTERS_MAX, PASSWORD_LETTERS_MIN


def refuse_wrong(account: Account, core: Core) -> None:
    """UsageError where nobody could ever work with such an account."""
    login = account.login
    if not login.isprintable() or " " in login or not 0 < len(login) <= LOGIN_LETTERS_MAX:
        raise click.UsageError(f"a login has 1 to {LOGIN_LETTERS_MAX} letters and no spaces")
    if not account.name or not account.org:
        raise click.UsageError("name and organisation must not be empty")
    reference = core.settings.reference
    offices = offices_for(account.role, core.node, reference, load_authorities())
    if offices and account.office not in offices:
        raise click.UsageError(f"--office has to be one of {', '.join(offices)}")
    if not offices and account.office:
        raise click.UsageError(f"--office is not for the role {account.role}")


def ask_password(*, from_stdin: bool) -> str:
    """From standard input, or asked for at the terminal twice, without echo."""
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt="Once more")
    else:
        raise click.UsageError("there is no terminal to ask at: give --password-stdin")
    if not PASSWORD_LETTERS_MIN <= len(given) <= PASSWORD_LETTERS_MAX:
        limits = f"{PASSWORD_LETTERS_MIN} to {PASSWORD_LETTERS_MAX}"
        raise click.UsageError(f"a password has {limits} letters")
    return str(given)

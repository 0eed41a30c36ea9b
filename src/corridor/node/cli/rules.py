"""`corridor rules`: the cross-field rules, with their days and their texts in both languages."""

import inspect
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches

import click
import msgspec

from corridor.domain.days import day_at
from corridor.domain.movement.rules import FIRST, RULES, WARNINGS
from corridor.domain.movement.rules.held import HELD, Held
from corridor.domain.movement.rules.rule import Rule
from corridor.node.system import present
from corridor.web.i18n import LANGUAGES, words_in

ALL: tuple[Rule, ...] = (*FIRST, *RULES, *WARNINGS)
_BY = {
    "rule": "held by another rule",
    "way": "held by the way",
    "act": "held by an act",
    "message": "held by the messages",
    "not": "not held",
}
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")


@click.group(name="rules", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """The rules that a declaration is judged by; no node is needed.

    Names beginning with R, C and G are those of NCTS; CL and ISO name code lists and standards,
    DTC the corridor's own. Without a subcommand, those in force today are listed.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_rules)


@command.command(name="list")
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The decisive day whose rules are asked for; today (UTC) where it is not given.",
)
@click.option("--all", "every", is_flag=True, help="Every rule there is or was.")
@json_option
def list_rules(day: datetime | None = None, every: bool = False, as_json: bool = False) -> None:
    """List the rules in force on a day, each with what it is about."""
    on_date = f"{day:%Y-%m-%d}" if day else day_at(present(), "")
    found = ALL if every else [rule for rule in ALL if rule.in_force(on_date)]
    if not found:
        click.echo(f"no rule was in force on {on_date}", err=True)
    for rule in found:
        click.echo(_json(rule) if as_json else f"{rule.code:8} {_days(rule):24} {_reason(rule)}")


@command.command()
@click.argument("code")
@json_option
def show(code: str, as_json: bool) -> None:
    """Show one rule: why it holds, from when, what it says and what is to be done.

    Of a rule of NCTS that is held elsewhere: by what, and since when.
    """
    code = code.strip().upper()
    found = [rule for rule in ALL if rule.code == code]
    if code in HELD and not found:
        click.echo(
            _held_json(code) if as_json else f"{code}, {_BY[HELD[code].where]}\n{_held(code)}"
        )
        return
    if not found:
        raise click.BadParameter(_unknown(code), param_hint="CODE")
    for rule in found:
        click.echo(_json(rule) if as_json else "\n".join(_words(rule)))


def _held(code: str) -> str:
    return (
        f"  {HELD[code].says}\n"
        f"  In force {_days(HELD[code])}: it is judged whenever that is done, and nothing was done "
        "here before."
    )


def _held_json(code: str) -> str:
    held = {"kind": "held", "by": HELD[code].where, "says": HELD[code].says}
    days = {"valid_from": HELD[code].valid_from, "valid_to": HELD[code].valid_to}
    return msgspec.json.encode({"code": code, **held, **days}).decode()


def _unknown(code: str) -> str:
    near = get_close_matches(code.upper(), [rule.code for rule in ALL], n=3)
    return f"there is no rule {code}" + (f"; near it: {', '.join(near)}" if near else "")


def _words(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}, {_days(rule)}, {_kind(rule)}"
    yield f"  {_reason(rule)}"
    for language, (text, remedy) in _texts(rule).items():
        yield f"  {language}: {text}"
        yield f"      {remedy}"


def _json(rule: Rule) -> str:
    texts = _texts(rule)
    told = {
        "code": rule.code,
        "kind": _kind(rule),
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "reason": _reason(rule),
        "text": {language: text for language, (text, _) in texts.items()},
        "remedy": {language: remedy for language, (_, remedy) in texts.items()},
    }
    return msgspec.json.encode(told).decode()


def _texts(rule: Rule) -> dict[str, tuple[str, str]]:
    """Text and remedy by language; what stands in braces is filled in for each dossier."""
    return {
        language: (words_in(language)(rule.text), words_in(language)(rule.remedy))
        for language in sorted(LANGUAGES)
    }


def _kind(rule: Rule) -> str:
    return "warning" if rule in WARNINGS else "error"


def _reason(rule: Rule) -> str:
    return " ".join(inspect.getdoc(rule).partition("\n\n")[0].split())  # type: ignore[union-attr]


def _days(rule: Rule | Held) -> str:
    return f"{rule.valid_from} to {rule.valid_to}" if rule.valid_to else f"from {rule.valid_from}"

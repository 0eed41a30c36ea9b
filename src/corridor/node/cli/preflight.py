"""`corridor preflight`: which state on the way would stop a dossier, before it leaves."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from corridor.domain.consignment import Dossier
from corridor.domain.permits.requirements import load_authorities, load_requirement_rules
from corridor.domain.reference import Reference, load_reference
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import DEMO_ROUTES
from corridor.gateways.ncts import TEXTS, declared_in
from corridor.gateways.ncts.texts import english
from corridor.node.cli.files import read_bytes
from corridor.node.cli.speaking import language_option
from corridor.node.system import present
from corridor.web.formats import Formats
from corridor.web.i18n import words_in
from corridor.web.labels.labels import Labels
from corridor.web.names import Names
from corridor.web.refusal_words import RefusalWords
from corridor.web.views.preflight import SaidState, over, preflight_of

_BEFORE: Final = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"
"""Marks of the order of bytes, halves of letters of two, and blanks."""


@click.command(name="preflight")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--route",
    type=click.Choice(sorted(DEMO_ROUTES)),
    help="A route of the demo, from tomorrow on; needed for XML, which knows no places of ours.",
)
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each state.")
def command(file: Path, route: str | None, lang: str, as_json: bool) -> None:
    """Check the dossier in FILE against all states on its way; no node is needed.

    FILE is a dossier in JSON, as the API takes it, or an NCTS declaration (CC015C). No permit is
    known here, so each that is needed is lacking. The permit rules are illustrative. Exits 0 when
    no state would stop it, and 1 when one would.
    """
    reference = load_reference()
    dossier = read_dossier(file, route, reference)
    rules, say = tuple(load_requirement_rules()), _words(lang, reference)
    found = preflight_of(dossier, rules, (), reference, present(), say)
    for state in found:
        click.echo(msgspec.json.encode(state) if as_json else "\n".join(_lines(state)))
    raise click.exceptions.Exit(int(any(state.verdict == "stops" for state in found)))


def read_dossier(file: Path, route: str | None, reference: Reference) -> Dossier:
    """The dossier in a file, over a route of the demo where one is named.

    Raises ClickException for what is no dossier, and UsageError where no way is known.
    """
    data = read_bytes(file)
    dossier = _of_message(data) if _is_xml(data) else _of_json(data)
    if route:
        return over(dossier, DEMO_ROUTES[route], present(), reference)
    if not dossier.route.points:
        raise click.UsageError("the file names no route; give --route")
    return dossier


def _is_xml(data: bytes) -> bool:
    """Whether a tag is what it begins with, in letters of one byte or of two, marked or not."""
    return data.lstrip(_BEFORE)[:1] == b"<"


def _of_message(data: bytes) -> Dossier:
    found = declared_in(data)
    if isinstance(found, Refused):
        raise _unusable(found.refusals)
    return found


def _unusable(refusals: Iterable[Refusal]) -> click.ClickException:
    """A verdict on what was not read as it was meant would be worth nothing."""
    found = (f"{one.pointer or '/'}: {english(one)} [{one.code}]" for one in refusals)
    return click.ClickException("; ".join(found))


def _of_json(data: bytes) -> Dossier:
    if not data.strip():
        raise click.ClickException("this is no dossier: the file is empty")
    try:
        kept = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        if "dossier" in kept:
            return msgspec.json.decode(kept["dossier"], type=Dossier)
        return msgspec.json.decode(data, type=Dossier)
    except msgspec.MsgspecError as error:
        raise click.ClickException(f"this is no dossier: {error}") from None


def _words(lang: str, reference: Reference) -> RefusalWords:
    words = words_in(lang)
    names = Names(lang, "", lambda: reference, load_authorities())
    return RefusalWords(words, Labels(words), names, Formats(words), TEXTS)


def _lines(state: SaidState) -> Iterator[str]:
    when = f" on {state.enters_on}" if state.enters_on else ""
    yield f"{state.country or '-'}: {state.verdict.upper()} ({state.place}{when})"
    for stop in state.refusals:
        yield f"  {stop.text} [{stop.rule or stop.code}]"
        yield f"    {stop.remedy}" + (f" In time until {stop.by}." if stop.by else "")
    yield from (f"  note: {note.text}" for note in state.notes)

"""`corridor requirements`: what each state on the way asks of a dossier, and what it does not."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import msgspec

from corridor.domain.permits.book import RuleBook
from corridor.domain.permits.issued import book_with
from corridor.domain.permits.requirements import load_requirement_rules
from corridor.domain.reference import Reference, load_reference
from corridor.domain.routes import DEMO_ROUTES
from corridor.node.cli.preflight import read_dossier
from corridor.node.cli.rule_files import rules_in
from corridor.node.cli.speaking import language_option
from corridor.node.system import present
from corridor.web.speaking import Spoken
from corridor.web.views.asked_of import AskedFor, AskedOf, asked_of
from corridor.web.views.preflight import over


@click.command(name="requirements")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--route",
    type=click.Choice(sorted(DEMO_ROUTES)),
    help="A route of the demo; needed for XML, which knows no places of ours.",
)
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose rules are asked for, and on which a demo route sets out; else today.",
)
@click.option(
    "--rules",
    "rules_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of rules (CSV, a workbook or JSON) in place of those of the states it names.",
)
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path,
    route: str | None,
    day: datetime | None,
    rules_file: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Say which permits and papers the dossier in FILE needs, and why; no node is needed.

    FILE is a dossier in JSON, as the API takes it, or an NCTS declaration (CC015C). No permit is
    known here, so each is lacking. The rules that come with the program are illustrative. Exits 0
    when the question could be answered, and 1 when the file or the list of rules is faulty.
    """
    reference = load_reference()
    dossier = read_dossier(file, route, reference)
    at = f"{day:%Y-%m-%d}" if day else ""
    if at and route:
        dossier = over(dossier, DEMO_ROUTES[route], at, reference)
    rules = _rules(rules_file, reference)
    found = asked_of(dossier, rules, (), reference, at or present(), Spoken(lang))
    click.echo(msgspec.json.encode(found).decode() if as_json else "\n".join(_lines(found)))


def _rules(file: Path | None, reference: Reference) -> RuleBook:
    base = load_requirement_rules()
    return base if file is None else book_with(base, rules_in(file, reference))


def _lines(found: AskedOf) -> Iterator[str]:
    country = ""
    for one in found.requirements:
        if one.country != country:
            country = one.country
            yield f"{country}:"
        yield from _asked(one)
    for asked in found.questions:
        said = {None: "open", True: "yes", False: "no"}[asked.answer]
        yield f"? {asked.text} [{asked.code}: {said}; {', '.join(asked.countries)}]"
    if found.not_needed:
        yield "Not needed:"
    yield from (f"  {no.country} {no.requirement} [{no.rule}]: {no.why}" for no in found.not_needed)


def _asked(one: AskedFor) -> Iterator[str]:
    mark = " (illustrative)" if one.illustrative else ""
    yield f"  {one.requirement} [{one.rule}{mark}]: {one.state}"
    by = f"; apply by {one.apply_by}" if one.apply_by and one.state != "carry" else ""
    yield f"    {one.authority_name}; {one.instrument}{by}{f'; {one.fee}' if one.fee else ''}"
    yield f"    {one.because}"

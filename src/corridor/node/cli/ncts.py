"""`corridor ncts`: check messages with no node, and submit a real one to a node."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from corridor.domain.reference import load_reference
from corridor.domain.refusals import Refusal, Refused
from corridor.domain.routes import DEMO_ROUTES
from corridor.gateways.ncts import (
    CheckResult,
    RoundTrip,
    SchemasUnusableError,
    check_file,
    roundtrip,
)
from corridor.gateways.ncts.texts import english, refusal_json
from corridor.node.cli.files import read_bytes
from corridor.node.cli.given import FOLDER
from corridor.node.demo.client import Api, ApiRefused, NodeUnreachable
from corridor.node.demo.found import running_demos
from corridor.node.demo.submit import Submitted, own_grn, to_lodge
from corridor.node.demo.submit import submit as send
from corridor.node.demo.world import carrier_of
from corridor.node.system import present

GIVE_UP_S = 5.0


@click.group(name="ncts")
def command() -> None:
    """Check and submit NCTS messages, phases 5 and 6."""


@command.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--schemas",
    type=FOLDER,
    help="A folder with the official schemas in xsd-p5 and xsd-p6; they are used as well.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
def check(files: tuple[Path, ...], schemas: Path | None, as_json: bool) -> None:
    """Check messages; no node is needed.

    Says of each FILE whether it is accepted, each refusal with its rule and place, and which
    values have no place in a dossier. Exits 0 when all are accepted, and 1 when one is refused.
    """
    reference, now = load_reference(), present()
    accepted = True
    for file in files:
        try:
            result = check_file(read_bytes(file), str(file), schemas, reference, now)
        except SchemasUnusableError as error:
            raise click.UsageError(error.diagnostics()) from None
        accepted &= result.accepted
        sys.stdout.write((_json(result) if as_json else "\n".join(_words(result))) + "\n")
    raise click.exceptions.Exit(0 if accepted else 1)


@command.command(name="roundtrip")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--schemas", type=FOLDER, help="As for check; what goes out is judged by them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
def round_trip(files: tuple[Path, ...], schemas: Path | None, as_json: bool) -> None:
    """Read messages into records and write them again; no node is needed.

    Says of each FILE whether the message that goes out says the same as the one that came in, but
    for order and defaults, each difference, and whether it is well built. Exits 0 when all are
    equal and valid, and 1 when one is not.
    """
    good = True
    for file in files:
        try:
            result = roundtrip(read_bytes(file), str(file), schemas)
        except SchemasUnusableError as error:
            raise click.UsageError(error.diagnostics()) from None
        good &= result.equal and result.valid
        click.echo(_trip_json(result) if as_json else "\n".join(_trip_words(result)))
    raise click.exceptions.Exit(0 if good else 1)


def _trip_json(trip: RoundTrip) -> str:
    refusals = {"refusals": [refusal_json(refusal) for refusal in trip.refusals]}
    return msgspec.json.encode(msgspec.to_builtins(trip) | refusals).decode()


def _trip_words(trip: RoundTrip) -> Iterator[str]:
    name = f"{trip.message} phase {trip.phase}" if trip.message else "no message"
    said = ("equal" if trip.equal else "DIFFERENT", "valid" if trip.valid else "INVALID")
    yield f"{trip.file}: {', '.join(said)} ({name})"
    yield from (f"  {_refusal(refusal)}" for refusal in trip.refusals)
    for one in trip.differences:
        yield f"  {one.pointer}: came “{one.given}”, went “{one.returned}”"


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--node", "url", required=True, help="The address of the carrier's node.")
@click.option(
    "--route",
    required=True,
    type=click.Choice(sorted(DEMO_ROUTES)),
    help="The demo's route on which the goods travel; it begins in the node's state.",
)
@click.option(
    "--token",
    envvar="CORRIDOR_TOKEN",
    help="The carrier's API token (or CORRIDOR_TOKEN); in the demo one is found.",
)
@click.option(
    "--access-code", help="Of the carrier's guarantee; in the demo it is found as the token is."
)
@click.option("--lrn", default="", help="File under this LRN instead of the message's own.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the running demo, where it cannot be found.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def submit(
    file: Path,
    url: str,
    route: str,
    token: str | None,
    access_code: str | None,
    lrn: str,
    folder: Path | None,
    as_json: bool,
) -> None:
    """File the declaration in FILE (CC015C) as a dossier.

    Goods, packages, parties, seals and documents arrive unchanged; route and offices are the
    demo's, and the guarantee is the carrier's own, or under TIR the carnet. What has no place is
    kept with the dossier and listed. Exits 1, with place and reason, when the message or the
    dossier is refused.
    """
    given = (token, access_code or "") if token else _carrier(url, folder)
    api = Api(url, given[0], GIVE_UP_S)
    try:
        lodged = to_lodge(read_bytes(file), route, own_grn(api), given[1], lrn)
        if isinstance(lodged, Refused):
            raise RefusedMessage(tuple(refusal_json(refusal) for refusal in lodged.refusals))
        done = send(api, lodged)
    except NodeUnreachable as error:
        raise click.ClickException(f"{error}. {error.diagnostics()}") from None
    except (ApiRefused, RefusedMessage) as error:
        _refuse(file, error, as_json=as_json)
    finally:
        api.close()
    text = (
        _json_of(file, url, route, done) if as_json else "\n".join(_filed(file, url, route, done))
    )
    click.echo(text)


class RefusedMessage(Exception):
    """The message cannot become a dossier: reasons with code, rule, pointer and text."""

    def __init__(self, refusals: tuple[dict[str, str], ...]) -> None:
        super().__init__(f"{len(refusals)} reasons")
        self.refusals = refusals


def _carrier(url: str, folder: Path | None) -> tuple[str, str]:
    """Token and access code of the first carrier of that node, in a demo that runs here."""
    for demo in running_demos(folder):
        node = demo.node_at(url)
        if node:
            [(person, token), *_] = demo.people(node, "carrier")
            return token, carrier_of(node, person.org).guarantee.access_code
    raise click.UsageError(f"{url} is no node of a demo that runs here; give --token")


def _refuse(file: Path, error: ApiRefused | RefusedMessage, *, as_json: bool) -> NoReturn:
    """Say what stands against it, and exit with 1."""
    found = list(error.refusals) or [{"code": getattr(error, "code", ""), "text": str(error)}]
    if as_json:
        told = {"file": str(file), "accepted": False, "refusals": found}
        click.echo(msgspec.json.encode(told))
    else:
        click.echo(f"{file}: REFUSED")
        for one in found:
            rule = f" [{one['rule']}]" if one.get("rule") else ""
            click.echo(f"  {one.get('pointer') or '/'}{rule}: {one.get('text')}")
    raise click.exceptions.Exit(1)


def _json_of(file: Path, url: str, route: str, done: Submitted) -> str:
    told = {"file": str(file), "accepted": True, "node": url, "route": route}
    return msgspec.json.encode(told | msgspec.structs.asdict(done)).decode()


def _filed(file: Path, url: str, route: str, done: Submitted) -> Iterator[str]:
    yield f"{file}: filed at {url} on the route {route}"
    yield f"  dossier {done.subject}, LRN {done.lrn}, {done.items} goods items"
    yield f"  kept aside with the dossier, having no place of their own: {len(done.aside)} values"
    yield from (f"    {aside.pointer} = {aside.value}" for aside in done.aside)


def _json(result: CheckResult) -> str:
    return msgspec.json.encode(result.as_json()).decode()


def _words(result: CheckResult) -> Iterator[str]:
    name = f"{result.message} phase {result.phase}" if result.message else "no message"
    yield f"{result.file}: {'accepted' if result.accepted else 'REFUSED'} ({name})"
    yield from (f"  {_refusal(refusal)}" for refusal in result.refusals)
    yield from (f"  warning: {_refusal(warning)}" for warning in result.warnings)
    if result.aside:
        yield f"  set aside, since a dossier has no place for it: {len(result.aside)} values"
        for aside in result.aside:
            yield f"    {aside.pointer} = {aside.value}"


def _refusal(refusal: Refusal) -> str:
    rule = f" [{refusal.rule}]" if refusal.rule else ""
    return f"{refusal.pointer or '/'}{rule}: {english(refusal)}"

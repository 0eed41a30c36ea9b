"""`corridor risk`: what heads of customs offices ask of a node's risk profiles."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
import msgspec
from click.shell_completion import CompletionItem

from corridor.engine.risk_trial import MOVEMENTS_MAX
from corridor.node.cli.asking import GIVE_UP_S, NOT_FOR_US
from corridor.node.cli.files import read_bytes
from corridor.node.demo.client import Api, ApiRefused, NodeUnreachable
from corridor.node.demo.found import running_demos

LOOK_S: Final = 0.3
NOT_FOUND: Final = 404
Asker = tuple[str, str]


@click.group(name="risk")
def command() -> None:
    """Risk profiles of a node; they are secret, so a token of a head of office is needed."""


def _codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes of the profiles at the nodes of the demo, and files as the shell knows them."""
    found: set[str] = set()
    for url, token in _askers(None, None, None, quiet=True):
        try:
            answer = msgspec.json.decode(Api(url, token, GIVE_UP_S).get("/risk/profiles"))
        except (ApiRefused, NodeUnreachable):
            continue
        found |= {one["code"] for one in answer["profiles"]}
    known = [CompletionItem(one) for one in sorted(found) if one.startswith(incomplete.upper())]
    return known or [CompletionItem(incomplete, type="file")]


@command.command(name="try")
@click.argument("profile", metavar="PROFILE", shell_complete=_codes)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--limit",
    type=click.IntRange(1, MOVEMENTS_MAX),
    default=1_000,
    show_default=True,
    help="How many of the newest movements are looked at.",
)
@click.option("--node", "url", help="The node's address; without it, the first of the demo here.")
@click.option(
    "--token",
    envvar="CORRIDOR_TOKEN",
    help="An API token of a head of a customs office there (or CORRIDOR_TOKEN).",
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the running demo, where more than one runs.",
)
def try_profile(
    profile: str,
    as_json: bool,
    limit: int,
    url: str | None,
    token: str | None,
    folder: Path | None,
) -> None:
    """Try PROFILE on past movements: what it would match, and what that does to the channels.

    PROFILE is the code of a profile of the node, or a file with one in JSON. Nothing is switched.
    Exits 0 when it picks some, 1 when it matches none, or half of them and more, or does not stand
    as it is written, and 2 for wrong usage.
    """
    asked = _asked(profile) | {"limit": limit}
    api, begun = _begun(asked, list(_askers(url, token, folder)))
    try:
        found = _waited(api, begun)
    finally:
        api.close()
    click.echo(msgspec.json.encode(found).decode() if as_json else "\n".join(_lines(found)))
    raise click.exceptions.Exit(int(found["is_broad"] or not found["matched"]))


def _asked(profile: str) -> dict[str, Any]:
    path = Path(profile)
    if path.is_dir():
        raise click.UsageError(f"{path} is a folder: name a profile, or a file with one")
    if not path.is_file():
        return {"code": profile.upper()}
    content = read_bytes(path)
    if not content.strip():
        raise click.ClickException(f"{path}: the file is empty")
    try:
        return {"profile": msgspec.json.decode(content)}
    except msgspec.DecodeError as error:
        raise click.ClickException(f"{path}: {error}") from None


def _askers(
    url: str | None, token: str | None, folder: Path | None, quiet: bool = False
) -> Iterator[Asker]:
    """(address, token) of every head of a customs office that may be asked as."""
    if url and token:
        yield url, token
        return
    demos = [demo for demo in running_demos(folder) if not url or demo.node_at(url)]
    if not demos and not quiet:
        raise click.UsageError("no such demo runs here; give --node and --token")
    for demo in demos:
        for node in [demo.node_at(url)] if url else demo.urls:
            heads = (given for who, given in demo.people(node, "customs") if who.leads)
            yield from ((demo.urls[node], given) for given in list(heads)[:1])


def _begun(asked: dict[str, Any], askers: list[Asker]) -> tuple[Api, dict[str, Any]]:
    """The first node that knows the profile, and the trial it began."""
    refused: ApiRefused | None = None
    for url, token in askers:
        api = Api(url, token, GIVE_UP_S)
        try:
            return api, api.post("/risk/trials", asked)
        except ApiRefused as error:
            api.close()
            refused = error
            if error.status not in NOT_FOR_US:
                break
        except NodeUnreachable as error:
            api.close()
            raise click.ClickException(f"{error}. {error.diagnostics()}") from None
    if refused is not None and refused.status == NOT_FOUND and "code" in asked:
        raise click.ClickException(f"{asked['code']}: there is no such profile at the nodes asked")
    raise click.ClickException("\n".join(_why(refused)))


def _why(refused: ApiRefused | None) -> Iterator[str]:
    """All that stands against it."""
    if refused is None or not refused.refusals:
        yield str(refused or "nobody here may be asked")
        return
    for one in refused.refusals:
        yield f"{one['pointer'] or '/'}: {one['text']} {one['remedy']}"


def _waited(api: Api, trial: dict[str, Any]) -> dict[str, Any]:
    while trial["state"] != "done":
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{trial['looked']}/{trial['total']}", nl=False, err=True)
        time.sleep(LOOK_S)
        trial = msgspec.json.decode(api.get(f"/risk/trials/{trial['id']}"))
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    return trial


def _lines(found: dict[str, Any]) -> Iterator[str]:
    rate = "none controlled" if found["rate"] is None else f"{found['rate']} %"
    yield f"{found['code']}: matches {found['matched']} of {found['looked']} movements"
    yield f"controlled {found['controlled']}, with a finding {found['found']}: hit rate {rate}"
    for channel in ("green", "yellow", "red"):
        before, after = found["before"].get(channel, 0), found["after"].get(channel, 0)
        yield f"  {channel:6} {before:6} -> {after}"
    if found["is_broad"]:
        yield "It matches half of them or more: it finds nobody in particular."
    yield from (f"  {one}" for one in found["examples"])

"""`corridor channel`: channels that were stopped because a peer was not honest."""

from pathlib import Path

import click
import msgspec

from corridor.engine.core import Core
from corridor.exchange import keeping
from corridor.exchange.convict import Resume
from corridor.node.cli.stopped import opened_for_command

STOPPED_MAX = 1_000
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Stopped(msgspec.Struct, frozen=True):
    """A channel that is not followed: the peer, what convicted it, and since when."""

    peer: str
    code: str
    since: str


@click.group(name="channel")
def command() -> None:
    """See which peers the node in DIR no longer follows, and follow one again.

    The node has to be stopped, since its database serves one process. Exits 0 when it is done, 1
    when it cannot be done, and 2 for wrong usage.
    """


@command.command(name="list")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def list_(folder: Path, as_json: bool) -> None:
    """List the peers that were convicted by what they signed, and are not followed since."""
    with opened_for_command(folder) as core:
        found = _stopped(core)
    for one in found:
        line = f"{one.peer}  {one.code}  {one.since}"
        click.echo(msgspec.json.encode(one).decode() if as_json else line)


@command.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("peer")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reopen(folder: Path, peer: str, yes: bool) -> None:
    """Follow PEER again, once both operators know what happened.

    What convicted it is kept. If it still shows another past, the next page stops it anew.
    """
    with opened_for_command(folder) as core:
        known = {one.peer: one for one in _stopped(core)}
        if peer not in known:
            raise click.ClickException(f"{peer}: its channel is not stopped")
        asked = f"{peer} was stopped by {known[peer].code}. Follow it again?"
        if not yes and not click.confirm(asked):
            raise click.ClickException("nothing was changed")
        core.run_one(Resume(peer))
    click.echo(f"{peer}: will be followed once the node runs")


def _stopped(core: Core) -> list[Stopped]:
    with core.store.read() as reader:
        found = reader.documents(keeping.STOPPED, None, STOPPED_MAX)
    return [Stopped(stop.id, stop.body.decode(), stop.updated) for stop in found]

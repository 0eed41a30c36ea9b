"""`corridor channel`: channels that were stopped, and channels that are carried by hand."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from corridor.engine.core import Core
from corridor.evidence.errors import EvidenceError
from corridor.exchange import carry, keeping
from corridor.exchange.convict import Resume
from corridor.exchange.errors import ExchangeError
from corridor.exchange.trust import TrustInForce
from corridor.node.cli.given import folder_argument
from corridor.node.cli.stopped import opened_for_command
from corridor.node.settings import read_roots

STOPPED_MAX = 1_000
FILE_BYTES_MAX = 1 << 30
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Stopped(msgspec.Struct, frozen=True):
    """A channel that is not followed: the peer, what convicted it, and since when."""

    peer: str
    code: str
    since: str


@click.group(name="channel")
def command() -> None:
    """See which peers the node in DIR no longer follows, follow one again, or carry by hand.

    The node has to be stopped, since its database serves one process. Exits 0 when it is done, 1
    when it cannot be done, and 2 for wrong usage.
    """


@command.command(name="list")
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
def list_(folder: Path, as_json: bool) -> None:
    """List the peers that were convicted by what they signed, and are not followed since."""
    with opened_for_command(folder) as core:
        found = _stopped(core)
    for one in found:
        line = f"{one.peer}  {one.code}  {one.since}"
        click.echo(msgspec.json.encode(one).decode() if as_json else line)


@command.command()
@folder_argument
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


@command.command(name="export")
@folder_argument
@click.argument("peer")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--answering", type=FILE, help="What was carried here from PEER.")
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
def export(folder: Path, peer: str, file: Path, answering: Path | None, force: bool) -> None:
    """Write FILE, to be carried to PEER where there is no line.

    It asks PEER for what comes next and acknowledges what has come. With --answering it also
    brings all that the errand from there asked for: customs data, so hand it to nobody else.
    """
    if file.exists() and not force:
        raise click.ClickException(f"{file} is there already: choose another name, or --force")
    with _trusting(folder) as (core, trust):
        asked = carry.unpack(_content(answering)) if answering else None
        errand = carry.errand_to(core, trust, peer, asked, _counted)
    file.write_bytes(carry.pack(errand))
    click.echo(
        f"{file}: for {peer}, {len(errand.pages)} pages, asks on from {errand.request.after}"
    )


@command.command(name="import")
@folder_argument
@click.argument("file", type=FILE)
def import_(folder: Path, file: Path) -> None:
    """Take FILE, which was carried here. All of it is proved as over the line.

    What was taken before is passed over. Then carry an answer back: `export --answering FILE`.
    """
    with _trusting(folder) as (core, trust):
        errand = carry.unpack(_content(file))
        new = carry.take_errand(core, trust, errand, _counted)
        with core.store.read() as reader:
            position = reader.cursor(errand.sender).position
    click.echo(f"{errand.sender}: {new} new events; all up to {position} are here")


@contextmanager
def _trusting(folder: Path) -> Iterator[tuple[Core, TrustInForce]]:
    """The core of a stopped node with its trust list; what is refused is said in words."""
    with opened_for_command(folder) as core:
        try:
            trust = TrustInForce(core, read_roots(folder))
            trust.adopt_at_start((folder / "trust.json").read_bytes())
            yield core, trust
        except (ExchangeError, EvidenceError) as error:
            raise click.ClickException(f"{error}\n{error.diagnostics()}") from None
        except OSError as error:
            raise click.ClickException(str(error)) from None


def _content(file: Path) -> bytes:
    if file.stat().st_size > FILE_BYTES_MAX:
        raise click.ClickException(f"{file} is longer than any errand")
    return file.read_bytes()


def _counted(pages: int) -> None:
    """Progress, where somebody looks."""
    if sys.stderr.isatty():
        click.echo(f"\r{pages} pages", nl=False, err=True)

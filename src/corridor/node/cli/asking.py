"""Commands that fetch a file about a movement, or a quota, from any node that has it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from corridor.node.demo.client import Api, ApiRefused, NodeUnreachable
from corridor.node.demo.found import running_demos

GIVE_UP_S = 5.0
NOT_FOR_US = frozenset({401, 403, 404})
DESKS = ("customs", "carrier", "checkpoint")
MINISTRIES = ("permit",)
QUOTA = "qt-"
Command = Callable[..., None]
_OUTPUT = click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the file.",
)
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("reference", metavar="REF"),
    click.option(
        "--node", "url", help="The node's address; without it, the nodes of the demo here."
    ),
    click.option(
        "--token",
        envvar="CORRIDOR_TOKEN",
        help="An API token of that node (or CORRIDOR_TOKEN); in the demo one is found.",
    ),
    click.option(
        "--dir",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder of the running demo, where more than one runs.",
    ),
)


def asks_a_node(command: Command) -> Command:
    """Gives a command its options: REF, --node, --token, --dir."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def writes_a_file(command: Command) -> Command:
    """The same, and -o."""
    return asks_a_node(_OUTPUT(command))


def fetch(
    reference: str, part: str, output: Path, url: str | None, token: str | None, folder: Path | None
) -> str:
    """Write a part of a movement to the file, and say where it came from."""
    data, source = asked(reference, part, url, token, folder)
    write_whole(output, data)
    return f"{output}: {len(data)} bytes from {source}"


def asked(
    reference: str, part: str, url: str | None, token: str | None, folder: Path | None
) -> tuple[bytes, str]:
    """A part of a movement, and the node that gave it."""
    desks = MINISTRIES if reference.startswith(QUOTA) else DESKS
    return _fetch(reference, part, list(_askers(url, token, folder, desks)))


def _askers(
    url: str | None, token: str | None, folder: Path | None, desks: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """(address, token) of everybody who may be worth asking as."""
    if url and token:
        yield url, token
        return
    demos = [demo for demo in running_demos(folder) if not url or demo.node_at(url)]
    if not demos:
        which = f"{url} is no node of a demo that runs here" if url else "no demo runs here"
        raise click.UsageError(f"{which}; give --node and --token")
    for demo in demos:
        for node in [demo.node_at(url)] if url else demo.urls:
            for role in desks:
                yield from ((demo.urls[node], given) for _, given in demo.people(node, role))


def _fetch(reference: str, part: str, askers: list[tuple[str, str]]) -> tuple[bytes, str]:
    refused: ApiRefused | None = None
    place = "quotas" if reference.startswith(QUOTA) else "movements"
    for url, token in askers:
        api = Api(url, token, GIVE_UP_S)
        try:
            if len(askers) == 1 or _knows(api, reference):
                return api.get(f"/{place}/{reference}/{part}"), url
        except ApiRefused as error:
            refused = error
            if error.status not in NOT_FOR_US:
                break
        except NodeUnreachable as error:
            raise click.ClickException(f"{error}. {error.diagnostics()}") from None
        finally:
            api.close()
    raise click.ClickException(f"{reference}: {refused or 'nobody here knows of it'}")


def _knows(api: Api, reference: str) -> bool:
    """Whether this actor may see it. A search that finds nothing is no trespass, so none is noted.

    Ids are not searched for: they are asked for straight away.
    """
    if reference.startswith(("mv-", QUOTA)):
        return True
    return bool(msgspec.json.decode(api.get("/search", q=reference))["found"])


def write_whole(output: Path, data: bytes) -> None:
    """Whole or not at all."""
    part = output.with_name(f"{output.name}.part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from None

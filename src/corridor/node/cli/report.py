"""`corridor report`: fetch the report of a period as PDF from a node that runs."""

from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any

import click
import httpx
import msgspec

from corridor.node.cli.asking import write_whole
from corridor.node.cli.given import FOLDER
from corridor.node.cli.observatory import folder_of
from corridor.node.demo.client import PAPER_S, plainly
from corridor.node.settings import SettingsInvalid, read_settings
from corridor.web.report.wanted import SORTS

HERE = "127.0.0.1"
EVERYWHERE = frozenset(("", str(IPv4Address(0)), str(IPv6Address(0))))
"""Where a node listens on all addresses, this machine's own is one of them."""
WRONG = 422
NO_FIGURES = 404
OPTIONS = {"about": "NAME", "from": "--from", "to": "--to", "lang": "--lang"}
_PDF = "application/pdf"


@click.command(name="report")
@click.argument("sort", metavar="corridor|state|commission", type=click.Choice(tuple(SORTS)))
@click.argument("name")
@click.option(
    "--dir",
    "folder",
    type=FOLDER,
    help="The folder of a node that runs; without it, the first node of the demo here.",
)
@click.option("--from", "first", required=True, metavar="MONTH", help="The first month, 2026-01.")
@click.option("--to", "last", required=True, metavar="MONTH", help="The last month.")
@click.option(
    "--lang",
    type=click.Choice(("ru", "en")),
    default="ru",
    show_default=True,
    help="The language of the report.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the PDF.",
)
def command(
    sort: str, name: str, folder: Path | None, first: str, last: str, lang: str, output: Path
) -> None:
    """Write the report of a period as PDF: what the observatory's pages tell, with checksums.

    NAME is a corridor (TITR), a state (KG) or the two states of a commission (AZ-KG). The tables
    behind it are attached to the PDF as CSV. Exits 0 when it was written, 1 where no node answers
    or nothing is told to the public, and 2 for wrong usage.
    """
    url = _address_of(folder_of(folder))
    asked = {"about": f"{sort}:{name}", "from": first, "to": last, "lang": lang}
    paper = _answer(url, asked)
    write_whole(output, paper)
    click.echo(f"{output}: {len(paper)} bytes from {url}")


def _address_of(folder: Path) -> str:
    try:
        settings = read_settings(folder)
    except SettingsInvalid as error:
        raise click.UsageError(str(error)) from None
    host = HERE if settings.host in EVERYWHERE else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _answer(url: str, asked: dict[str, str]) -> bytes:
    headers = {"accept": f"{_PDF}, application/problem+json", "accept-language": "en"}
    try:
        with httpx.Client(base_url=url, headers=headers, timeout=PAPER_S, **plainly()) as client:
            answer = client.get("/observatory/report.pdf", params=asked)
    except httpx.HTTPError:
        raise click.ClickException(
            f"no node answers at {url}: start it with corridor serve, or give another --dir"
        ) from None
    if answer.status_code == WRONG:
        raise click.UsageError("\n".join(_faults(answer.content)))
    if answer.status_code == NO_FIGURES:
        raise click.ClickException(f"the node at {url} tells the public no figures, or not yet")
    if answer.is_error or answer.headers.get("content-type") != _PDF:
        raise click.ClickException(f"the node at {url} answered {answer.status_code}")
    return answer.content


def _faults(body: bytes) -> list[str]:
    found: list[dict[str, Any]] = msgspec.json.decode(body)["faults"]
    return [f"{OPTIONS.get(one['field'], one['field'])}: {one['text']}" for one in found]

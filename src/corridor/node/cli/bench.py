"""`corridor bench`: what this program does in a second, beside the limit of its parts."""

from collections.abc import Iterable

import click
import msgspec

from corridor.node.bench.result import Result
from corridor.node.cli.given import Seconds

SECONDS = 10.0
SIZES = "1000,30000,300000"
MOVEMENTS = 3_000
FACTS = 10_000_000
ENTRIES = 1_000_000
seconds_option = click.option(
    "--seconds",
    type=Seconds(0.1, 600),
    default=SECONDS,
    show_default=True,
    help="So long each figure and each limit is measured.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")


@click.group(name="bench")
def command() -> None:
    """Measure this program beside the limit of its parts, in one run on this machine.

    Compare ratios, not figures: they say how much of what the machine could do is used, and 1
    would be all of it. Nothing but the machine itself is needed; nothing is left behind.
    """


@command.command()
@seconds_option
@json_option
def lodge(seconds: float, as_json: bool) -> None:
    """Declarations of 20 items accepted a second over HTTP, checked and durable."""
    from corridor.node.bench.lodge import bench_lodge  # noqa: PLC0415 - only this needs it

    _print(bench_lodge(seconds), as_json)


@command.command()
@seconds_option
@json_option
@click.option(
    "--compare",
    is_flag=True,
    help="Also send the same documents through pyas2lib (AS2) and as4, installed for this purpose.",
)
def follow(seconds: float, as_json: bool, compare: bool) -> None:
    """Events a second from one node's commit to the other's, and the delay of a single one."""
    from corridor.node.bench.follow import bench_follow  # noqa: PLC0415 - only this needs it

    _print(bench_follow(seconds, compare), as_json)


@command.command()
@seconds_option
@json_option
def ncts(seconds: float, as_json: bool) -> None:
    """NCTS declarations read, judged by their schema and taken into a dossier a second."""
    from corridor.node.bench.ncts import bench_ncts  # noqa: PLC0415 - only this needs it

    _print(bench_ncts(seconds), as_json)


@command.command()
@seconds_option
@json_option
def rules(seconds: float, as_json: bool) -> None:
    """Dossiers a second through the checks of all states of a route; their share of a lodgement."""
    from corridor.node.bench.rules import bench_rules  # noqa: PLC0415 - only this needs it

    _print(bench_rules(seconds), as_json)


@command.command()
@click.option(
    "--facts",
    type=click.IntRange(1_000, 100_000_000),
    default=FACTS,
    show_default=True,
    help="Invented rows of what happened that are measured.",
)
@json_option
def measures(facts: int, as_json: bool) -> None:
    """Each measure over many facts, beside a bare scan of the same columns; taking facts in."""
    from corridor.node.bench.measures import bench_measures  # noqa: PLC0415 - only this needs it

    _print(bench_measures(facts, MOVEMENTS), as_json)


@command.command()
@seconds_option
@json_option
def observed(seconds: float, as_json: bool) -> None:
    """What lodging and following cost a node while its observatory reads all the time."""
    from corridor.node.bench.observing import bench_observed  # noqa: PLC0415 - only this needs it

    _print(bench_observed(seconds), as_json)


@command.command()
@click.option(
    "--entries",
    type=click.IntRange(100, 100_000_000),
    default=ENTRIES,
    show_default=True,
    help="Entries of the log that is read anew.",
)
@json_option
def rebuild(entries: int, as_json: bool) -> None:
    """A log read anew for its measures: entries a second, beside reading them alone."""
    from corridor.node.bench.rebuilding import bench_rebuild  # noqa: PLC0415 - only this needs it

    _print(bench_rebuild(entries, _progress), as_json)


@command.command()
@seconds_option
@json_option
def decision(seconds: float, as_json: bool) -> None:
    """From a click on one node to the permit that a rule of another granted, on the page."""
    from corridor.node.bench.decision import bench_decision  # noqa: PLC0415 - only this needs it

    _print(bench_decision(seconds), as_json)


@command.command()
@seconds_option
@json_option
def quota(seconds: float, as_json: bool) -> None:
    """Permits issued a second on one contended quota, and whether any was over."""
    from corridor.node.bench.quota import bench_quota  # noqa: PLC0415 - only this needs it

    _print(bench_quota(seconds), as_json)


@command.command()
@seconds_option
@json_option
def requirements(seconds: float, as_json: bool) -> None:
    """Dossiers of 20 items a second through the permit rules of five states: 64 to 10,000 rules."""
    from corridor.node.bench.requirements import (  # noqa: PLC0415 - only this needs it
        bench_requirements,
    )

    _print(bench_requirements(seconds), as_json)


@command.command()
@seconds_option
@json_option
def tad(seconds: float, as_json: bool) -> None:
    """Pages a second of an accompanying document with 1,999 items."""
    from corridor.node.bench.tad import bench_tad  # noqa: PLC0415 - only this needs it

    _print(bench_tad(seconds), as_json)


@command.command()
@seconds_option
@json_option
def qr(seconds: float, as_json: bool) -> None:
    """Permits' QR texts signed and verified a second, and how many bytes they have."""
    from corridor.node.bench.qr import bench_qr  # noqa: PLC0415 - only this needs it

    _print(bench_qr(seconds), as_json)


@command.command()
@seconds_option
@json_option
@click.option("--sizes", default=SIZES, show_default=True, help="Movements in the store, growing.")
def grow(seconds: float, as_json: bool, sizes: str) -> None:
    """Cost of one command and of one page of each work list as the store grows."""
    from corridor.node.bench.grow import bench_grow  # noqa: PLC0415 - only this needs it

    _print(bench_grow(seconds, _sizes(sizes), _progress), as_json)


@command.command()
@click.option(
    "--seconds",
    type=Seconds(0.01, 60),
    default=1.0,
    show_default=True,
    help="So long each page is asked for, and at least 20 times.",
)
@json_option
@click.option(
    "--movements",
    type=click.IntRange(1, 10_000_000),
    default=MOVEMENTS,
    show_default=True,
    help="Movements in the store, of a node that has seen some years: 300000.",
)
def pages(seconds: float, as_json: bool, movements: int) -> None:
    """Server time of each list and dossier page, and which of them take over 40 ms."""
    from corridor.node.bench.pages import bench_pages  # noqa: PLC0415 - only this needs it

    _print(bench_pages(seconds, movements, _progress), as_json)


def _sizes(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(part) for part in text.split(","))
    except ValueError:
        found = ()
    if not found or min(found) < 1 or list(found) != sorted(set(found)):
        raise click.BadParameter("growing whole numbers, with commas", param_hint="--sizes")
    return found


def _progress(text: str) -> None:
    click.echo(text, err=True)


def _print(results: Iterable[Result], as_json: bool) -> None:
    for result in results:
        click.echo(msgspec.json.encode(result).decode() if as_json else result.line())

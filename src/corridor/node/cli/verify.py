"""`corridor verify`: an evidence file checked where there is no node and no network."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from corridor.evidence import canonical
from corridor.evidence.container import CONTAINER_BYTES_MAX
from corridor.evidence.errors import EvidenceError
from corridor.evidence.report import CaseReport, Check, EventReport
from corridor.evidence.trust import Roots
from corridor.evidence.verify import verify_case

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="verify")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--roots",
    type=FILE,
    help="The national roots to trust (roots.json). Without it the file is checked against the "
    "roots it names itself: that proves that it is whole, not whom to trust.",
)
def command(file: Path, as_json: bool, roots: Path | None) -> None:
    """Verify the evidence FILE of a movement, with no node and no network.

    Prints each check, then who said what, when it was logged and who received it. Exits 0 when
    every check passes, and 1 when one fails, which is named.
    """
    report = verify_case(_read(file), None if roots is None else _roots(roots))
    click.echo(as_json_text(report) if as_json else "\n".join(words(report)))
    raise click.exceptions.Exit(0 if report.ok else 1)


def _read(file: Path) -> bytes:
    """The file, or so much of it that the first check finds it too long."""
    with file.open("rb") as stream:
        return stream.read(CONTAINER_BYTES_MAX + 1)


def _roots(file: Path) -> Roots:
    try:
        return canonical.decode(file.read_bytes(), Roots)
    except EvidenceError as error:
        raise click.BadParameter(f"{file}: {error}", param_hint="--roots") from None


def as_json_text(report: CaseReport) -> str:
    """The report as one JSON object, `ok` first."""
    return msgspec.json.encode({"ok": report.ok, **msgspec.structs.asdict(report)}).decode()


def words(report: CaseReport) -> Iterator[str]:
    """The report for a reader."""
    yield from map(_check, report.checks)
    failed = report.failed
    if failed is not None:
        yield ""
        yield f"NOT VERIFIED: check {failed.number} ({failed.name}) failed: {failed.detail}"
        if failed.remedy:
            yield f"  {failed.remedy}"
        return
    yield ""
    yield f"{report.reference} ({report.subject}), exported by {report.node} {report.exported_at}"
    for event in report.events:
        yield from _event(event, report.node)
    yield ""
    yield f"VERIFIED: {len(report.events)} events{_against(report)}"


def _against(report: CaseReport) -> str:
    if report.roots_given:
        return ", signed under the roots given"
    return ". The roots are those the file names: compare them with ones you know, or give --roots"


def _check(check: Check) -> str:
    return f"{check.number:>3}  {'ok  ' if check.ok else 'FAIL'}  {check.name:<11} {check.detail}"


def _event(event: EventReport, exporter: str) -> Iterator[str]:
    actor = " ".join(filter(None, (event.role, event.office, event.org, event.person)))
    yield ""
    yield f"{event.at}  {event.node}  {event.tag}  said by {actor}"
    own = event.index if event.origin_index is None else event.origin_index
    yield f"    logged by {event.node} as its event {event.number}, at place {own} of its log"
    if event.node != exporter:
        yield f"    held by {exporter} at place {event.index} of its log"
    for witness in event.witnessed:
        yield f"    that log's head co-signed by {witness.node} at {witness.at}"
    for received in event.received:
        yield f"    received by {received.follower} at {received.at}"

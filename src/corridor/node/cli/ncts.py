"""`corridor ncts`: check messages with no node, and submit a real one to a node."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from corridor.domain.reference import load_reference
from corridor.domain.refusals import Refusal
from corridor.gateways.ncts import CheckResult, SchemasUnusableError, check_file
from corridor.gateways.ncts.texts import english

MESSAGE_BYTES_MAX = 32 << 20
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


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
    reference, today = load_reference(), datetime.now(UTC).date().isoformat()
    accepted = True
    for file in files:
        try:
            result = check_file(read_message(file), str(file), schemas, reference, today)
        except SchemasUnusableError as error:
            raise click.UsageError(error.diagnostics()) from None
        accepted &= result.accepted
        sys.stdout.write((_json(result) if as_json else "\n".join(_words(result))) + "\n")
    raise click.exceptions.Exit(0 if accepted else 1)


def read_message(file: Path) -> bytes:
    """The file's bytes, not endlessly many: the parser refuses what is too long."""
    with file.open("rb") as stream:
        return stream.read(MESSAGE_BYTES_MAX)


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

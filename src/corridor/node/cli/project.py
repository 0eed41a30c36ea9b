"""`corridor project`: a filed dossier as another system would hold it, and what that one loses."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from corridor.domain.projections.projecting import Value
from corridor.domain.projections.table import SYSTEMS
from corridor.domain.projections.tir_operations import TirMessage, TirOperation
from corridor.domain.projections.tir_table import ERRORS, MESSAGES
from corridor.node.cli.asking import asked, asks_a_node
from corridor.node.cli.given import json_option
from corridor.web.api.projections import ProjectionView


@click.command(name="project")
@asks_a_node
@click.option("--as", "system", type=click.Choice(SYSTEMS), required=True, help="Which system.")
@json_option
def command(
    reference: str,
    system: str,
    as_json: bool,
    url: str | None,
    token: str | None,
    folder: Path | None,
) -> None:
    """Show the dossier of the movement REF as NCTS, eTIR, the EAEU or a national system holds it.

    REF is an MRN or an id. Each value stands with its place there; then come those that the system
    has no place for; last, under TIR, the messages of each TIR operation. No official schema of
    eTIR and of the EAEU was checked.
    """
    data, _ = asked(reference, f"projections/{system}", url, token, folder)
    if as_json:
        click.echo(data.decode())
        return
    found = msgspec.json.decode(data, type=ProjectionView)
    click.echo("\n".join(_lines(found)))


def _lines(found: ProjectionView) -> Iterator[str]:
    yield from (f"{one.to} = {one.value}" for one in found.kept)
    yield f"\nlost: {len(found.lost)}"
    yield from map(_lost, found.lost)
    for operation in found.operations:
        yield from _operation(operation)


def _operation(one: TirOperation) -> Iterator[str]:
    yield f"\nTIR operation {one.sequence} ({one.territory}): {one.first} - {one.last}"
    for message in one.messages:
        yield from _message(message)


def _message(one: TirMessage) -> Iterator[str]:
    yield f"  {one.name} {MESSAGES[one.name]}: {one.standing}"
    yield from (f"    {value.to} = {value.value}" for value in one.values)
    for fault in one.faults:
        yield f"    error {fault.code} {fault.pointer}: {ERRORS[fault.code]}".replace(" :", ":")


def _lost(one: Value) -> str:
    return f"{one.pointer} = {one.value}"

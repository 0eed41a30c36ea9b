"""Lists of permit rules in files, as states bring them in: read, judged, and held beside others."""

import asyncio
from collections import defaultdict
from pathlib import Path

import click

from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rows import PermitRule
from corridor.node.cli.files import read_bytes
from corridor.node.cli.speaking import in_words, words
from corridor.web.refdata.bringing import read_list
from corridor.web.refdata.reading import CELL, ListFault, ListRead
from corridor.web.refusal_words import OWN_TEXTS
from corridor.web.shape_words import worded
from corridor.web.tables.reading import TableReader

Rows = dict[str, tuple[PermitRule, ...]]


def read_rules(file: Path, reference: Reference, state: str = "") -> ListRead:
    """The rules in a file with all that is wrong with them. `state`: whose they have to be.

    Raises ClickException for what is no table at all.
    """
    data = read_bytes(file)
    found = asyncio.run(read_list("permit_rules", data, state, reference, TableReader()))
    if isinstance(found, ListRead):
        return found
    raise click.ClickException(words()(found.text) % found.args)


def rules_in(file: Path, reference: Reference, state: str = "") -> Rows:
    """By state. Raises ClickException where anything is wrong: then no rule of the file counts."""
    read = read_rules(file, reference, state)
    if read.faults:
        raise click.ClickException("\n" + "\n".join(map(fault_line, read.faults)))
    found: dict[str, list[PermitRule]] = defaultdict(list)
    for row in read.rows:
        if isinstance(row, PermitRule):
            found[row.state].append(row)
    return {state: tuple(rows) for state, rows in found.items()}


def fault_line(fault: ListFault) -> str:
    """Row, column, and what is wrong there."""
    say = words()
    at = say(CELL, row=fault.line, column=fault.column or "-")
    where = f"{at}: " if fault.line else ""
    own = OWN_TEXTS.get(fault.refusal.code)
    if own is None:
        return where + in_words(fault.refusal)
    args = {name: _said(name, text) for name, text in fault.refusal.args.items()}
    return f"{where}{say(own.text).format_map(args)} {say(own.remedy).format_map(args)}"


def _said(name: str, text: str) -> str:
    """What the decoder complains of, as on the pages."""
    if name != "said":
        return text
    known, values = worded(text)
    return words()(known).format_map(values) if known != text else f"{text}."

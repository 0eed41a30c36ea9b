"""Own codes of two states beside those of the corridor: invented, and marked so in each row.

One operator brings them in and the other confirms them, as any list.
"""

import csv
import io
from collections.abc import Iterator
from importlib.resources import files

import msgspec

from corridor.domain.facts import Actor
from corridor.domain.refdata.issuing import IssueReference
from corridor.domain.refdata.proposing import ProposeReference
from corridor.domain.refdata.state import ReferenceList, list_id
from corridor.domain.reference.mapping_rows import MappingRow
from corridor.engine.jobs import Execute
from corridor.engine.ports import Reader
from corridor.engine.subjects import load
from corridor.node.demo.world import people_of

SOURCE = "Вымышленные коды демонстрации"


def mappings_of(node: str, today: str) -> Iterator[Execute]:
    """The list of a state, to count from today on; of most states there is none."""
    if rows := rows_of(node):
        said = ProposeReference("mappings", today, rows, SOURCE)
        yield Execute(said, _operator(node, 0), list_id(node, "mappings", today))


def confirming(node: str, reader: Reader, today: str) -> Iterator[Execute]:
    """What the first operator proposed and nobody has confirmed."""
    subject = list_id(node, "mappings", today)
    state = load(reader, subject).state if rows_of(node) else None
    if isinstance(state, ReferenceList) and state.pending is not None:
        yield Execute(IssueReference(state.pending.at), _operator(node, 1), subject)


def rows_of(node: str) -> tuple[MappingRow, ...]:
    """Of the shipped file, the rows of one state."""
    text = files(__package__).joinpath("mappings.csv").read_text(encoding="utf-8")
    found = csv.DictReader(io.StringIO(text, newline=""))
    rows = ({k: v for k, v in row.items() if k != "home"} for row in found if row["home"] == node)
    return tuple(msgspec.convert(row | {"illustrative": True}, MappingRow) for row in rows)


def _operator(node: str, number: int) -> Actor:
    people = [one for one in people_of(node) if one.role == "operator"]
    return Actor("", people[number].org, people[number].login, "operator")

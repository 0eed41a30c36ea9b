"""Whose case it is at a desk: a document of this node, which no other node ever hears of.

The rows of the desk's lists are marked with it, so that lists are filtered by it as by anything
else. What nobody has taken bears no mark and costs nothing.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.listings import mark
from corridor.engine.ports import ListRow, Reader

CASE: Final = "case"
OFFICER: Final = "officer"
TAKEN: Final = "taken=1"
DESKS: Final = ("customs:", "permits:")
"""Desks that share their work among several officers."""


class Case(msgspec.Struct, frozen=True):
    """An officer's case. `by`: who gave it, the officer or a colleague."""

    officer: str
    by: str
    at: str


_CASE = msgspec.json.Decoder(Case)


def case_of(reader: Reader, desk: str, subject: str) -> Case | None:
    """Whose case the subject is at a desk; None where it is nobody's."""
    found = reader.document(CASE, case_id(desk, subject))
    return _CASE.decode(found.body) if found is not None else None


def case_id(desk: str, subject: str) -> str:
    """Under what it is kept: one for each desk that has the subject before it."""
    return f"{desk} {subject}"


def desk_of_list(name: str) -> str:
    """The desk of a work list: `customs:KGOSH001` of `customs:KGOSH001:decide`."""
    return name.rpartition(":")[0]


def with_officers(reader: Reader, subject: str, rows: Iterable[ListRow]) -> Iterator[ListRow]:
    """The rows as they are kept: those of a desk where somebody has the case say who."""
    for row in rows:
        desk = desk_of_list(row.list)
        case = case_of(reader, desk, subject) if desk.startswith(DESKS) else None
        yield row if case is None else replace(row, marks=(*row.marks, *marks_of(case)))


def marks_of(case: Case) -> tuple[str, str]:
    """By what a list is filtered: this officer, and that somebody has it."""
    return mark(OFFICER, case.officer), TAKEN


def topic_of(desk: str, subject: str) -> str:
    """What is told, as a list of the desk, when something changed about its case alone."""
    return f"{desk}:{subject}"

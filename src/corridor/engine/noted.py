"""What rows show besides (`domain/besides`): a document of each subject that has any."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.besides import Noted
from corridor.engine.cases import with_officers
from corridor.engine.ports import ListRow, Reader

NOTED: Final = "noted"
NOTHING: Final = Noted()
_FIRMS: Final = "carrier:"
"""Whose lists show any."""
_KEPT: Final = msgspec.json.Decoder(Noted)


def noted_of(reader: Reader, subject: str) -> Noted:
    """What was noted of a subject last."""
    found = reader.document(NOTED, subject)
    return _KEPT.decode(found.body) if found is not None else NOTHING


def as_kept(reader: Reader, subject: str, rows: Iterable[ListRow]) -> Iterator[ListRow]:
    """The rows with all that they are marked with besides: whose case it is, what was noted."""
    noted: Noted | None = None
    for row in with_officers(reader, subject, rows):
        if row.list.startswith(_FIRMS):
            noted = noted_of(reader, subject) if noted is None else noted
        is_meant = noted is not None and row.list in noted.lists
        yield replace(row, marks=(*row.marks, *noted.marks)) if noted and is_meant else row

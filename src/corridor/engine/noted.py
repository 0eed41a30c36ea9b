"""What rows show besides (`domain/besides`): a document of each subject that has any."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.besides import Noted
from corridor.domain.kinds import kind_of
from corridor.engine.cases import with_officers
from corridor.engine.ports import ListRow, Reader
from corridor.engine.proposing import with_proposed

NOTED: Final = "noted"
NOTHING: Final = Noted()
_KEPT: Final = msgspec.json.Decoder(Noted)


def noted_of(reader: Reader, subject: str) -> Noted:
    """What was noted of a subject last."""
    found = reader.document(NOTED, subject)
    return _KEPT.decode(found.body) if found is not None else NOTHING


def as_kept(
    reader: Reader, subject: str, rows: Iterable[ListRow], known: Noted | None = None
) -> Iterator[ListRow]:
    """The rows with all that they are marked with besides: whose case it is, what channel is
    proposed, what was noted.

    `known`: what is noted now, where that has just been looked up.
    """
    kind = kind_of(subject)
    besides = kind.besides if kind is not None else None
    for row in with_proposed(reader, subject, with_officers(reader, subject, rows)):
        if besides is None or not row.list.startswith(besides.desk):
            yield row
            continue
        known = noted_of(reader, subject) if known is None else known
        yield replace(row, marks=(*row.marks, *known.marks)) if row.list in known.lists else row

"""By which channel risk profiles propose a movement is found: in the lists of the node's own
customs offices alone, as long as no officer has decided on one.

It is read from what the node keeps of the movement, which is sent to nobody, and stands in no row
of any other desk.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.listings import mark
from corridor.engine.ports import ListRow, Reader

RISK: Final = "risk"
"""By movement: what the node makes of it."""
PROPOSED: Final = "proposed"
DESKS: Final = "customs:"
UNDECIDED: Final = mark("channel", "none")
_BEFORE: Final = mark("state", "submitted")
"""Nothing is made of a movement before it is accepted."""
_CONTROLS: Final = ("yellow", "red")


class _Assessed(msgspec.Struct, frozen=True):
    channel: str = ""


class _Kept(msgspec.Struct, frozen=True):
    """As much of it as is needed here."""

    assessment: _Assessed = _Assessed()


_KEPT: Final = msgspec.json.Decoder(_Kept)


def proposed_marks(reader: Reader, subject: str, marks: Iterable[str]) -> tuple[str, ...]:
    """The mark of rows with these marks at a customs office; none where nothing is proposed."""
    stands = frozenset(marks)
    if UNDECIDED not in stands or _BEFORE in stands:
        return ()
    found = reader.document(RISK, subject)
    channel = _KEPT.decode(found.body).assessment.channel if found is not None else ""
    return (mark(PROPOSED, channel),) if channel in _CONTROLS else ()


def with_proposed(reader: Reader, subject: str, rows: Iterable[ListRow]) -> Iterator[ListRow]:
    """The rows, those of customs offices with what is proposed; it is looked up once."""
    known: tuple[str, ...] | None = None
    for row in rows:
        if not row.list.startswith(DESKS):
            yield row
            continue
        known = proposed_marks(reader, subject, row.marks) if known is None else known
        yield replace(row, marks=(*row.marks, *known)) if known else row

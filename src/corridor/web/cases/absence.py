"""Who stands in for whom, and until when: documents of the node, seen by the whole office."""

from typing import Final

import msgspec

from corridor.engine.cases import case_id
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.ports import Document
from corridor.engine.queries import Queries

ABSENCE: Final = "absence"
ABSENT_MAX: Final = 200


class Absence(msgspec.Struct, frozen=True):
    """From the first day to the last, of the office's own calendar."""

    officer: str
    substitute: str
    first: str
    last: str

    def is_on(self, day: str) -> bool:
        """Whether it covers a day."""
        return self.first <= day <= self.last


_ABSENCE = msgspec.json.Decoder(Absence)


def absences_of(queries: Queries, desk: str, day: str) -> list[Absence]:
    """Those of a desk that are not over, the earliest first."""
    found = queries.documents(ABSENCE, desk, ABSENT_MAX)
    known = [_ABSENCE.decode(one.body) for one in found]
    return sorted((one for one in known if one.last >= day), key=lambda one: one.first)


def keep_absence(desk: str, absence: Absence, now: str) -> PutDocument:
    """The job that keeps it: one for each officer."""
    id, body = case_id(desk, absence.officer), msgspec.json.encode(absence)
    return PutDocument(ABSENCE, Document(id, desk, now, body))


def end_absence(desk: str, officer: str) -> DeleteDocument:
    """The job that forgets it."""
    return DeleteDocument(ABSENCE, case_id(desk, officer))

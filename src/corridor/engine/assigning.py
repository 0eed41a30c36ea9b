"""The job that gives a case to an officer, or back to nobody."""

import msgspec

from corridor.domain.kinds import kind_of
from corridor.engine.cases import (
    CASE,
    Case,
    case_id,
    case_of,
    desk_of_list,
    topic_of,
)
from corridor.engine.noted import as_kept
from corridor.engine.ports import Document
from corridor.engine.standing import standing_of
from corridor.engine.unit import Unit


class AssignCase(msgspec.Struct, frozen=True):
    """Give the case of a subject at a desk to an officer; to nobody where none is named.

    `held`: who has it as far as is known to who asks. Two who take one case at once do not both
    get it.
    """

    desk: str
    subject: str
    officer: str
    by: str
    held: str = ""

    def run(self, unit: Unit) -> bool:
        """False where somebody else has it meanwhile."""
        found = case_of(unit.tx, self.desk, self.subject)
        if self.held != (found.officer if found is not None else ""):
            return False
        self._keep(unit)
        kind = kind_of(self.subject)
        state = unit.look(self.subject).state
        if kind is not None and state is not None:
            rows = standing_of(kind, state, unit.settings.node).rows
            own = [row for row in rows if desk_of_list(row.list) == self.desk]
            unit.tx.change_rows(self.subject, (), as_kept(unit.tx, self.subject, own))
            unit.lists.update(row.list for row in own)
        unit.lists.add(topic_of(self.desk, self.subject))
        return True

    def _keep(self, unit: Unit) -> None:
        id = case_id(self.desk, self.subject)
        if not self.officer:
            unit.tx.delete_document(CASE, id)
            return
        now = unit.now()
        body = msgspec.json.encode(Case(self.officer, self.by, now))
        unit.tx.put_document(CASE, Document(id, f"{self.desk}:{self.officer}", now, body))

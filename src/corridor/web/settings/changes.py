"""Settings changed by an operator while the node runs; where they are about officers, by two.

Document kind `node-setting-change`: what one proposed and another has not decided yet.
"""

from typing import Final, Literal

import msgspec

from corridor.domain.days import day_at
from corridor.domain.facts import Actor
from corridor.domain.terms import PREFIX, read_dated
from corridor.engine.jobs import Note
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.records import SettingChanged, SettingDeclined, SettingProposed
from corridor.engine.tuning import TUNED, Tuned
from corridor.engine.unit import Unit

PROPOSED: Final = "node-setting-change"
PROPOSALS_MAX: Final = 100
Done = Literal["done", "proposed", "own", "gone", "late"]


class SettingProposal(msgspec.Struct, frozen=True):
    """A change that waits for another operator. `value` None: as `node.json` says again."""

    name: str
    value: str | None
    by: str
    at: str


_PROPOSAL = msgspec.json.Decoder(SettingProposal)


class ChangeSetting(msgspec.Struct, frozen=True):
    """Change a setting, or propose it where that takes two; one proposal for a setting waits."""

    name: str
    value: str | None
    actor: Actor
    takes_two: bool

    def run(self, unit: Unit) -> Done:
        """Done or proposed."""
        if not self.takes_two:
            return _apply(unit, self.name, self.value, self.actor)
        proposal = SettingProposal(self.name, self.value, self.actor.person, unit.now())
        body = msgspec.json.encode(proposal)
        unit.tx.put_document(PROPOSED, Document(self.name, "", unit.now(), body))
        Note(SettingProposed(self.name, self.value), self.actor).run(unit)
        return "proposed"


class DecideSetting(msgspec.Struct, frozen=True):
    """Another operator's word on what was read; its own author may only take it back.

    `at`: when what was read had been proposed, for it may have been proposed anew meanwhile.
    """

    name: str
    at: str
    actor: Actor
    is_confirmed: bool

    def run(self, unit: Unit) -> Done:
        """`own`: nobody confirms what they proposed; `gone`: it was decided or changed before;
        `late`: it should have held from a day that is past.
        """
        found = unit.tx.document(PROPOSED, self.name)
        proposal = _PROPOSAL.decode(found.body) if found is not None else None
        if proposal is None or proposal.at != self.at:
            return "gone"
        if self.is_confirmed and proposal.by == self.actor.person:
            return "own"
        if self.is_confirmed and _is_late(proposal, day_at(unit.now(), unit.settings.node)):
            return "late"
        unit.tx.delete_document(PROPOSED, self.name)
        if self.is_confirmed:
            return _apply(unit, self.name, proposal.value, self.actor, proposal.by)
        Note(SettingDeclined(self.name, proposal.value, proposal.by), self.actor).run(unit)
        return "done"


def _is_late(proposal: SettingProposal, today: str) -> bool:
    """Whether a term would be changed for days that are over."""
    dated = read_dated(proposal.value or "") if proposal.name.startswith(PREFIX) else ()
    return any(since < today for since, _ in dated[-1:])


def _apply(unit: Unit, name: str, value: str | None, actor: Actor, proposed_by: str = "") -> Done:
    body = msgspec.json.encode(Tuned(value, actor.person, proposed_by))
    unit.tx.put_document(TUNED, Document(name, "", unit.now(), body))
    Note(SettingChanged(name, value, proposed_by), actor).run(unit)
    return "done"


def setting_proposals(queries: Queries) -> dict[str, SettingProposal]:
    """What waits for another operator, by the setting's name."""
    found = queries.documents(PROPOSED, None, PROPOSALS_MAX)
    return {document.id: _PROPOSAL.decode(document.body) for document in found}

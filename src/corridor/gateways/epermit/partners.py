"""Partners: a line is opened by one person's proposal and another one's word."""

from typing import Final

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.engine.epermit import (
    LINE,
    LINES_MAX,
    REACHED,
    REACHED_ID,
    Line,
    PartnerKey,
    document_of,
    own_keys,
    read_line,
    signing_key,
)
from corridor.engine.ports import Document
from corridor.engine.records import EpermitLineChanged
from corridor.engine.unit import Unit
from corridor.gateways.epermit import codes

DONE: Final = ""


class ProposePartner(msgspec.Struct, frozen=True):
    """Propose a line, with the keys that the partner's address gave; nothing is believed yet."""

    partner: str
    name: str
    url: str
    keys: tuple[PartnerKey, ...]
    actor: Actor

    def run(self, unit: Unit) -> str:
        """Why not, by a code; empty where it is proposed."""
        earlier = read_line(unit.tx.document(LINE, self.partner))
        if earlier is not None and earlier.state == "open":
            return codes.AUTHORITY_ALREADY_EXISTS
        if earlier is None and len(unit.tx.documents(LINE, None, LINES_MAX)) >= LINES_MAX:
            return "too_many"
        who = self.actor.person
        new = Line(self.partner, self.name, self.url, "proposed", who, self.keys)
        if earlier is not None:  # it was stopped: its chains go on where they were
            new = replace(earlier, name=self.name, url=self.url, state="proposed", proposed_by=who)
            new = replace(new, keys=self.keys, confirmed_by="")
        _put(unit, new)
        unit.log.say("node", EpermitLineChanged(self.partner, "proposed", self.url), self.actor)
        return DONE


class DecideOnPartner(msgspec.Struct, frozen=True):
    """The second person's word: the line is open from now on, or is not. `seen`: the line as they
    saw it.
    """

    seen: Line
    agrees: bool
    actor: Actor

    def run(self, unit: Unit) -> str:
        """Why not, by a code; empty where it is done."""
        line = read_line(unit.tx.document(LINE, self.seen.partner))
        if line is None or line.state != "proposed" or line != self.seen:
            return "changed"
        if not self.agrees:
            self._decline(unit, line)
        elif line.proposed_by == self.actor.person:
            return "same_person"
        elif signing_key(own_keys(unit.tx)) is None:
            return codes.KEY_NOTFOUND
        else:
            self._open(unit, line)
        what = "opened" if self.agrees else "declined"
        unit.log.say("node", EpermitLineChanged(line.partner, what, line.url), self.actor)
        return DONE

    def _open(self, unit: Unit, line: Line) -> None:
        at, who = unit.now(), self.actor.person
        _put(unit, replace(line, state="open", confirmed_by=who, opened_at=at, rests_until=""))
        if unit.tx.document(REACHED, REACHED_ID) is None:  # what was before is nobody's news
            body = str(unit.log.size).encode()
            unit.tx.put_document(REACHED, Document(REACHED_ID, "", at, body))

    def _decline(self, unit: Unit, line: Line) -> None:
        if line.count_in or line.count_out:
            _put(unit, replace(line, state="stopped"))
        else:
            unit.tx.delete_document(LINE, line.partner)


class StopPartner(msgspec.Struct, frozen=True):
    """Nothing is taken from a partner or sent to it, until two persons open the line again."""

    partner: str
    actor: Actor

    def run(self, unit: Unit) -> str:
        """Why not, by a code; empty where it is done."""
        line = read_line(unit.tx.document(LINE, self.partner))
        if line is None or line.state != "open":
            return codes.AUTHORITY_NOT_FOUND
        _put(unit, replace(line, state="stopped"))
        unit.log.say("node", EpermitLineChanged(self.partner, "stopped"), self.actor)
        return DONE


def _put(unit: Unit, line: Line) -> None:
    unit.tx.put_document(LINE, document_of(line.partner, "", unit.now(), line))

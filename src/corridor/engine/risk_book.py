"""The risk profiles of a node: drafted by one officer, switched on or off by two, with history.

All of it are documents of the node. Its log notes that something was changed and a digest of what,
so that the history can be proved; no event holds a word of a profile.
"""

import hashlib
from functools import lru_cache
from typing import Any, Final, Generic, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from corridor.domain.facts import Actor
from corridor.domain.risk.matching import Compiled, Numbered, compiled
from corridor.domain.risk.profile import Profile
from corridor.domain.risk.scoring import InForce, Terms
from corridor.engine.ports import Document, Reader
from corridor.engine.records import RiskBookChanged
from corridor.engine.unit import Unit

BOOK: Final = "risk-profile"
"""By code; the terms stand among them under a code that no profile has."""
STEP: Final = "risk-step"
"""What was done to one; owner: its code."""
PROPOSED: Final = "risk-proposal"
"""By code, while a proposal waits; owner: who made it."""
IN_FORCE: Final = "risk-in-force"
NOW: Final = "now"
TERMS: Final = "*terms"
PROFILES_MAX: Final = 500
STEPS_MAX: Final = 200
Wanted = Literal["on", "off"]
Done = Literal["done", "own", "gone", "full"]
T = TypeVar("T")


class Proposal(msgspec.Struct, frozen=True):
    """What waits for a second officer's word."""

    what: Wanted
    by: str
    at: str


class Entry(msgspec.Struct, Generic[T], frozen=True, omit_defaults=True):
    """One profile, or the terms. `now`: what is in force, by version; `draft`: what is typed.

    `step`: how often it was changed; who changes it says which step was read.
    """

    draft: T
    by: str
    at: str
    step: int = 1
    now: T | None = None
    version: int = 0
    """Of what is in force, or was last."""
    confirmed_by: str = ""
    proposal: Proposal | None = None

    @property
    def is_changed(self) -> bool:
        """Whether something else was drafted than is in force."""
        return self.now != self.draft


class Step(msgspec.Struct, Generic[T], frozen=True, omit_defaults=True):
    """One step of its history. `what`: drafted | proposed | on | off | declined.

    `salt` keeps the digest in the log from being guessed.
    """

    what: str
    by: str
    at: str
    text: T
    salt: str
    version: int = 0
    proposed_by: str = ""
    wanted: str = ""


_PROFILE = msgspec.json.Decoder(Entry[Profile])
_TERMS = msgspec.json.Decoder(Entry[Terms])
_STEP = msgspec.json.Decoder(Step[Any])


def read_profile(document: Document) -> Entry[Profile]:
    """A profile as it is kept."""
    return _PROFILE.decode(document.body)


def read_terms(document: Document | None) -> Entry[Terms]:
    """The terms as they are kept; the usual ones before anybody changed them."""
    return _TERMS.decode(document.body) if document is not None else Entry(Terms(), "", "", 0)


def read_step(document: Document) -> Step[Any]:
    """A step of a history, its text as plain members."""
    return _STEP.decode(document.body)


def in_force(reader: Reader) -> InForce:
    """What counts now."""
    found = reader.document(IN_FORCE, NOW)
    return _in_force(found.body)[0] if found is not None else InForce()


def ready(reader: Reader) -> tuple[InForce, tuple[Compiled, ...]]:
    """The same, with its profiles made ready once for as long as it counts."""
    found = reader.document(IN_FORCE, NOW)
    return _in_force(found.body) if found is not None else (InForce(), ())


@lru_cache(maxsize=8)
def _in_force(body: bytes) -> tuple[InForce, tuple[Compiled, ...]]:
    read = msgspec.json.decode(body, type=InForce)
    return read, compiled(read.profiles)


def _entry(unit: Unit, code: str) -> Entry[Any] | None:
    found = unit.tx.document(BOOK, code)
    if code == TERMS:
        return read_terms(found)
    return read_profile(found) if found is not None else None


class SaveDraft(msgspec.Struct, frozen=True):
    """Draft a profile or the terms. `step`: what was read, 0 for a new one."""

    code: str
    draft: Profile | Terms
    step: int
    actor: Actor

    def run(self, unit: Unit) -> Done:
        """`gone`: somebody changed it meanwhile; `full`: there are too many already."""
        earlier = _entry(unit, self.code)
        if (earlier.step if earlier is not None else 0) != self.step:
            return "gone"
        if earlier is None and len(unit.tx.documents(BOOK, None, PROFILES_MAX)) >= PROFILES_MAX:
            return "full"
        person, now, draft = self.actor.person, unit.now(), _seeded(self.draft, earlier, unit)
        entry: Entry[Any] = Entry(draft, person, now, 1)
        if earlier is not None:
            entry = replace(
                earlier, draft=draft, by=person, at=now, step=self.step + 1, proposal=None
            )
        return _keep(unit, self.code, entry, "drafted", self.actor)


def _seeded(draft: Profile | Terms, earlier: Entry[Any] | None, unit: Unit) -> Profile | Terms:
    """The lot keeps the seed that it began with."""
    if isinstance(draft, Profile):
        return draft
    known = earlier.draft.seed if earlier is not None else ""
    return replace(draft, seed=known or unit.settings.tokens.salt())


class ProposeRisk(msgspec.Struct, frozen=True):
    """Propose to switch it on as it is drafted, or off."""

    code: str
    what: Wanted
    step: int
    actor: Actor

    def run(self, unit: Unit) -> Done:
        """`gone`: what was read is there no more."""
        entry = _entry(unit, self.code)
        if entry is None or entry.step != self.step or (self.what == "off" and entry.now is None):
            return "gone"
        proposal = Proposal(self.what, self.actor.person, unit.now())
        after = replace(entry, proposal=proposal, step=entry.step + 1)
        return _keep(unit, self.code, after, "proposed", self.actor)


class DecideRisk(msgspec.Struct, frozen=True):
    """A second officer's word on what was read; its own author may only take it back."""

    code: str
    step: int
    is_confirmed: bool
    actor: Actor

    def run(self, unit: Unit) -> Done:
        """`own`: nobody confirms what they proposed; `gone`: it was decided or changed before."""
        entry = _entry(unit, self.code)
        if entry is None or entry.step != self.step or entry.proposal is None:
            return "gone"
        asked, person = entry.proposal, self.actor.person
        if self.is_confirmed and person == asked.by:
            return "own"
        after = replace(entry, proposal=None, step=entry.step + 1)
        if not self.is_confirmed:
            return _keep(unit, self.code, after, "declined", self.actor, asked)
        if asked.what == "on":
            is_new = entry.is_changed
            after = replace(after, now=entry.draft, version=entry.version + is_new)
        else:
            after = replace(after, now=None)
        after = replace(after, confirmed_by=person)
        _keep(unit, self.code, after, asked.what, self.actor, asked)
        _put_in_force(unit)
        return "done"


def _keep(
    unit: Unit,
    code: str,
    entry: Entry[Any],
    what: str,
    actor: Actor,
    proposal: Proposal | None = None,
) -> Done:
    proposal, now, salt = proposal or entry.proposal, unit.now(), unit.log.token()
    by = proposal.by if proposal is not None and proposal.by != actor.person else ""
    wanted = proposal.what if proposal is not None else ""
    text = entry.draft if what in ("drafted", "proposed", "on") else entry.now or entry.draft
    step = Step(what, actor.person, now, text, salt, entry.version, by, wanted)
    body = msgspec.json.encode(step)
    unit.tx.put_document(BOOK, Document(code, "", now, msgspec.json.encode(entry)))
    if entry.proposal is not None:
        unit.tx.put_document(PROPOSED, Document(code, entry.proposal.by, now, b""))
    else:
        unit.tx.delete_document(PROPOSED, code)
    unit.tx.put_document(STEP, Document(f"{code} {entry.step:06}", code, now, body))
    unit.log.say("node", RiskBookChanged(hashlib.sha256(body).hexdigest()), actor)
    return "done"


def _put_in_force(unit: Unit) -> None:
    """What counts from now on, in one document: it is read with each movement."""
    kept = unit.tx.documents(BOOK, None, PROFILES_MAX + 1)
    entries = sorted((one.id, read_profile(one)) for one in kept if one.id != TERMS)
    profiles = (Numbered(e.version, e.now) for _, e in entries if e.now is not None)
    terms = read_terms(unit.tx.document(BOOK, TERMS)).now or Terms()
    revision = in_force(unit.tx).revision + 1
    body = msgspec.json.encode(InForce(revision, terms, tuple(profiles)))
    unit.tx.put_document(IN_FORCE, Document(NOW, "", unit.now(), body))

"""What a node makes of a movement by its risk profiles, and what it learns of each.

A document of the node for each movement, sent to nobody. It is made when the movement is accepted
here, in the same transaction, so that the officer has it; everything later is the work of the
follower of the log, and so is what is learned. A movement teaches when it is released: what is
only declared, and may be refused, is no history.
"""

import hashlib
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from corridor.domain.checkpoints.state import Visit
from corridor.domain.consignment import declared_seals
from corridor.domain.days import day_at
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.offices import node_of, offices
from corridor.domain.movement.order import sightings
from corridor.domain.movement.state import BEFORE_RELEASE, OPEN, Movement
from corridor.domain.reference import Reference
from corridor.domain.risk.history import Figures, Series
from corridor.domain.risk.matching import Compiled, Elsewhere, hits
from corridor.domain.risk.scoring import (
    Assessment,
    InForce,
    Outcome,
    Tally,
    assessed,
    counted_under,
    grown,
    outcome_of,
)
from corridor.domain.risk.traits import Known, Traits, traits_of
from corridor.domain.searching import identifier
from corridor.domain.values import kilograms
from corridor.engine.cases import topic_of
from corridor.engine.noted import as_kept
from corridor.engine.ports import Document, Reader, Transaction
from corridor.engine.proposing import DESKS, RISK
from corridor.engine.risk_book import ready
from corridor.engine.settings import Settings
from corridor.engine.standing import rows_of
from corridor.engine.unit import Unit

FIGURES: Final = "risk-figures"
SERIES: Final = "risk-seals"
PARTY: Final = "risk-party"
TALLY: Final = "risk-tally"
OTHERS_MAX: Final = 5
"""Other movements of one plate or box that are looked at, the newest first."""


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of one movement. `proposed`: the channel that was proposed when one was decided.

    `counted`: the tallies it stands in, with `outcome`. `learned`: whether it is history already.
    `as_of`: events of the movement that were looked at, so that nothing is worked out twice.
    """

    assessment: Assessment = Assessment()
    proposed: str = ""
    outcome: Outcome = Outcome()
    counted: tuple[str, ...] = ()
    learned: bool = False
    as_of: int = 0


_KEPT = msgspec.json.Decoder(Kept)
_FIGURES = msgspec.json.Decoder(Figures)
_SERIES = msgspec.json.Decoder(Series)
_TALLY = msgspec.json.Decoder(Tally)


def read_kept(document: Document | None) -> Kept | None:
    """What is kept of a movement; None where nothing is."""
    return _KEPT.decode(document.body) if document is not None else None


def read_tally(document: Document | None) -> Tally:
    """What was counted."""
    return _TALLY.decode(document.body) if document is not None else Tally()


class Seen:
    """What the node has seen besides a movement; `Past` of the domain, over one snapshot."""

    def __init__(
        self, reader: Reader, settings: Settings, subject: str, look: Callable[[str], Any]
    ) -> None:
        self._look = look
        self.reference: Reference = settings.reference
        self.time_factor = settings.parameters.time_factor
        self._reader = reader
        self._subject = subject
        self._found: dict[str, tuple[Any, ...]] = {}

    def figures(self, heading: str, currency: str) -> Figures:
        """Values of a kilogram of a heading."""
        found = self._reader.document(FIGURES, f"{heading} {currency}")
        return _FIGURES.decode(found.body) if found is not None else Figures()

    def series(self, office: str) -> Series:
        """Seals that an office has used."""
        found = self._reader.document(SERIES, office)
        return _SERIES.decode(found.body) if found is not None else Series()

    def is_first(self, party: Known) -> bool:
        """Whether no other movement taught of this party."""
        found = self._reader.document(PARTY, party_id(party))
        return found is None or found.owner == self._subject

    def elsewhere(self, kind: str, number: str) -> Iterable[Elsewhere]:
        """Other movements of a vehicle or box."""
        found = self._under(f"{kind}:{number}")
        return (_elsewhere(one) for one in found if isinstance(one, Movement))

    def weighed(self, traits: Traits) -> Iterable[Decimal]:
        """What its vehicles weighed at the checkpoints of the node since it was accepted."""
        for kind, number in traits.things:
            for visit in self._under(f"{kind}:{number}"):
                if isinstance(visit, Visit) and visit.weighed_at >= traits.accepted_at:
                    yield kilograms(visit.weighed_kg)

    def _under(self, key: str) -> tuple[Any, ...]:
        """What holds a key besides the movement itself, each looked up once."""
        if key not in self._found:
            others = (one for one in self._reader.newest(key, OTHERS_MAX) if one != self._subject)
            self._found[key] = tuple(map(self._look, others))
        return self._found[key]


def _elsewhere(other: Movement) -> Elsewhere:
    points = other.dossier.route.points
    last = max(sightings(other), key=lambda one: one.position, default=None)
    where, at = (last.position, last.at) if last is not None else (0, "")
    return Elsewhere(other.reference, other.status in OPEN, points[where], at)


def party_id(party: Known) -> str:
    """Under what a party is kept: of one length, whatever its name."""
    return hashlib.sha256(party.key.encode()).hexdigest()


def assess(unit: Unit, subject: str) -> None:
    """Bring what is kept of a movement to where it stands; after a weighing, of the movements of
    the vehicle.

    Nothing is kept before it is accepted, nor where the node has no office on its way.
    """
    state = unit.look(subject).state
    if isinstance(state, Movement):
        _assess(unit, state, unit.look(subject).version)
    elif isinstance(state, Visit) and state.weighed_at:
        for other in unit.tx.newest(f"plate:{identifier(state.plate)}", OTHERS_MAX):
            weighed = unit.look(other).state
            if isinstance(weighed, Movement) and weighed.status in OPEN:
                _assess(unit, weighed, unit.look(other).version, is_weighed=True)


def _assess(unit: Unit, state: Movement, version: int, is_weighed: bool = False) -> None:
    here = offices_here(state, unit.settings.node) if state.mrn else ()
    known = (read_kept(unit.tx.document(RISK, state.id)) if here else None) or Kept()
    if not here or (known.as_of == version and not is_weighed):
        return
    kept = replace(_brought_on(unit, state, known), as_of=version)
    now = unit.now()
    _count(unit.tx, known, kept, now)
    if kept.assessment != known.assessment:
        unit.lists.update(topic_of(f"customs:{office}", state.id) for office in here)
    unit.tx.put_document(RISK, Document(state.id, "", now, msgspec.json.encode(kept)))
    if kept.assessment.channel != known.assessment.channel:
        _mark_rows(unit, state)


def _mark_rows(unit: Unit, state: Movement) -> None:
    """The offices' lists are filtered by what is proposed now."""
    rows = [r for r in rows_of(MOVEMENTS, state, unit.settings.node) if r.list.startswith(DESKS)]
    unit.tx.change_rows(state.id, (), tuple(as_kept(unit.tx, state.id, rows)))
    unit.lists.update(row.list for row in rows)


def _brought_on(unit: Unit, state: Movement, known: Kept) -> Kept:
    kept, now = known, unit.now()
    if state.status in OPEN:
        kept = replace(known, assessment=_assessed(unit, state, known.assessment, now))
    if state.channel and not known.proposed:
        kept = replace(kept, proposed=kept.assessment.channel)
    if not known.learned and state.released_at:
        _learn(unit.tx, state, now)
        kept = replace(kept, learned=True)
    counted = counted_under(kept.assessment)
    return replace(kept, outcome=outcome_of(state), counted=counted)


def offices_here(state: Movement, node: str) -> tuple[str, ...]:
    """The offices of the node on its way."""
    return tuple(office for office in offices(state.dossier) if node_of(office) == node)


def _assessed(unit: Unit, state: Movement, before: Assessment, now: str) -> Assessment:
    """Made anew until an officer has decided; from then on it only grows."""
    force, profiles = ready(unit.tx)
    past = Seen(unit.tx, unit.settings, state.id, lambda subject: unit.get(subject).state)
    made = judged(state, past, force, profiles, unit.settings.node, now)
    if before.at and (state.channel or state.status not in BEFORE_RELEASE):
        made = grown(before, made, force.terms)
    return before if replace(made, at=before.at) == before else made


def judged(
    state: Movement,
    past: Seen,
    force: InForce,
    profiles: Iterable[Compiled],
    node: str,
    now: str,
) -> Assessment:
    """A movement by profiles, on the day that it is now at the node's first office of its way.

    The lot is drawn by the day of acceptance, so it stays what it was.
    """
    here = offices_here(state, node)[0]
    found = hits(profiles, traits_of(state), past, day_at(now, here))
    drawn_on = day_at(state.accepted_at or state.lodged_at, here)
    return assessed(found, state.mrn, force.terms, now, drawn_on, force.revision)


def _learn(tx: Transaction, state: Movement, now: str) -> None:
    """Its values, seals and parties are history from now on."""
    traits = traits_of(state)
    by_heading: dict[str, list[int]] = {}
    for worth in traits.worths:
        by_heading.setdefault(f"{worth.heading} {worth.currency}", []).append(worth.amount)
    for id, amounts in by_heading.items():
        found = tx.document(FIGURES, id)
        figures = (_FIGURES.decode(found.body) if found is not None else Figures()).plus(amounts)
        tx.put_document(FIGURES, Document(id, "", now, msgspec.json.encode(figures)))
    seals = dict.fromkeys((*state.seals, *declared_seals(state.dossier)))
    if seals:
        found = tx.document(SERIES, traits.departure)
        series = (_SERIES.decode(found.body) if found is not None else Series()).plus(seals)
        body = msgspec.json.encode(series)
        tx.put_document(SERIES, Document(traits.departure, "", now, body))
    for id in dict.fromkeys(map(party_id, traits.parties)):
        if tx.document(PARTY, id) is None:
            tx.put_document(PARTY, Document(id, state.id, now, b""))


def _count(tx: Transaction, before: Kept, after: Kept, now: str) -> None:
    """Tallies are changed by the difference, in the transaction that keeps what was counted."""
    for name in dict.fromkeys((*before.counted, *after.counted)):
        tally = read_tally(tx.document(TALLY, name))
        was = tally.plus(before.outcome, -1) if name in before.counted else tally
        now_is = was.plus(after.outcome) if name in after.counted else was
        if now_is != tally:
            tx.put_document(TALLY, Document(name, "", now, msgspec.json.encode(now_is)))

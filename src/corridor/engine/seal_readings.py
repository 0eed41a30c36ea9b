"""Readings of navigation seals, beside the log: too many to be events, and bounded.

A document for each seal of a movement, with its newest readings; the movement itself keeps one in
six hours, which all states have (`domain/movement/navigation`). Older ones are dropped.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Protocol

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.days import is_instant
from corridor.domain.facts import Actor
from corridor.domain.movement.navigation import alarm_of, is_opening
from corridor.domain.movement.seal_parts import Percent, Position
from corridor.domain.refusals import Refusal
from corridor.domain.searching import mark_of
from corridor.domain.values import Instant, is_later
from corridor.engine.codec import AnyCommand, tag_of
from corridor.engine.outcome import Outcome
from corridor.engine.ports import Document
from corridor.engine.unit import Unit

SEAL_READINGS: Final = "seal-readings"
KEPT_MAX: Final = 500
"""So many readings of one seal are kept, the newest."""
AT_ONCE_MAX: Final = 200
"""So many come in one message."""


class SealReading(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a seal was, and how full its battery. `is_open`: whether its loop was open."""

    at: Instant
    position: Position | None = None
    battery_pct: Percent | None = None
    is_open: bool = False


Readings = Annotated[tuple[SealReading, ...], Meta(min_length=1, max_length=AT_ONCE_MAX)]


class Keeping(Protocol):
    """Where documents are: a transaction, or the node's queries."""

    def document(self, kind: str, id: str) -> Document | None: ...


_KEPT: Final = msgspec.json.Decoder(tuple[SealReading, ...])


class KeepReadings(msgspec.Struct, frozen=True):
    """Take the readings of one seal: the newest is told to all states when it is time for that.

    1. Each instant is in the calendar; one that is not stops all, and is named.
    2. Whether this operator may speak of the seal decides the movement, as of any other word.
    3. They are kept once each, in the order of their times.
    4. The first that says it is open on the way, away from an office, raises the alarm by itself.
    """

    movement: str
    seal: str
    readings: tuple[SealReading, ...]
    actor: Actor
    said: AnyCommand
    """The newest of them, as the movement is told."""

    def run(self, unit: Unit) -> Outcome:
        """What the movement said; nothing is kept where it refused."""
        wrong = tuple(
            Refusal("time_impossible", f"/readings/{index}/at", "", {"given": one.at})
            for index, one in enumerate(self.readings)
            if not is_instant(one.at)
        )
        if wrong:
            return unit.refuse(tag_of(self.said), self.actor, self.movement, wrong)
        outcome = unit.execute(self.said, self.actor, self.movement)
        if outcome.refusals:
            return outcome
        before = readings_of(unit.tx, self.movement, self.seal)
        known = _in_order((*before, *self.readings))
        self._keep(unit, known[-KEPT_MAX:])
        told = {one.at for one in before if one.is_open}
        for reading in self._openings(unit, known):
            if reading.at not in told:
                outcome = self._alarmed(unit, outcome, reading)
        return outcome

    def _keep(self, unit: Unit, kept: list[SealReading]) -> None:
        name, body = _name(self.movement, self.seal), msgspec.json.encode(kept)
        unit.tx.put_document(SEAL_READINGS, Document(name, self.actor.org, unit.now(), body))

    def _openings(self, unit: Unit, known: list[SealReading]) -> Iterator[SealReading]:
        """Of each time that it was open on the way, the first reading."""
        state, was_open = unit.get(self.movement).state, False
        for one in known:
            is_open = one.is_open and is_opening(
                state, one.at, one.position, unit.settings.reference
            )
            if is_open and not was_open:
                yield one
            was_open = is_open

    def _alarmed(self, unit: Unit, outcome: Outcome, reading: SealReading) -> Outcome:
        """With the alarm, if the movement takes it: the same once in an hour, and so many."""
        alarm = alarm_of(self.seal, reading.at, reading.position, reading.battery_pct)
        found = unit.execute(alarm, self.actor, self.movement)
        if found.refusals:
            return outcome
        return replace(found, events=(*outcome.events, *found.events))


def _in_order(readings: Iterable[SealReading]) -> list[SealReading]:
    """Each instant once, as it was said last."""
    found = {one.at: one for one in readings}
    return sorted(found.values(), key=lambda one: one.at.removesuffix("Z"))


def newest_of(readings: tuple[SealReading, ...]) -> SealReading:
    """Of some, in any order, the one that was read last."""
    last = readings[0]
    for one in readings:
        last = one if is_later(one.at, last.at) else last
    return last


def readings_of(reader: Keeping, movement: str, seal: str) -> tuple[SealReading, ...]:
    """Those that this node keeps of a seal, the oldest first."""
    found = reader.document(SEAL_READINGS, _name(movement, seal))
    return _KEPT.decode(found.body) if found is not None else ()


def _name(movement: str, seal: str) -> str:
    return f"{movement}/{mark_of(seal)}"

"""Crossing a frontier: the office of transit lets the movement in, or stops it."""

from collections.abc import Iterator
from typing import Any, Final, Literal

from msgspec.structs import replace

from corridor.domain.acts import (
    TO_CARRIER,
    Act,
    Asked,
    Decision,
    Follow,
    Heard,
    Reaction,
    Told,
    at_once,
)
from corridor.domain.commands import Command
from corridor.domain.consignment import plates_of
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import (
    Seals,
    as_noted,
    contradicted,
    found_broken,
    wrong_seals,
)
from corridor.domain.movement.hearing import at_departure
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.offices import node_of
from corridor.domain.movement.order import recorded, seen_at
from corridor.domain.movement.parts import Crossing, Discrepancy
from corridor.domain.movement.state import OPEN, UNDERWAY, Movement
from corridor.domain.movement.together import by_parts
from corridor.domain.movement.voices import TRANSIT
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.permits.plates import covers
from corridor.domain.permits.requirements import missing_at_border
from corridor.domain.permits.using import UsePermit
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Instant, Office, Reason, Text

Cause = Literal[
    "papers", "identity", "seals", "goods", "permit", "guarantee", "prohibited", "safety", "other"
]
"""Why it is stopped: papers are missing or wrong, another vehicle or driver than declared, seals,
other goods than declared, a permit is missing, the guarantee does not hold, the goods may not
enter, the vehicle may not go on, or as its words say."""


class RecordCrossing(Command, frozen=True, tag="movement.cross"):
    """Let it cross into the territory of this office of transit."""

    office: Office
    seals_intact: bool = True
    remarks: Text = ""
    crossed_at: Instant | None = None
    broken_seals: Seals = ()


class RefuseCrossing(Command, frozen=True, tag="movement.stop"):
    """Stop it at this office of transit. `needed`: what has to be done or shown to be let in."""

    office: Office
    reason: Reason
    cause: Cause | None = None
    needed: Text = ""


class FrontierCrossed(Payload, frozen=True, tag="movement.crossed/1"):
    """CD118C: the office of transit let it into its territory."""

    office: str
    crossed_at: Instant
    seals_intact: bool = True
    remarks: Text = ""
    broken_seals: tuple[str, ...] = ()


class CrossingRefused(Payload, frozen=True, tag="movement.crossing_refused/1"):
    """CD119D: the office of transit stopped it."""

    office: str
    reason: Text
    cause: Cause | None = None
    needed: Text = ""


def _cross(state: Movement, command: RecordCrossing, context: Context) -> Decision:
    return by_parts(state) or entry(state, command, context)


def entry(state: Movement, command: RecordCrossing, context: Context) -> Decision:
    """The crossing, or what stands against it."""
    seals = (command.seals_intact, command.broken_seals, command.remarks)
    wrong = (
        _seen_here(state, command.office)
        or in_future(command.crossed_at, "/crossed_at", context)
        or wrong_seals(state, *seals)
    )
    if wrong:
        return wrong
    at = command.crossed_at or context.now
    missing = missing_at_border(
        state.dossier,
        context.requirement_rules,
        context.of(DOSSIER_PERMITS),
        context.reference,
        at,
        command.office,
    )
    if missing:
        return Refused(missing)
    broken = as_noted(state, command.broken_seals)
    said = FrontierCrossed(command.office, at, command.seals_intact, command.remarks, broken)
    return (said,)


def stop(state: Movement, command: RefuseCrossing, context: Context) -> Decision:
    """The stop, or what stands against it."""
    wrong = _seen_here(state, command.office)
    said = CrossingRefused(command.office, command.reason, command.cause, command.needed)
    return wrong or (said,)


def _seen_here(state: Movement, office: str) -> Refused | None:
    seen = state.crossing_at(office)
    if seen is not None and seen.status == "crossed":
        return refuse("already_crossed", "/office", office=office)
    return None


def _crossed(s: Movement, p: FrontierCrossed, f: Fact[Any]) -> Movement:
    seals = (p.seals_intact, p.remarks, p.broken_seals)
    here = Crossing(p.office, "crossed", p.crossed_at, *seals)
    after = recorded(replace(s, crossings=(*s.crossings, here)), p.office)
    return found_broken(after, p, p.remarks, f.at)


def _refused(s: Movement, p: CrossingRefused, f: Fact[Any]) -> Movement:
    here = Crossing(
        p.office, "stopped", f.at, remarks=p.reason, cause=p.cause or "", needed=p.needed
    )
    return replace(s, crossings=(*s.crossings, here))


def _doubts_of_entry(s: Movement, p: FrontierCrossed, at: str) -> Iterator[Discrepancy]:
    yield from seen_at(s, p.office, p.crossed_at, at)
    yield from contradicted(s, p, at)


def _doubts_of_stop(s: Movement, p: CrossingRefused, at: str) -> Iterator[Discrepancy]:
    yield from seen_at(s, p.office, at, at)


def _use_permits(said: FrontierCrossed, state: Movement, context: Context) -> Iterator[Reaction]:
    """The permits of the state that let it in count as used: one for another vehicle, or of other
    days, did not.
    """
    plates, day = plates_of(state.dossier), day_at(said.crossed_at, said.office)
    for permit in context.of(DOSSIER_PERMITS):
        if context.node not in permit.countries or not permit.is_valid_on(day):
            continue
        if permit.load != "empty" and covers(permit.request.plates, plates):
            used = UsePermit(office=said.office, movement=state.id, used_at=said.crossed_at)
            yield Reaction(permit.id, used)


def _is_stopped(s: Movement) -> bool:
    return s.is_stopped and s.status in OPEN


CROSSING: Final = Act[Movement](
    "crossing",
    asked=(
        Asked(
            RecordCrossing,
            by="customs",
            decide=_cross,
            voice=TRANSIT,
            when=during("released", "arrived"),
            needs=(DOSSIER_PERMITS,),
        ),
        Asked(RefuseCrossing, "customs", stop, TRANSIT, during("released")),
    ),
    told=(
        Told(
            FrontierCrossed,
            TRANSIT,
            UNDERWAY,
            _crossed,
            doubts=_doubts_of_entry,
            heard=TO_CARRIER,
            since=at_once,
        ),
        Told(
            CrossingRefused,
            TRANSIT,
            UNDERWAY,
            _refused,
            doubts=_doubts_of_stop,
            is_stop=True,
            heard=Heard({"carrier": _is_stopped}, urgent=True, offices=at_departure),
            since=at_once,
        ),
    ),
    follows=(
        Follow(
            FrontierCrossed,
            lambda said, state: node_of(said.office),
            _use_permits,
            needs=(DOSSIER_PERMITS,),
        ),
    ),
    texts={
        "already_crossed": RefusalText(
            N_("The crossing at {office} has already been recorded."),
            N_("Nothing needs to be done."),
        ),
    },
)

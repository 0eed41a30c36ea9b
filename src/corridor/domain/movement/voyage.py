"""The voyage: a leg by sea from port to port, with its waiting and its weather.

The port's checkpoint says what it sees, the carrier what it knows. A delay states why, and when the
vessel is expected at the other port now: the times at all offices behind it move with it. The limit
date does not: see `extending`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, Voice, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_instant
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.carried import Cause, Step, VoyageStep
from corridor.domain.movement.hearing import on_the_way
from corridor.domain.movement.legs import imo_faults
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.offices import node_of
from corridor.domain.movement.order import NO_TIME, span_between
from corridor.domain.movement.parts import Delay
from corridor.domain.movement.reporting import Arrival, moved_by
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.voices import HOLDER, from_home
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.routes import Route, RoutePoint
from corridor.domain.values import Code, Instant, Office, Short, Text, is_blank, is_later

ORDER: Final[tuple[Step, ...]] = ("waiting", "loaded", "sailed", "arrived", "unloaded")
AT_THE_OTHER: Final = frozenset({"arrived", "unloaded"})
"""What is seen in the port where it lands."""
STEPS_MAX: Final = 200
"""So much may be said of the voyages of one movement."""


class Sail(Command, frozen=True):
    """What happened on the voyage that begins at this place of the route.

    `expected`: of a delay, when the vessel is expected at the other port now.
    """

    place: Code
    step: Step
    at: Instant | None = None
    vessel: Short = ""
    imo: Annotated[str, Meta(max_length=7)] = ""
    cause: Cause = ""
    reason: Text = ""
    expected: Instant | None = None


class RecordVoyage(Sail, frozen=True, kw_only=True, tag="movement.record_voyage"):
    """The port's checkpoint records what it sees of a voyage."""

    office: Office


class TellVoyage(Sail, frozen=True, tag="movement.tell_voyage"):
    """The carrier says what it knows of a voyage."""


class VoyageTold(Payload, frozen=True, tag="movement.voyage/1"):
    """What happened on a voyage; without an office it is the carrier's word.

    `arrivals`: where and when it is expected from then on.
    """

    place: Code
    step: Step
    at: Instant
    office: Text = ""
    vessel: Short = ""
    imo: Text = ""
    cause: Cause = ""
    reason: Text = ""
    expected: Instant | None = None
    arrivals: tuple[Arrival, ...] = ()


def ports_of(state: Movement) -> dict[str, tuple[RoutePoint, RoutePoint]]:
    """By the place where it begins, both ends of each voyage of the route."""
    points = state.dossier.route.points
    return {here.place: (here, there) for here, there in pairwise(points) if here.mode == "sea"}


def port_offices(state: Movement) -> frozenset[str]:
    """The offices at both ends of its voyages."""
    ends = ports_of(state).values()
    return frozenset(point.office for pair in ends for point in pair if point.office)


def steps_at(state: Movement, place: str) -> tuple[VoyageStep, ...]:
    """What was said of the voyage from there, in order."""
    return tuple(one for one in state.voyage if one.place == place)


def heard_by(state: Movement, place: str, office: str) -> tuple[VoyageStep, ...]:
    """What stands before whoever speaks now: a port may record what only the carrier has told."""
    said = steps_at(state, place)
    return tuple(one for one in said if one.office) if office else said


def next_steps(state: Movement, place: str, office: str = "") -> tuple[Step, ...]:
    """What may still be said of the voyage from there, by this port or by the carrier."""
    heard = heard_by(state, place, office)
    said = [one.step for one in heard if one.step != "delayed"]
    reached = max((ORDER.index(step) for step in said), default=-1)
    later = ORDER[reached + 1 :]
    return later if reached >= ORDER.index("arrived") else (*later, "delayed")


def steps_here(state: Movement, office: str) -> tuple[tuple[str, Step], ...]:
    """(place, step) that this port may say now: the port of departure until the ship has sailed,
    the other once it comes in; of a delay both.
    """
    return tuple(
        (place, step)
        for place, ends in ports_of(state).items()
        for step in next_steps(state, place, office)
        if office in _speakers(step, ends)
    )


def _speakers(step: Step, ends: tuple[RoutePoint, RoutePoint]) -> tuple[str | None, ...]:
    here, there = ends
    if step == "delayed":
        return (here.office, there.office)
    return (there.office if step in AT_THE_OTHER else here.office,)


def _is_port(state: Movement, command: Any, context: Context) -> Refused | None:
    if command.office not in port_offices(state):
        return refuse("office_not_on_route", "/office", office=command.office)
    if context.actor.role == "checkpoint" and context.actor.office == command.office:
        return None
    return refuse("not_your_office", office=command.office)


def _from_port(state: Movement, fact: Fact[Any]) -> bool:
    office: str = fact.payload.office
    is_theirs = office == fact.actor.office and fact.node == node_of(office)
    return is_theirs and fact.actor.role == "checkpoint" and office in port_offices(state)


def _from_either(state: Movement, fact: Fact[Any]) -> bool:
    return _from_port(state, fact) if fact.payload.office else from_home(state, fact)


PORT: Final = Voice[Movement]("checkpoint of a port of the route", _from_port, _is_port)
PORT_OR_HOLDER: Final = Voice[Movement](
    "checkpoint of a port of the route, or holder", _from_either
)


def _record(state: Movement, command: RecordVoyage, context: Context) -> Decision:
    return _decide(state, command, command.office, context)


def _tell(state: Movement, command: TellVoyage, context: Context) -> Decision:
    return _decide(state, command, "", context)


def _decide(state: Movement, command: Sail, office: str, context: Context) -> Decision:
    ends = ports_of(state).get(command.place)
    if ends is None:
        return refuse("voyage_place", "/place", place=command.place)
    at = command.at or context.now
    found = (*_wrong(state, command, office, at), *_undelayed(command, at))
    wrong = in_future(command.at, "/at", context) or (Refused(found) if found else None)
    return wrong or (_said(state, command, office, at, ends[1]),)


def _wrong(state: Movement, command: Sail, office: str, at: str) -> Iterator[Refusal]:
    args = {"place": command.place}
    said = heard_by(state, command.place, office)
    if len(state.voyage) >= STEPS_MAX:
        yield Refusal("voyage_too_much", "/step", "", {"limit": str(STEPS_MAX)})
    if command.step not in next_steps(state, command.place, office):
        yield Refusal("voyage_order", "/step", "", args)
    elif office and (command.place, command.step) not in steps_here(state, office):
        yield Refusal("voyage_other_port", "/step", "", args | {"office": office})
    last = said[-1].at if said else state.released_at
    if is_later(last, at):
        yield Refusal("voyage_time", "/at", "", args | {"seen": last, "given": at})
    yield from imo_faults(command.imo, "/imo")


def _undelayed(command: Sail, at: str) -> Iterator[Refusal]:
    """What a delay has to say, and what nothing else does."""
    if command.step != "delayed":
        if command.cause or command.expected:
            yield Refusal("voyage_no_delay", "/cause" if command.cause else "/expected")
        return
    if not command.cause:
        yield Refusal("voyage_cause", "/cause")
    if is_blank(command.reason):
        yield Refusal("voyage_reason", "/reason")
    if command.expected is None or not is_instant(command.expected):
        yield Refusal("voyage_expected", "/expected")
    elif not is_later(command.expected, at):
        yield Refusal("expected_past", "/expected", "", {"given": command.expected})


def _said(state: Movement, command: Sail, office: str, at: str, there: RoutePoint) -> VoyageTold:
    return VoyageTold(
        command.place,
        command.step,
        at,
        office,
        command.vessel,
        command.imo,
        command.cause,
        command.reason,
        command.expected,
        _arrivals(state, there, command.expected) if command.expected else (),
    )


def _arrivals(state: Movement, there: RoutePoint, expected: str) -> tuple[Arrival, ...]:
    """The port, and all offices behind it by as much later as the vessel is."""
    behind = _behind(state, there.office or "", expected)
    return tuple(Arrival(p.office, p.eta) for p in behind if p.office and p.eta)


def _behind(state: Movement, port: str, expected: str) -> tuple[RoutePoint, ...]:
    """The rest of the way from that port on, moved as its arrival is."""
    points = state.dossier.route.points
    index = next((i for i, p in enumerate(points) if port and p.office == port), len(points))
    if index == len(points):
        return ()
    by = span_between(points[index].eta or "", expected) or NO_TIME
    later = (moved_by(point, by) for point in points[index + 1 :])
    return (replace(points[index], eta=expected), *later)


def _told(s: Movement, p: VoyageTold, f: Fact[Any]) -> Movement:
    step = VoyageStep(
        p.place, p.step, p.at, p.office, p.vessel, p.imo, p.cause, p.reason, p.expected or ""
    )
    after = replace(s, voyage=(*s.voyage, step))
    return _later(after, p, f.at) if p.arrivals else after


def _later(s: Movement, p: VoyageTold, at: str) -> Movement:
    port, points = p.arrivals[0], s.dossier.route.points
    behind = _behind(s, port.office, port.expected)
    if not behind:
        return s
    before = points[len(points) - len(behind) :]
    told = tuple(
        (now.office, was.eta or "", now.eta or "")
        for was, now in zip(before, behind, strict=True)
        if now.office
    )
    route = Route((*points[: len(points) - len(behind)], *behind))
    dossier = replace(s.dossier, route=route)
    return replace(s, dossier=dossier, delays=(*s.delays, Delay(at, p.reason, told, p.office)))


VOYAGE: Final = Act[Movement](
    "voyage",
    asked=(
        Asked(RecordVoyage, "checkpoint", _record, PORT, during("released")),
        Asked(TellVoyage, "carrier", _tell, HOLDER, during("released")),
    ),
    told=(
        Told(
            VoyageTold,
            PORT_OR_HOLDER,
            UNDERWAY,
            _told,
            heard=Heard({"carrier": never}, offices=on_the_way),
        ),
    ),
    texts={
        "voyage_place": RefusalText(
            N_("From {place} the route does not go by sea."),
            N_("Choose the port where the voyage begins."),
        ),
        "voyage_order": RefusalText(
            N_("Of the voyage from {place} more was said already than this."),
            N_("Reload the page to see what was said, and go on from there."),
        ),
        "voyage_other_port": RefusalText(
            N_("Of the voyage from {place} this is for the other port to say, not for {office}."),
            N_(
                "Loading and sailing are recorded where the vessel leaves, the rest where it lands."
            ),
        ),
        "voyage_time": RefusalText(
            N_(
                "{given} is before the release, or what was said last of the voyage from {place}: "
                "{seen}."
            ),
            N_("State when it really happened."),
        ),
        "voyage_too_much": RefusalText(
            N_("{limit} entries stand about the voyages of this movement already."),
            N_("Write to the carrier or the offices instead."),
        ),
        "voyage_no_delay": RefusalText(
            N_("A cause and a new expected time belong to a delay."),
            N_("Choose “delayed”, or leave them out."),
        ),
        "voyage_cause": RefusalText(
            N_("It is not said what delays it."), N_("Choose the cause of the delay.")
        ),
        "voyage_reason": RefusalText(
            N_("The delay is not explained."), N_("Say in a few words what happened.")
        ),
        "voyage_expected": RefusalText(
            N_("It is not said when the vessel is expected in the other port now."),
            N_("Give a date and a time; it can be corrected by another delay."),
        ),
    },
)

"""Navigation seals: their operator says that one watches, where it is, and that it was opened.

A movement holds what every state has to know: that a seal was switched on and off, each alarm, and
one reading in six hours. All other readings stay with the node that takes them
(`engine/seal_readings`). An opening away from an office of the route is a discrepancy that
departure has to solve.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, Voice, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import on_the_way
from corridor.domain.movement.moments import ACCEPTED, during, in_future
from corridor.domain.movement.order import span_between
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.seal_parts import (
    ALARMS_MAX,
    GRAVE,
    SEALS_MAX,
    Alarm,
    NavigationSeal,
    Percent,
    Position,
    SealAlarm,
    SealWord,
)
from corridor.domain.movement.seal_places import office_near
from corridor.domain.movement.state import Movement
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.routes import countries_of
from corridor.domain.searching import mark_of
from corridor.domain.values import Instant, Line, Office, SealId, is_later

READING_EVERY: Final = timedelta(hours=6)
"""So often a reading goes to all states; those between stay where they were taken."""
ALARM_EVERY: Final = timedelta(hours=1)
"""The same alarm of the same seal is said once in this time."""
MOVEMENT_ALARMS_MAX: Final = 100
"""So many alarms of all its seals a movement takes."""
OTHER_ALARMS_MAX: Final = 50
"""From there on it takes none of a battery or a signal: room is left for what is grave."""
EARLIER: Final = timedelta(days=7)
"""So long before the declaration was sent its goods may have been loaded and sealed."""
STATES: Final = ("accepted", "under_control", "guarantee_registering", "released", "arrived")


class ReportSeal(Command, frozen=True, tag="movement.report_seal"):
    """Switch a navigation seal on or off, or say where it is."""

    seal: SealId
    what: SealWord
    at: Instant | None = None
    position: Position | None = None
    battery_pct: Percent | None = None


class RaiseSealAlarm(Command, frozen=True, tag="movement.raise_seal_alarm"):
    """Say that a navigation seal was opened, damaged, runs low or was lost."""

    seal: SealId
    what: SealAlarm
    at: Instant | None = None
    position: Position | None = None
    battery_pct: Percent | None = None
    text: Line = ""


class SealReported(Payload, frozen=True, tag="movement.seal_reported/1"):
    """Its operator switched it on or off, or read it. `office`: of the route, that it lay at."""

    seal: SealId
    what: SealWord
    at: Instant
    office: Office | None = None
    position: Position | None = None
    battery_pct: Percent | None = None


class SealAlarmRaised(Payload, frozen=True, tag="movement.seal_alarm/1"):
    """Its operator had an alarm of it. `office`: of the route, that it lay at."""

    seal: SealId
    what: SealAlarm
    at: Instant
    office: Office | None = None
    position: Position | None = None
    battery_pct: Percent | None = None
    text: Line = ""


def watched(state: Movement, seal: str) -> NavigationSeal | None:
    """The navigation seal of this number, however it is written, as it was switched on last."""
    mark = mark_of(seal)
    found = (one for one in reversed(state.navigation_seals) if mark_of(one.seal) == mark)
    return next(found, None)


def _may(state: Movement, seal: str, org: str, node: str) -> bool:
    """Whether this operator speaks of it: whoever switched it on, or anybody of the route's states
    as long as nobody has, where an office has noted the seal.
    """
    if not org or node not in countries_of(state.dossier.route):
        return False
    known = watched(state, seal)
    if known is not None and known.is_active:
        return (known.operator, known.node) == (org, node)
    noted = (*state.seals, *(one.seal for one in state.broken))
    return mark_of(seal) in map(mark_of, noted)


def _asks(state: Movement, command: Any, context: Context) -> Refused | None:
    actor = context.actor
    is_theirs = actor.role == "seals" and _may(state, command.seal, actor.org, context.node)
    return None if is_theirs else refuse("not_your_seal", "/seal")


def _says(state: Movement, fact: Fact[Any]) -> bool:
    actor = fact.actor
    return actor.role == "seals" and _may(state, fact.payload.seal, actor.org, fact.node)


OPERATOR: Final = Voice("operator of the navigation seal", _says, _asks)


def _report(state: Movement, command: ReportSeal, context: Context) -> Decision:
    at = command.at or context.now
    wrong = (
        in_future(command.at, "/at", context)
        or _wrong(state, command)
        or _too_early(state, command, at)
    )
    if wrong:
        return wrong
    known = watched(state, command.seal)
    if command.what == "reading" and not _is_time(known, at):
        return ()
    where = office_near(state.dossier.route, command.position, context.reference) or None
    said = (command.what, at, where, command.position, command.battery_pct)
    return (SealReported(known.seal if known else command.seal, *said),)


def _wrong(state: Movement, command: ReportSeal) -> Refused | None:
    known = watched(state, command.seal)
    is_active = known is not None and known.is_active
    if command.what == "activated":
        if is_active:
            return refuse("seal_active", "/seal", seal=command.seal)
        is_full = len(state.navigation_seals) >= SEALS_MAX
        return refuse("seals_too_many", "/seal", most=str(SEALS_MAX)) if is_full else None
    return None if is_active else refuse("seal_not_active", "/seal", seal=command.seal)


def _too_early(state: Movement, command: ReportSeal, at: str) -> Refused | None:
    """It is not switched on long before the goods were declared, nor off before it was on."""
    known = watched(state, command.seal)
    if command.what == "activated":
        return _before_movement(state, at)
    if command.what != "deactivated" or known is None or not is_later(known.activated_at, at):
        return None
    return refuse("seal_too_early", "/at", given=at, since=known.activated_at)


def _before_movement(state: Movement, at: str) -> Refused | None:
    """Long before it was declared a seal was on nothing of this movement."""
    span = span_between(at, state.lodged_at)
    if span is None or span <= EARLIER:
        return None
    return refuse("seal_before_movement", "/at", given=at, since=state.lodged_at)


def _is_time(known: NavigationSeal | None, at: str) -> bool:
    """Whether the last reading that all states have is old enough."""
    last = known.said_at if known is not None else ""
    took = span_between(last, at) if last else READING_EVERY
    return took is not None and took >= READING_EVERY


def _raise(state: Movement, command: RaiseSealAlarm, context: Context) -> Decision:
    at = command.at or context.now
    wrong = in_future(command.at, "/at", context) or _before_movement(state, at)
    known = watched(state, command.seal)
    if known is None or not known.is_active:
        return wrong or refuse("seal_not_active", "/seal", seal=command.seal)
    if wrong or _is_repeated(known, command.what, at):
        return wrong or ()
    most = alarms_max(command.what)
    if alarms_raised(state) >= most:
        return refuse("alarms_too_many", "/what", most=str(most))
    where = office_near(state.dossier.route, command.position, context.reference) or None
    said = (command.what, at, where, command.position, command.battery_pct, command.text)
    return (SealAlarmRaised(known.seal, *said),)


def alarms_max(what: SealAlarm) -> int:
    """So many alarms a movement may have for one more of this kind to be taken."""
    return MOVEMENT_ALARMS_MAX if what in GRAVE else OTHER_ALARMS_MAX


def alarms_raised(state: Movement) -> int:
    """How many were said of all its seals; an earlier version counted those that are kept."""
    return sum(max(one.raised, len(one.alarms)) for one in state.navigation_seals)


def is_opening(state: Movement, at: str, position: Position | None, reference: Reference) -> bool:
    """Whether a seal that is open then and there is open on the way, with nobody of customs at it.

    Such a reading raises the alarm by itself, whether or not its operator does.
    """
    near = office_near(state.dossier.route, position, reference)
    return _is_under_way(state, at) and not near


def alarm_of(
    seal: str, at: str, position: Position | None, battery_pct: int | None
) -> RaiseSealAlarm:
    """What such a reading says."""
    return RaiseSealAlarm(seal, "opened", at, position, battery_pct)


def _is_repeated(known: NavigationSeal, what: str, at: str) -> bool:
    """Whether it was said of that hour already, however often it comes and in whatever order."""
    spans = (span_between(one.at, at) for one in known.alarms if one.what == what)
    return any(took is not None and abs(took) < ALARM_EVERY for took in spans)


def _reported(s: Movement, p: SealReported, f: Fact[Any]) -> Movement:
    if p.what == "activated":
        seal = NavigationSeal(p.seal, f.actor.org, f.node, p.at)
        return _with(replace(s, navigation_seals=(*s.navigation_seals, seal)), p, said_at=p.at)
    if watched(s, p.seal) is None:
        return s
    if p.what == "reading":
        return _with(s, p, said_at=p.at)
    after = _with(s, p, deactivated_at=p.at)
    return _doubted(after, "seal_switched_off", p, f) if _is_away(s, p) else after


def _alarmed(s: Movement, p: SealAlarmRaised, f: Fact[Any]) -> Movement:
    known = watched(s, p.seal)
    if known is None:
        return s
    alarms = (*known.alarms, Alarm(p.what, p.at, p.office or ""))[-ALARMS_MAX:]
    raised = max(known.raised, len(known.alarms)) + 1
    after = _with(s, p, alarms=alarms, raised=raised)
    is_grave = p.what in GRAVE and _is_away(s, p)
    return _doubted(after, f"seal_{p.what}", p, f) if is_grave else after


def _is_away(s: Movement, p: SealReported | SealAlarmRaised) -> bool:
    """Whether it was released by then, and nobody of customs had it before them."""
    return _is_under_way(s, p.at) and not p.office


def _is_under_way(s: Movement, at: str) -> bool:
    return s.status == "released" and not is_later(s.released_at, at)


def _doubted(s: Movement, code: str, p: SealReported | SealAlarmRaised, f: Fact[Any]) -> Movement:
    found = Discrepancy(code, at=f.at, text=p.seal, said=p.at)
    return replace(s, discrepancies=(*s.discrepancies, found))


def _with(s: Movement, p: SealReported | SealAlarmRaised, **changes: Any) -> Movement:
    """The seal with what was said of it now; where and how full it was stays if nobody said."""
    last = watched(s, p.seal)
    kept = (
        replace(one, **_newer(one, p), **changes) if one is last else one
        for one in s.navigation_seals
    )
    return replace(s, navigation_seals=tuple(kept))


def _newer(known: NavigationSeal, p: SealReported | SealAlarmRaised) -> dict[str, Any]:
    """What was said of an earlier time does not take the place of what is known of a later one."""
    if is_later(known.at, p.at):
        return {}
    said: dict[str, Any] = {"at": p.at, "position": p.position, "battery_pct": p.battery_pct}
    return {name: value for name, value in said.items() if value is not None}


def _told_to(state: Movement, said: SealAlarmRaised) -> Iterator[tuple[str, str]]:
    """Offices hear of what somebody did to it; a battery and a signal are the operator's matter."""
    if said.what in GRAVE:
        yield from on_the_way(state, said)


NAVIGATION: Final = Act[Movement](
    "navigation",
    asked=(
        Asked(ReportSeal, "seals", _report, OPERATOR, during(*STATES), blind=True),
        Asked(RaiseSealAlarm, "seals", _raise, OPERATOR, during(*STATES), blind=True),
    ),
    told=(
        Told(SealReported, OPERATOR, ACCEPTED | {"released", "arrived"}, _reported),
        Told(
            SealAlarmRaised,
            OPERATOR,
            ACCEPTED | {"released", "arrived"},
            _alarmed,
            heard=Heard({"carrier": never}, urgent=True, offices=_told_to),
        ),
    ),
    texts={
        "not_your_seal": RefusalText(
            N_("There is no such seal of yours on this movement."),
            N_(
                "Check the MRN and the number of the seal. The office of departure has to note it "
                "before it can be switched on."
            ),
        ),
        "seal_active": RefusalText(
            N_("Seal {seal} is switched on already."), N_("Nothing needs to be done.")
        ),
        "seal_not_active": RefusalText(
            N_("Seal {seal} is not switched on."), N_("Switch it on first.")
        ),
        "seal_too_early": RefusalText(
            N_("{given} is too early: the seal was switched on at {since}."),
            N_("State when it really happened."),
        ),
        "seal_before_movement": RefusalText(
            N_("{given} is long before the declaration was sent, {since}."),
            N_("State when it really happened; at most seven days before the declaration."),
        ),
        "alarms_too_many": RefusalText(
            N_("The movement has had {most} alarms of its seals; no more of this kind are taken."),
            N_("Call the office of departure. Readings are taken as before."),
        ),
        "seals_too_many": RefusalText(
            N_("The movement has had {most} navigation seals; no more can be switched on."),
            N_("Ask the office of departure."),
        ),
    },
)

"""Reporting from the way: the holder says when it is expected now, or that something happened.

Neither needs an answer. The expected times are those of the route from then on, so the strip, the
lists of the offices ahead and the days on which permits have to hold follow them. What happened is
the holder's word: an office of the route looks at the vehicle and records it as an incident.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told
from corridor.domain.attachments import SentFiles
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_instant
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.broken_seals import Seals
from corridor.domain.movement.endorsement import Endorsement, wrong_endorsement
from corridor.domain.movement.happened import What, untold
from corridor.domain.movement.hearing import TO_THE_WAY, at_departure
from corridor.domain.movement.moments import during, in_future
from corridor.domain.movement.order import NO_TIME, span_between
from corridor.domain.movement.parts import Delay, Trouble
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.movement.stations import offices_ahead, reached
from corridor.domain.movement.voices import HOLDER
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.routes import Route, RoutePoint
from corridor.domain.routes.model import POINTS_MAX
from corridor.domain.values import Instant, Line, Office, Reason, Text


class Arrival(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When it is expected at an office now."""

    office: Office
    expected: Instant


class ReportDelay(Command, frozen=True, tag="movement.report_delay"):
    """Say when it is expected now at offices that lie ahead, and why; the others stay."""

    arrivals: Annotated[tuple[Arrival, ...], Meta(min_length=1, max_length=POINTS_MAX)]
    reason: Reason


class TellIncident(Command, frozen=True, tag="movement.tell_incident"):
    """Say that something happened on the way; an office of the route will look and record it."""

    code: What
    text: Reason
    place: Line = ""
    happened_at: Instant | None = None
    attachments: SentFiles = ()
    country: Annotated[str, Meta(max_length=2)] = ""
    new_seals: Seals = ()
    new_container: Annotated[str, Meta(max_length=17)] = ""
    new_vehicle: Annotated[str, Meta(max_length=35)] = ""
    new_nationality: Annotated[str, Meta(max_length=2)] = ""
    endorsed: Endorsement | None = None


class DelayReported(Payload, frozen=True, tag="movement.delayed/1"):
    """The holder expects it at other times than before."""

    arrivals: tuple[Arrival, ...]
    reason: Text


class IncidentTold(Payload, frozen=True, tag="movement.incident_told/1"):
    """The holder says what happened on the way: codes of CL019, not recorded by an office yet."""

    code: What
    happened_at: Instant
    text: Text
    place: str = ""
    attachments: SentFiles = ()
    country: Text = ""
    new_seals: tuple[str, ...] = ()
    new_container: str = ""
    new_vehicle: str = ""
    new_nationality: str = ""
    endorsed: Endorsement | None = None


def _report(state: Movement, command: ReportDelay, context: Context) -> Decision:
    found = tuple(_wrong(state, command.arrivals, context.now))
    if found:
        return Refused(found)
    route = expected_anew(state, command.arrivals)
    if route == state.dossier.route:
        return refuse("delay_unchanged", "/arrivals")
    late = tuple(_out_of_order(route, command.arrivals))
    return Refused(late) if late else (DelayReported(command.arrivals, command.reason),)


def _wrong(state: Movement, arrivals: tuple[Arrival, ...], now: str) -> Iterator[Refusal]:
    ahead = offices_ahead(state)
    for index, one in enumerate(arrivals):
        args = {"office": one.office, "here": one.office, "given": one.expected}
        left = span_between(now, one.expected)
        if one.office not in ahead:
            yield Refusal("delay_not_ahead", f"/arrivals/{index}/office", "", args)
        elif left is None or not is_instant(one.expected):
            yield Refusal("expected_impossible", f"/arrivals/{index}/expected", "", args)
        elif left < NO_TIME:
            yield Refusal("expected_past", f"/arrivals/{index}/expected", "", args)


def _out_of_order(route: Route, arrivals: tuple[Arrival, ...]) -> Iterator[Refusal]:
    """Offices that were named and would be reached before, or after, one that was not."""
    place = {one.office: index for index, one in enumerate(arrivals)}
    known = [point for point in route.points if point.office and point.eta]
    for before, after in pairwise(known):
        took = span_between(before.eta or "", after.eta or "")
        named = next((p for p in (after, before) if p.office in place), None)
        if named is None or took is None or took >= NO_TIME:
            continue
        other = before if named is after else after
        yield Refusal(
            "expected_out_of_order",
            f"/arrivals/{place[named.office or '']}/expected",
            "",
            {
                "office": named.office or "",
                "right": other.office or "",
                "here": named.office or "",
                "given": named.eta or "",
            },
        )


def expected_anew(state: Movement, arrivals: tuple[Arrival, ...]) -> Route:
    """The route with these times; what lies on the way to an office is moved as that office is."""
    said = {one.office: one.expected for one in arrivals}
    points, here = state.dossier.route.points, reached(state)
    ahead, moved, by = offices_ahead(state), [], NO_TIME
    for point in reversed(points[here + 1 :]):
        if point.office in ahead:
            after = said.get(point.office or "", point.eta)
            by = span_between(point.eta or "", after or "") or NO_TIME
            moved.append(replace(point, eta=after))
        else:
            moved.append(moved_by(point, by))
    return Route((*points[: here + 1], *reversed(moved)))


def moved_by(point: RoutePoint, by: timedelta) -> RoutePoint:
    """The point, expected so much later."""
    try:
        eta = datetime.fromisoformat(point.eta or "") + by
    except (ValueError, OverflowError):
        return point
    return replace(point, eta=eta.strftime("%Y-%m-%dT%H:%M:%S.000Z")) if by else point


def _tell(state: Movement, command: TellIncident, context: Context) -> Decision:
    found = tuple(untold(command))
    wrong = (
        in_future(command.happened_at, "/happened_at", context)
        or (Refused(found) if found else None)
        or wrong_endorsement(command.endorsed, context)
    )
    told = IncidentTold(
        command.code,
        command.happened_at or context.now,
        command.text,
        command.place,
        command.attachments,
        command.country,
        command.new_seals,
        command.new_container,
        command.new_vehicle,
        command.new_nationality,
        command.endorsed,
    )
    return wrong or (told,)


def _delayed(s: Movement, p: DelayReported, f: Fact[Any]) -> Movement:
    return as_expected(s, p.arrivals, f.at, p.reason)


def as_expected(
    s: Movement, arrivals: tuple[Arrival, ...], at: str, reason: str, office: str = ""
) -> Movement:
    """The same at other times. `office`: which said so; nothing where the holder did."""
    before = {point.office: point.eta or "" for point in s.dossier.route.points if point.office}
    told = tuple((one.office, before.get(one.office, ""), one.expected) for one in arrivals)
    dossier = replace(s.dossier, route=expected_anew(s, arrivals))
    return replace(s, dossier=dossier, delays=(*s.delays, Delay(at, reason, told, office)))


def _told(s: Movement, p: IncidentTold, f: Fact[Any]) -> Movement:
    trouble = Trouble(
        p.code,
        p.happened_at,
        p.text,
        p.place,
        f.at,
        len(s.incidents),
        p.country,
        p.new_seals,
        p.new_container,
        p.new_vehicle,
        p.new_nationality,
        p.endorsed,
    )
    return replace(s, troubles=(*s.troubles, trouble))


def _of_delay(s: Movement, p: DelayReported) -> Iterator[tuple[str, str]]:
    yield from at_departure(s, p)
    yield from ((f"customs:{arrival.office}", "") for arrival in p.arrivals)


REPORTING: Final = Act[Movement](
    "reporting",
    asked=(
        Asked(ReportDelay, "carrier", _report, HOLDER, during("released")),
        Asked(TellIncident, "carrier", _tell, HOLDER, during("released")),
    ),
    told=(
        Told(DelayReported, HOLDER, UNDERWAY, _delayed, heard=Heard(offices=_of_delay)),
        Told(IncidentTold, HOLDER, UNDERWAY, _told, heard=TO_THE_WAY),
    ),
    texts={
        "delay_not_ahead": RefusalText(
            N_("The movement is no longer expected at office {office}."),
            N_("Give times for offices that still lie ahead."),
        ),
        "delay_unchanged": RefusalText(
            N_("These are the times at which it is expected already."),
            N_("Change the time of at least one office."),
        ),
        "expected_past": RefusalText(
            N_("{given} is past: it cannot be expected then."), N_("Give a time still to come.")
        ),
        "expected_impossible": RefusalText(
            N_("{given} is in no calendar."), N_("Give a date and a time.")
        ),
        "expected_out_of_order": RefusalText(
            N_("At office {office} it would be out of the order of the route: compare {right}."),
            N_("Give each office a later time than the one before it."),
        ),
    },
)

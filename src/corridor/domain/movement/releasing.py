"""Releasing for transit, or not; and all that stands against it, told at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Heard, Told, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import days_later, is_day
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.departing import NoRelease
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.moments import ACCEPTED, during
from corridor.domain.movement.offices import departure_office, destination_office
from corridor.domain.movement.order import NO_TIME, span_between
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.reporting import Arrival, as_expected, moved_by
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.permits.dossier import DOSSIER_PERMITS
from corridor.domain.permits.requirements import RequirementRule, missing_at_departure
from corridor.domain.permits.state import Permit
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.routes import Route, is_overtaken, least_minutes, pace_on
from corridor.domain.values import Count, Country, Date, Line, Reason, Text

_ENTERED: Final = ("transit", "destination")
"""Roles of the offices where goods are expected to come in."""


class ReleaseForTransit(Command, frozen=True, tag="movement.release"):
    """Release for transit; without a limit date the office's usual term applies."""

    limit_date: Date | None = None
    declared_at: Line = ""
    """When the data were declared that are to be released, as they were seen; refused where others
    stand by now."""


class RefuseRelease(Command, frozen=True, tag="movement.refuse_release"):
    """Do not release."""

    reason: Reason
    code: NoRelease = ""


class MovementReleased(Payload, frozen=True, tag="movement.released/1"):
    """CC029C: released for transit until the limit date at destination."""

    limit_date: Date
    itinerary: tuple[Country, ...] = ()
    least_min: tuple[Count, ...] = ()
    """Minutes that the way to each point of the route from the one before takes at least."""
    clocks_min: Count = 0
    """So far two right clocks may differ."""
    declared_at: Line = ""
    """When the data were declared that it releases; said where the carrier's window is another
    node, which may have taken an amendment that was not heard of."""
    arrivals: tuple[Arrival, ...] = ()
    """When it is expected now, where an office of transit was expected to see it before it was
    released (NCTS R0004): all that lies ahead is later by as much."""


class ReleaseRefused(Payload, frozen=True, tag="movement.not_released/1"):
    """CC051C."""

    reason: Text
    code: NoRelease = ""


def _release(state: Movement, command: ReleaseForTransit, context: Context) -> Decision:
    if command.declared_at not in ("", state.declared_at):
        here = departure_office(state.dossier)
        return refuse("amended_meanwhile", "/declared_at", given=state.declared_at, here=here)
    there = context.day_at(destination_office(state.dossier))
    term = days_later(there, context.parameters.transit_term_days)
    limit = command.limit_date or state.dossier.limit_date or term
    if not is_day(limit):
        return refuse("day_impossible", "/limit_date", given=limit)
    if limit < there:
        return refuse("limit_date_past", "/limit_date", limit_date=limit)
    found = release_refusals(
        state,
        context.of(DOSSIER_PERMITS),
        context.requirement_rules,
        context.reference,
        context.now,
    )
    if found:
        return Refused(found)
    itinerary = state.dossier.consignment.countries_of_routing
    declared = "" if state.home == context.node else state.declared_at
    terms = terms_of(state.dossier.route, context)
    arrivals = overtaken(state.dossier.route, context.now, terms[0])
    return (MovementReleased(limit, itinerary, *terms, declared, arrivals),)


def release_by_itself(state: Movement, context: Context) -> Decision:
    """The release where no office had to say so, or what stands against it."""
    return _release(state, ReleaseForTransit(), context)


def overtaken(route: Route, now: str, least_min: tuple[int, ...]) -> tuple[Arrival, ...]:
    """Times anew where the release comes after an office of transit was to be reached.

    They are later by as much as the release is later than it was planned; where no time was planned
    for it, by what is lacking for the least way to that office.
    """
    points = route.points
    late = next((i for i, point in enumerate(points) if is_overtaken(point, now)), 0)
    if not late:
        return ()
    planned = span_between(points[0].eta or "", points[late].eta or "") or NO_TIME
    least = timedelta(minutes=max(1, sum(least_min[: late + 1])))
    by = span_between(points[late].eta or "", now) or NO_TIME
    by += planned if planned > NO_TIME else least
    ahead = (point for point in points[1:] if point.eta and point.role in _ENTERED)
    return tuple(Arrival(p.office or "", moved_by(p, by).eta or "") for p in ahead if p.office)


def terms_of(route: Route, context: Context) -> tuple[tuple[int, ...], int]:
    """By what the times on this way are judged: its least minutes, and the clocks' tolerance."""
    pace = pace_on(context.day_at(route.points[0].place))
    factor = context.parameters.time_factor
    return least_minutes(route, context.reference, pace, factor), pace.clocks_min


def _refuse(state: Movement, command: RefuseRelease, context: Context) -> Decision:
    return (ReleaseRefused(command.reason, command.code),)


def release_refusals(
    state: Movement,
    permits: tuple[Permit, ...],
    rules: tuple[RequirementRule, ...],
    reference: Reference,
    at: str,
) -> tuple[Refusal, ...]:
    """Control, guarantee, seals and permits, in the order an officer does them."""
    missing = missing_at_departure(state.dossier, rules, permits, reference, at)
    return (*_own_refusals(state), *missing)


def _own_refusals(state: Movement) -> Iterator[Refusal]:
    asked = state.pending_correction
    if asked is not None:
        yield Refusal("amendment_awaited", "", "", {"date": asked.deadline})
    if not state.channel:
        yield Refusal("control_not_decided")
    elif state.channel != "green" and not state.control_result:
        yield Refusal("control_result_missing", "", "", {"channel": state.channel})
    elif state.control_result == "B1":
        yield Refusal("control_not_satisfactory")
    if not state.is_secured:
        yield Refusal("guarantee_not_reserved", "", "", {"status": state.guarantee_status})
    if state.dossier.consignment.equipment and not state.seals:
        yield Refusal("seals_not_noted")


def _released(s: Movement, p: MovementReleased, f: Fact[Any]) -> Movement:
    seen = _as_released(s, p)
    if p.arrivals:
        seen = as_expected(seen, p.arrivals, f.at, "", departure_office(s.dossier))
    return replace(
        seen,
        status="released",
        released_at=f.at,
        limit_date=p.limit_date,
        least_min=p.least_min,
        clocks_min=p.clocks_min,
    )


def _as_released(s: Movement, p: MovementReleased) -> Movement:
    """With the data that the office saw: an amendment that it had not heard of came too late."""
    seen = next((one for one in s.superseded if one.declared_at == p.declared_at), None)
    if seen is None:
        return replace(s, superseded=())
    route = {point.country for point in seen.dossier.route.points}
    return replace(
        s,
        dossier=seen.dossier,
        rules_on=seen.rules_on,
        amended_at=seen.amended_at,
        withdrawn=tuple(node for node in s.withdrawn if node not in route),
        superseded=(),
    )


def _unseen(s: Movement, p: MovementReleased, at: str) -> Iterator[Discrepancy]:
    """That the carrier had amended what was released, which the office had not heard of."""
    if p.declared_at not in ("", s.declared_at):
        yield Discrepancy("amended_while_released", at)


def _not_released(s: Movement, p: ReleaseRefused, f: Fact[Any]) -> Movement:
    return replace(s, status="not_released", reason=p.reason, reason_code=p.code)


RELEASING: Final = Act[Movement](
    "releasing",
    asked=(
        Asked(
            ReleaseForTransit,
            by="customs",
            decide=_release,
            voice=DEPARTURE,
            when=during(*ACCEPTED),
            needs=(DOSSIER_PERMITS,),
        ),
        Asked(RefuseRelease, "customs", _refuse, DEPARTURE, during(*ACCEPTED)),
    ),
    told=(
        Told(
            MovementReleased,
            DEPARTURE,
            ACCEPTED,
            _released,
            doubts=_unseen,
            heard=TO_CARRIER,
            since=lambda state: state.accepted_at,
        ),
        Told(
            ReleaseRefused,
            DEPARTURE,
            ACCEPTED,
            _not_released,
            heard=Heard({"carrier": never}, urgent=True, ends=True),
            since=lambda state: state.accepted_at,
        ),
    ),
    follows=(frees_guarantee(ReleaseRefused),),
    texts={
        "day_impossible": RefusalText(
            N_("{given} is in no calendar."), N_("State a day that the calendar has.")
        ),
        "limit_date_past": RefusalText(
            N_("The limit date {limit_date} has passed."), N_("State a date from today on.")
        ),
        "amendment_awaited": RefusalText(
            N_("An amendment was asked for until {date}, and has not been made."),
            N_("Wait for it, or say that it is not needed any more."),
        ),
        "amended_meanwhile": RefusalText(
            N_("The carrier amended the declaration on {given}, after this page was opened."),
            N_("Look at what was changed, and decide again."),
        ),
        "control_not_decided": RefusalText(
            N_("The channel has not been chosen."), N_("Decide on control first.")
        ),
        "control_result_missing": RefusalText(
            N_("The result of the control has not been recorded."), N_("Record it first.")
        ),
        "control_not_satisfactory": RefusalText(
            N_("The control was not satisfactory."),
            N_("Refuse the release, or ask the carrier for an amendment."),
        ),
        "guarantee_not_reserved": RefusalText(
            N_("The guarantee has not been reserved."), N_("Reserve the guarantee first.")
        ),
        "seals_not_noted": RefusalText(
            N_("The seals have not been noted."), N_("Note the seals first.")
        ),
    },
)

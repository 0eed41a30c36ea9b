"""What the offices on the way may do: let it cross, stop it, note an incident."""

from corridor.domain.context import Context
from corridor.domain.movement import commands as c
from corridor.domain.movement import events as e
from corridor.domain.movement.checks import Decision, in_future, not_at, wrong_status
from corridor.domain.movement.offices import node_of, transit_offices
from corridor.domain.movement.state import Movement
from corridor.domain.permits.requirements import missing_at_border
from corridor.domain.refusals import Refused, refuse


def _at_transit(state: Movement, office: str, context: Context) -> Refused | None:
    if office not in transit_offices(state.dossier):
        return refuse("office_not_on_route", "/office", office=office)
    wrong = not_at(office, context) or wrong_status(state, frozenset({"released"}))
    if wrong:
        return wrong
    seen = state.crossing_at(office)
    if seen is not None and seen.status == "crossed":
        return refuse("already_crossed", "/office", office=office)
    return None


def cross(state: Movement, command: c.RecordCrossing, context: Context) -> Decision:
    wrong = _at_transit(state, command.office, context) or in_future(
        command.crossed_at, "/crossed_at", context
    )
    if wrong:
        return wrong
    missing = missing_at_border(
        state.dossier,
        context.requirement_rules,
        context.permits,
        context.reference,
        context.today,
        node_of(command.office),
    )
    if missing:
        return Refused(missing)
    at = command.crossed_at or context.now
    return (e.FrontierCrossed(command.office, at, command.seals_intact, command.remarks),)


def stop(state: Movement, command: c.RefuseCrossing, context: Context) -> Decision:
    wrong = _at_transit(state, command.office, context)
    return wrong or (e.CrossingRefused(command.office, command.reason),)


def incident(state: Movement, command: c.RecordIncident, context: Context) -> Decision:
    if all(point.office != command.office for point in state.dossier.route.points):
        return refuse("office_not_on_route", "/office", office=command.office)
    wrong = (
        not_at(command.office, context)
        or wrong_status(state, frozenset({"released"}))
        or in_future(command.happened_at, "/happened_at", context)
    )
    if wrong:
        return wrong
    unknown = [seal for seal in command.broken_seals if seal not in state.seals]
    if unknown:
        return refuse("seal_unknown", "/broken_seals", seals=", ".join(unknown))
    if set(command.new_seals) & set(state.seals):
        return refuse("seal_twice", "/new_seals", "R0107")
    return (
        e.IncidentRecorded(
            office=command.office,
            code=command.code,
            happened_at=command.happened_at or context.now,
            text=command.text,
            broken_seals=command.broken_seals,
            new_seals=command.new_seals,
            new_container=command.new_container,
            new_vehicle=command.new_vehicle,
        ),
    )

"""What the office of destination may do: arrival, unloading, results, release of the goods."""

from corridor.domain.context import Context
from corridor.domain.movement import commands as c
from corridor.domain.movement import events as e
from corridor.domain.movement.checks import (
    Decision,
    at_destination,
    in_future,
    not_at,
    wrong_status,
)
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import refuse


def arrive(state: Movement, command: c.RecordArrival, context: Context) -> Decision:
    if command.office != destination_office(state.dossier):
        return refuse("office_not_on_route", "/office", office=command.office)
    wrong = (
        not_at(command.office, context)
        or wrong_status(state, frozenset({"released"}))
        or in_future(command.arrived_at, "/arrived_at", context)
    )
    return wrong or (e.GoodsArrived(command.office, command.arrived_at or context.now),)


def permit_unloading(state: Movement, command: c.PermitUnloading, context: Context) -> Decision:
    wrong = at_destination(state, context, "arrived")
    return wrong or (e.UnloadingPermitted(state.destination.office),)


def record_unloading(state: Movement, command: c.RecordUnloading, context: Context) -> Decision:
    wrong = at_destination(state, context, "unloading_permitted")
    if wrong:
        return wrong
    if not command.conforms and not command.remarks and not command.text:
        return refuse("remarks_missing", "/remarks")
    if command.conforms and command.remarks:
        return refuse("remarks_but_conforms", "/remarks")
    if state.seals and command.seals_intact is None:
        return refuse("seal_state_missing", "/seals_intact", "C0440")
    return (
        e.UnloadingRemarked(
            office=state.destination.office,
            conforms=command.conforms,
            seals_intact=command.seals_intact if state.seals else None,
            remarks=command.remarks,
            text=command.text,
        ),
    )


def record_results(state: Movement, command: c.RecordResults, context: Context) -> Decision:
    wrong = at_destination(state, context, "results_due")
    if wrong:
        return wrong
    if command.result == "B1" and not command.remarks:
        return refuse("remarks_missing", "/remarks")
    office = state.destination.office
    return (e.DestinationControlled(office, command.result, command.remarks),)


def release_goods(state: Movement, command: c.ReleaseGoods, context: Context) -> Decision:
    wrong = at_destination(state, context, "results_due")
    if wrong:
        return wrong
    if not state.destination.result:
        return refuse("results_missing")
    return (e.GoodsReleased(state.destination.office),)

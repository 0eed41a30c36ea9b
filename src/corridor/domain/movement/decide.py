"""What comes of a command: events, or refusals with the reason and the remedy.

The decisions themselves stand with the desk that takes them: `by_carrier`, `at_departure`,
`at_transit`, `at_destination`. Checks that anybody could make from the route (is it your office, is
it the right moment) come first there, then the content.
"""

from collections.abc import Callable
from typing import Any

from corridor.domain.context import Context
from corridor.domain.movement import at_departure, at_destination, at_transit, by_carrier
from corridor.domain.movement import commands as c
from corridor.domain.movement.checks import Decision
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import refuse


def decide(state: Movement | None, command: c.MovementCommand, context: Context) -> Decision:
    """Events that follow from the command, or why not."""
    if isinstance(command, c.LodgeDeclaration):
        return by_carrier.lodge(state, command, context)
    if state is None:
        return refuse("movement_unknown")
    return DECISIONS[type(command)](state, command, context)


DECISIONS: dict[type, Callable[[Movement, Any, Context], Decision]] = {
    c.AmendDeclaration: by_carrier.amend,
    c.PresentGoods: by_carrier.present,
    c.CancelDeclaration: by_carrier.cancel,
    c.AcceptDeclaration: at_departure.accept,
    c.RejectDeclaration: at_departure.reject,
    c.DecideControl: at_departure.decide_control,
    c.RecordControl: at_departure.record_control,
    c.RequestGuarantee: at_departure.request_guarantee,
    c.AnswerGuarantee: at_departure.answer_guarantee,
    c.AffixSeals: at_departure.seal,
    c.ReleaseForTransit: at_departure.release,
    c.RefuseRelease: at_departure.refuse_release,
    c.RecordCrossing: at_transit.cross,
    c.RefuseCrossing: at_transit.stop,
    c.RecordIncident: at_transit.incident,
    c.RecordArrival: at_destination.arrive,
    c.PermitUnloading: at_destination.permit_unloading,
    c.RecordUnloading: at_destination.record_unloading,
    c.RecordResults: at_destination.record_results,
    c.SolveDiscrepancy: at_departure.solve,
    c.ReleaseGoods: at_destination.release_goods,
    c.WriteOff: at_departure.write_off,
    c.MarkOverdue: at_departure.mark_overdue,
}

"""What comes of a command at a checkpoint. One live visit per vehicle and checkpoint."""

from collections.abc import Callable
from typing import Any

from corridor.domain.checkpoints import commands as c
from corridor.domain.checkpoints import events as e
from corridor.domain.checkpoints.listings import visit_key
from corridor.domain.checkpoints.state import Visit
from corridor.domain.context import Context
from corridor.domain.refusals import Refusal, Refused, refuse
from corridor.domain.values import is_later

Decision = tuple[e.CheckpointEvent, ...] | Refused


def decide(state: Visit | None, command: c.CheckpointCommand, context: Context) -> Decision:
    """Events that follow from the command, or why not."""
    if isinstance(command, c.RegisterArrival):
        return _arrive(state, command, context)
    if state is None:
        return refuse("visit_unknown")
    if _is_elsewhere(state.office, context):
        return refuse("visit_not_your_office", office=state.office)
    statuses, step = STEPS[type(command)]
    if state.status not in statuses:
        return refuse("visit_wrong_order", status=state.status)
    return step(state, command, context)


def _arrive(state: Visit | None, command: c.RegisterArrival, context: Context) -> Decision:
    if _is_elsewhere(command.office, context):
        return refuse("visit_not_your_office", "/office", office=command.office)
    if state is not None:
        return refuse("visit_already_registered")
    at = command.arrived_at or context.now
    wrong = (*_live(command, context), *_early(at, context))
    if wrong:
        return Refused(wrong)
    return (
        e.VehicleArrived(command.office, command.plate, command.direction, command.movement, at),
    )


def _is_elsewhere(office: str, context: Context) -> bool:
    return office[:2] != context.node or office != context.actor.office


def _live(command: c.RegisterArrival, context: Context) -> tuple[Refusal, ...]:
    visit = context.known.get(visit_key(command.office, command.plate))
    if visit in (None, context.subject):
        return ()
    return (Refusal("visit_live", "/plate", "", {"plate": command.plate, "visit": visit or ""}),)


def _early(at: str, context: Context) -> tuple[Refusal, ...]:
    if is_later(at, context.now):
        return (Refusal("time_in_future", "/arrived_at", "", {"given": at}),)
    return ()


def _gate_in(state: Visit, command: c.OpenGate, context: Context) -> Decision:
    return (e.GateOpened(state.office, context.now),)


def _scan(state: Visit, command: c.ScanPermit, context: Context) -> Decision:
    return (e.PermitScanned(state.office, command.number, command.verdict, command.reason),)


def _gate_out(state: Visit, command: c.LeaveGate, context: Context) -> Decision:
    return (e.GateLeft(state.office, context.now),)


def _leave_queue(state: Visit, command: c.LeaveQueue, context: Context) -> Decision:
    return (e.QueueLeft(state.office, context.now, command.reason),)


Step = Callable[[Visit, Any, Context], Decision]
STEPS: dict[type, tuple[frozenset[str], Step]] = {
    c.OpenGate: (frozenset({"waiting"}), _gate_in),
    c.ScanPermit: (frozenset({"waiting", "inside"}), _scan),
    c.LeaveGate: (frozenset({"inside"}), _gate_out),
    c.LeaveQueue: (frozenset({"waiting"}), _leave_queue),
}
"""Command → in which states it may be given, and what it does."""

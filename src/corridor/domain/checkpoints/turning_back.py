"""Turning back: a vehicle leaves the queue without passing the gate."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.voices import CHECKPOINT, during
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.values import Instant, Text


class LeaveQueue(Command, frozen=True, tag="checkpoint.leave_queue"):
    """It turned back before the gate; without this it could never arrive again."""

    reason: Text = ""


class QueueLeft(Payload, frozen=True, tag="checkpoint.queue_left/1"):
    """Turned back from the waiting area, and never went in."""

    office: str
    left_at: Instant
    reason: Text = ""


def _leave(state: Visit, command: LeaveQueue, context: Context) -> Decision:
    return (QueueLeft(state.office, context.now, command.reason),)


def _left(s: Visit, p: QueueLeft, f: Fact[Any]) -> Visit:
    return replace(s, queue_left_at=p.left_at, reason=p.reason)


TURNING_BACK: Final = Act[Visit](
    "turning_back",
    asked=(Asked(LeaveQueue, "checkpoint", _leave, CHECKPOINT, during("waiting")),),
    told=(Told(QueueLeft, CHECKPOINT, frozenset({"waiting"}), _left),),
)

"""The gate: a vehicle is called and let in, and leaves the zone."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.voices import CHECKPOINT, during
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.values import Instant


class OpenGate(Command, frozen=True, tag="checkpoint.gate_in"):
    """Let it in."""


class LeaveGate(Command, frozen=True, tag="checkpoint.gate_out"):
    """It left the zone."""


class GateOpened(Payload, frozen=True, tag="checkpoint.gate_in/1"):
    """Called and let in."""

    office: str
    passed_at: Instant


class GateLeft(Payload, frozen=True, tag="checkpoint.gate_out/1"):
    """Left the zone of the checkpoint."""

    office: str
    passed_at: Instant


def _let_in(state: Visit, command: OpenGate, context: Context) -> Decision:
    return (GateOpened(state.office, context.now),)


def _let_out(state: Visit, command: LeaveGate, context: Context) -> Decision:
    return (GateLeft(state.office, context.now),)


def _in(s: Visit, p: GateOpened, f: Fact[Any]) -> Visit:
    return replace(s, gate_in_at=p.passed_at)


def _out(s: Visit, p: GateLeft, f: Fact[Any]) -> Visit:
    return replace(s, gate_out_at=p.passed_at)


GATE: Final = Act[Visit](
    "gate",
    asked=(
        Asked(OpenGate, "checkpoint", _let_in, CHECKPOINT, during("waiting")),
        Asked(LeaveGate, "checkpoint", _let_out, CHECKPOINT, during("inside")),
    ),
    told=(
        Told(GateOpened, CHECKPOINT, frozenset({"waiting"}), _in),
        Told(GateLeft, CHECKPOINT, frozenset({"inside"}), _out),
    ),
)

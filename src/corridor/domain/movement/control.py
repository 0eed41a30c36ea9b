"""Control at departure: the channel and why, then what was found."""

from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import ACCEPTED, during
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Text


class DecideControl(Command, frozen=True, tag="movement.decide_control"):
    """Choose the channel."""

    channel: Literal["green", "yellow", "red"]
    reasons: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()


class RecordControl(Command, frozen=True, tag="movement.record_control"):
    """Record the result of the control at departure."""

    result: Literal["A1", "A2", "B1"]
    remarks: Text = ""


class ControlDecided(Payload, frozen=True, tag="movement.control_decided/1"):
    """CC060C: the channel, and why."""

    channel: Literal["green", "yellow", "red"]
    reasons: tuple[Text, ...] = ()


class ControlRecorded(Payload, frozen=True, tag="movement.control_recorded/1"):
    """The result of the control at departure: A1 satisfactory, A2 considered so, B1 not."""

    result: Literal["A1", "A2", "B1"]
    remarks: Text = ""


def _decide_control(state: Movement, command: DecideControl, context: Context) -> Decision:
    if state.channel:
        return refuse("control_already_decided", channel=state.channel)
    if command.channel != "green" and not command.reasons:
        return refuse("control_reason_missing", "/reasons")
    return (ControlDecided(command.channel, command.reasons),)


def _record_control(state: Movement, command: RecordControl, context: Context) -> Decision:
    return (ControlRecorded(command.result, command.remarks),)


def _decided(s: Movement, p: ControlDecided, f: Fact[Any]) -> Movement:
    status = s.status if p.channel == "green" else "under_control"
    return replace(s, status=status, channel=p.channel, channel_reasons=p.reasons)


def _recorded(s: Movement, p: ControlRecorded, f: Fact[Any]) -> Movement:
    return replace(s, status="accepted", control_result=p.result)


CONTROL: Final = Act[Movement](
    "control",
    asked=(
        Asked(DecideControl, "customs", _decide_control, DEPARTURE, during(*ACCEPTED)),
        Asked(RecordControl, "customs", _record_control, DEPARTURE, during("under_control")),
    ),
    told=(
        Told(
            ControlDecided, DEPARTURE, ACCEPTED, _decided, withheld=("reasons",), heard=TO_CARRIER
        ),
        Told(ControlRecorded, DEPARTURE, frozenset({"under_control"}), _recorded),
    ),
    texts={
        "control_already_decided": RefusalText(
            N_("The channel has already been chosen: {channel}."), N_("Go on with the next step.")
        ),
        "control_reason_missing": RefusalText(
            N_("A yellow or red channel needs a reason."),
            N_("Say what is to be checked and why."),
        ),
    },
)

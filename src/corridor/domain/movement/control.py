"""Control at departure: perhaps announced, then the channel and why, then what was found.

What follows from a result: after A1 and A2 it may be released; after A5 too, the minor
discrepancies having been put right on the spot; after B1 it is not released, unless the carrier is
asked for an amendment and the goods are looked at again.
"""

from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import AT_ONCE_TO_CARRIER, TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.departing import (
    ControlPlan,
    Controls,
    Corrections,
    Notified,
    Pointers,
    plan_of,
    stands_in,
)
from corridor.domain.movement.moments import ACCEPTED, during
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Text

ANNOUNCED: Final = frozenset({"submitted", "accepted", "guarantee_registering"})
Result = Literal["A1", "A2", "A5", "B1"]


class AnnounceControl(Command, frozen=True, tag="movement.announce_control"):
    """Tell the carrier that there will be a control, before it is decided on."""

    kinds: Controls
    scope: Pointers = ()
    notified: Notified = ()


class DecideControl(Command, frozen=True, tag="movement.decide_control"):
    """Choose the channel; say what is looked at, which of it, and who is told."""

    channel: Literal["green", "yellow", "red"]
    reasons: Annotated[tuple[Text, ...], Meta(max_length=20)] = ()
    kinds: Controls = ()
    scope: Pointers = ()
    notified: Notified = ()


class RecordControl(Command, frozen=True, tag="movement.record_control"):
    """Record the result of the control at departure; with A5, what was put right."""

    result: Result
    remarks: Text = ""
    corrections: Corrections = ()


class ControlIntended(Payload, frozen=True, tag="movement.control_intended/1"):
    """CC060C, notification type 2: a control is intended."""

    kinds: Controls
    scope: Pointers = ()
    notified: Notified = ()


class ControlDecided(Payload, frozen=True, tag="movement.control_decided/1"):
    """CC060C: the channel, and why."""

    channel: Literal["green", "yellow", "red"]
    reasons: tuple[Text, ...] = ()
    kinds: Controls = ()
    scope: Pointers = ()
    notified: Notified = ()


class ControlRecorded(Payload, frozen=True, tag="movement.control_recorded/1"):
    """The result of the control at departure: A1 satisfactory, A2 considered so, A5 minor
    discrepancies that were put right, B1 not satisfactory.
    """

    result: Result
    remarks: Text = ""
    corrections: Corrections = ()


def _decide_control(state: Movement, command: DecideControl, context: Context) -> Decision:
    if state.channel:
        return refuse("control_already_decided", channel=state.channel)
    if command.channel != "green" and not command.reasons:
        return refuse("control_reason_missing", "/reasons")
    if command.channel == "green" and command.kinds:
        return refuse("control_green", "/kinds")
    if command.channel == "red" and command.kinds and "physical" not in command.kinds:
        return refuse("control_red", "/kinds")
    plan = (command.kinds, command.scope, command.notified)
    return _wrong_plan(state, command) or (ControlDecided(command.channel, command.reasons, *plan),)


def _announce(state: Movement, command: AnnounceControl, context: Context) -> Decision:
    if state.channel:
        return refuse("control_already_decided", channel=state.channel)
    if not command.kinds:
        return refuse("control_kind_missing", "/kinds")
    said = ControlIntended(command.kinds, command.scope, command.notified)
    return _wrong_plan(state, command) or (said,)


def waived() -> ControlDecided:
    """No control, and nobody had to say so."""
    return ControlDecided("green")


def _wrong_plan(state: Movement, command: AnnounceControl | DecideControl) -> Refused | None:
    """What is to be looked at has to be there, and whoever is told too."""
    found = tuple(
        Refusal("control_scope_unknown", f"/scope/{index}", "", {"pointer": pointer})
        for index, pointer in enumerate(command.scope)
        if not stands_in(state.dossier, pointer)
    )
    if "representative" in command.notified and state.dossier.representative is None:
        found += (Refusal("control_no_representative", "/notified"),)
    return Refused(found) if found else None


def _record_control(state: Movement, command: RecordControl, context: Context) -> Decision:
    if command.result == "A5" and not command.corrections:
        return refuse("control_correction_missing", "/corrections")
    return (ControlRecorded(command.result, command.remarks, command.corrections),)


def _decided(s: Movement, p: ControlDecided, f: Fact[Any]) -> Movement:
    status = s.status if p.channel == "green" else "under_control"
    plan = replace(s.control, kinds=p.kinds, scope=p.scope, notified=p.notified)
    chosen = replace(s, status=status, channel=p.channel, channel_reasons=p.reasons)
    return replace(chosen, control=plan_of(plan))


def _intended(s: Movement, p: ControlIntended, f: Fact[Any]) -> Movement:
    return replace(s, control=ControlPlan(p.kinds, p.scope, p.notified, f.at))


def _recorded(s: Movement, p: ControlRecorded, f: Fact[Any]) -> Movement:
    found = replace(s.control, corrections=p.corrections)
    return replace(s, status="accepted", control_result=p.result, control=plan_of(found))


CONTROL: Final = Act[Movement](
    "control",
    asked=(
        Asked(AnnounceControl, "customs", _announce, DEPARTURE, during(*sorted(ANNOUNCED))),
        Asked(DecideControl, "customs", _decide_control, DEPARTURE, during(*ACCEPTED)),
        Asked(RecordControl, "customs", _record_control, DEPARTURE, during("under_control")),
    ),
    told=(
        Told(
            ControlDecided, DEPARTURE, ACCEPTED, _decided, withheld=("reasons",), heard=TO_CARRIER
        ),
        Told(
            ControlRecorded,
            DEPARTURE,
            frozenset({"under_control"}),
            _recorded,
            heard=TO_CARRIER,
        ),
        Told(ControlIntended, DEPARTURE, ANNOUNCED, _intended, heard=AT_ONCE_TO_CARRIER),
    ),
    texts={
        "control_already_decided": RefusalText(
            N_("The channel has already been chosen: {channel}."), N_("Go on with the next step.")
        ),
        "control_reason_missing": RefusalText(
            N_("A yellow or red channel needs a reason."),
            N_("Say what is to be checked and why."),
        ),
        "control_green": RefusalText(
            N_("In the green channel nothing is looked at."),
            N_("Choose yellow or red, or no kind of control."),
        ),
        "control_red": RefusalText(
            N_("In the red channel the goods are examined."),
            N_("Choose the examination of the goods, or the yellow channel."),
        ),
        "control_kind_missing": RefusalText(
            N_("No kind of control was chosen."), N_("Say what is to be looked at.")
        ),
        "control_scope_unknown": RefusalText(
            N_("The declaration has no {pointer}."),
            N_("Choose items, containers or seals of the declaration as it stands now."),
        ),
        "control_no_representative": RefusalText(
            N_("The declaration names no representative."), N_("Notify the holder.")
        ),
        "control_correction_missing": RefusalText(
            N_("Minor discrepancies need the corrections that were noted."),
            N_("Say what was declared and what was found."),
        ),
    },
)

"""Control results at destination; departure discharges by them."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import items_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import at_stage
from corridor.domain.movement.order import out_of_stage
from corridor.domain.movement.parts import Discrepancy
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.refusals import refuse
from corridor.domain.values import Text

ItemNumber = Annotated[int, Meta(ge=1, le=99_999)]
Disputed = Annotated[tuple[ItemNumber, ...], Meta(max_length=1_999)]


class RecordResults(Command, frozen=True, tag="movement.record_results"):
    """Record the control results at destination."""

    result: Literal["A1", "A2", "A5", "B1"]
    remarks: Text = ""
    disputed: Disputed = ()
    """Of B1: the goods items that it is about; none: all of them."""


class DestinationControlled(Payload, frozen=True, tag="movement.control_results/1"):
    """CD018C: result of the control at destination: A1, A2, A5 (small differences), B1."""

    office: str
    result: Literal["A1", "A2", "A5", "B1"]
    remarks: Text = ""
    disputed: Disputed = ()


def _record(state: Movement, command: RecordResults, context: Context) -> Decision:
    if _says_nothing(state, command):
        return refuse("remarks_missing", "/remarks")
    known = {item.declaration_number for item in items_of(state.dossier)}
    disputed = tuple(sorted(set(command.disputed))) if command.result == "B1" else ()
    strange = [item for item in disputed if item not in known]
    if strange:
        return refuse("held_unknown", "/disputed", item=str(strange[0]))
    said = (state.destination.office, command.result, command.remarks)
    return (DestinationControlled(*said, disputed),)


def _says_nothing(state: Movement, command: RecordResults) -> bool:
    """What is not satisfactory is said here; small differences here, or by the unloading before."""
    told = command.result == "A5" and state.destination.conforms is False
    return command.result in ("A5", "B1") and not command.remarks and not told


def _recorded(s: Movement, p: DestinationControlled, f: Fact[Any]) -> Movement:
    there = replace(s.destination, result=p.result, disputed=_all_disputed(s, p))
    if p.result != "B1":
        return replace(s, destination=there)
    clash = Discrepancy("control_results_b1", f.at, p.remarks)
    return replace(s, destination=there, discrepancies=(*s.discrepancies, clash))


def _all_disputed(s: Movement, p: DestinationControlled) -> tuple[int, ...]:
    """What is disputed now: while an earlier B1 is unsolved, what that one was about is so too."""
    before = s.destination.disputed
    if not s.is_held:
        return p.disputed
    if p.result != "B1":
        return before
    return tuple(sorted({*before, *p.disputed})) if before and p.disputed else ()


def _doubts(s: Movement, p: DestinationControlled, at: str) -> Iterator[Discrepancy]:
    yield from out_of_stage(s, p.office, at, "results_due")


RESULTS: Final = Act[Movement](
    "results",
    asked=(Asked(RecordResults, "customs", _record, DESTINATION, at_stage("results_due")),),
    told=(
        Told(
            DestinationControlled,
            DESTINATION,
            frozenset({"arrived"}),
            _recorded,
            doubts=_doubts,
            heard=TO_CARRIER,
        ),
    ),
)

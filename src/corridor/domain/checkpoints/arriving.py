"""Arriving: a vehicle is in the waiting area. One live visit per vehicle and checkpoint."""

from typing import Annotated, Any, Final, Literal

from msgspec import Meta

from corridor.domain.acts import Act, Asked, Decision, Told, unchanged
from corridor.domain.checkpoints.listings import visit_key
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.voices import CHECKPOINT, is_desk_of, is_elsewhere
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import is_instant
from corridor.domain.facts import Fact, Payload, home_of
from corridor.domain.needs import HolderOf
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Instant, Office, is_later

Plate = Annotated[str, Meta(min_length=1, max_length=35)]


class RegisterArrival(Command, frozen=True, tag="checkpoint.arrive"):
    """The vehicle is in the waiting area."""

    office: Office
    plate: Plate
    direction: Literal["entry", "exit"]
    movement: Annotated[str, Meta(max_length=70)] = ""
    arrived_at: Instant | None = None


class VehicleArrived(Payload, frozen=True, tag="checkpoint.arrived/1"):
    """Arrived in the waiting area."""

    office: str
    plate: str
    direction: Literal["entry", "exit"]
    movement: str = ""
    arrived_at: Instant = ""


LIVE_VISIT: Final = HolderOf(lambda ask: visit_key(ask.said.office, ask.said.plate))


def _arrive(state: Visit | None, command: RegisterArrival, context: Context) -> Decision:
    if is_elsewhere(command.office, context):
        return refuse("visit_not_your_office", "/office", office=command.office)
    if state is not None:
        return refuse("visit_already_registered")
    at = command.arrived_at or context.now
    wrong = (*_live(command, context), *_early(at, context))
    if wrong:
        return Refused(wrong)
    return (VehicleArrived(command.office, command.plate, command.direction, command.movement, at),)


def _live(command: RegisterArrival, context: Context) -> tuple[Refusal, ...]:
    visit = context.of(LIVE_VISIT)
    if visit in ("", context.subject):
        return ()
    return (Refusal("visit_live", "/plate", "", {"plate": command.plate, "visit": visit}),)


def _early(at: str, context: Context) -> tuple[Refusal, ...]:
    if not is_instant(at):
        return (Refusal("expected_impossible", "/arrived_at", "", {"given": at}),)
    if is_later(at, context.now):
        return (Refusal("time_in_future", "/arrived_at", "", {"given": at}),)
    return ()


def _begin(fact: Fact[Any], subject: str) -> Visit | None:
    said = fact.payload
    if home_of(subject) != fact.node or not is_desk_of(said.office, fact):
        return None
    return Visit(
        id=subject,
        office=said.office,
        plate=said.plate,
        direction=said.direction,
        movement=said.movement,
        arrived_at=said.arrived_at or fact.at,
        updated_at=fact.at,
    )


ARRIVING: Final = Act[Visit](
    "arriving",
    asked=(
        Asked(RegisterArrival, by="checkpoint", decide=_arrive, needs=(LIVE_VISIT,), begins=True),
    ),
    told=(Told(VehicleArrived, CHECKPOINT, frozenset(), unchanged, begin=_begin),),
    texts={
        "visit_already_registered": RefusalText(
            N_("This visit has already been registered."),
            N_("Go on with the next step."),
        ),
        "visit_live": RefusalText(
            N_("{plate} is already at this checkpoint."),
            N_("Open its visit; a new one begins when it has left."),
        ),
    },
)

"""Using a permit: the state of issue writes off one use when the vehicle crosses."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, Act, Asked, Decision, Heard, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.days import day_at
from corridor.domain.facts import Fact, Payload
from corridor.domain.permits.plates import covers
from corridor.domain.permits.state import Permit, PermitStatus, PermitUse
from corridor.domain.permits.voices import STATE_OF_USE, during
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Instant, Office, Reference, is_later


class UsePermit(Command, frozen=True, tag="permit.use"):
    """Write off one use: said by the node of issue when its office records a crossing."""

    office: Office
    movement: Reference
    plate: Annotated[str, Meta(max_length=35)] = ""
    used_at: Instant | None = None


class PermitUsed(Payload, frozen=True, tag="permit.used/1"):
    """Written off by a crossing."""

    office: str
    movement: str
    used_at: Instant


def _use(state: Permit, command: UsePermit, context: Context) -> Decision:
    used_at = command.used_at or context.now
    if is_later(used_at, context.now):
        return refuse("time_in_future", "/used_at", given=used_at)
    if any(use.movement == command.movement for use in state.uses):
        return refuse("permit_already_used", "/movement", number=state.number)
    if state.status == "exhausted":
        return refuse("permit_used_up", number=state.number)
    if command.plate and not covers(state.request.plates, (command.plate,)):
        plates = ", ".join(state.request.plates)
        return refuse("permit_use_other_plate", "/plate", plate=command.plate, plates=plates)
    if state.load == "empty":
        return refuse("permit_use_empty", number=state.number)
    day = day_at(used_at, command.office)
    if not state.is_valid_on(day):
        return refuse("permit_not_valid_on", "/used_at", date=day, number=state.number)
    return (PermitUsed(command.office, command.movement, used_at),)


def _used(s: Permit, p: PermitUsed, f: Fact[Any]) -> Permit:
    """One use less; with the last the permit is exhausted. No longer to be revoked by now."""
    uses = (*s.uses, PermitUse(p.office, p.movement, p.used_at))
    status: PermitStatus = "granted" if len(uses) < s.crossings_granted else "exhausted"
    return replace(s, status=status, uses=uses, proposal=None)


def _used_late(s: Permit, p: PermitUsed, f: Fact[Any]) -> Permit:
    """A truck that crossed has crossed: the use is kept, whatever became of the permit."""
    return replace(s, uses=_used(s, p, f).uses)


def _told_back(s: Permit, p: PermitUsed) -> Iterator[tuple[str, str]]:
    """The authority whose own system gave it hears of each use."""
    if s.brought is not None:
        yield f"permits:{s.request.authority}", ""


USING: Final = Act[Permit](
    "using",
    asked=(Asked(UsePermit, SYSTEM, _use, STATE_OF_USE, during("granted", "exhausted")),),
    told=(
        Told(
            PermitUsed,
            STATE_OF_USE,
            frozenset({"granted"}),
            _used,
            late=_used_late,
            heard=Heard(offices=_told_back),
        ),
    ),
    texts={
        "permit_already_used": RefusalText(
            N_("This crossing has already been written off from permit {number}."),
            N_("Nothing needs to be done."),
        ),
        "permit_used_up": RefusalText(
            N_("No use is left on permit {number}."),
            N_("Apply for another permit."),
        ),
        "permit_use_other_plate": RefusalText(
            N_("The permit is for {plates}, not for {plate}."),
            N_("Compare the registration numbers."),
        ),
        "permit_use_empty": RefusalText(
            N_("Permit {number} is for an empty vehicle, and this one carries goods."),
            N_("Apply for a permit for a laden vehicle."),
        ),
        "permit_not_valid_on": RefusalText(
            N_("Permit {number} does not hold on {date}."),
            N_("Look at its dates."),
        ),
    },
)

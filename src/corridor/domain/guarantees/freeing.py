"""Freeing: a reservation is given back when the movement is discharged, or will not take place."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_GUARANTOR, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.values import MinorUnits, Reference, Whole


class ReleaseReservation(Command, frozen=True, tag="guarantee.release"):
    """The movement is discharged, or will not take place."""

    movement: Reference
    called_minor: MinorUnits = 0
    """What of it was called for a customs debt, and is not free."""


class ReservationReleased(Payload, frozen=True, tag="guarantee.released/1"):
    """The amount is free again: discharged, or never used; but for what was called."""

    movement: str
    called_minor: Whole = 0
    """So much was called for a customs debt: it stays taken."""


def _release(state: Guarantee, command: ReleaseReservation, context: Context) -> Decision:
    if command.movement not in state.reserved:
        return ()
    return (ReservationReleased(command.movement, command.called_minor),)


def _released(s: Guarantee, p: ReservationReleased, f: Fact[Any]) -> Guarantee:
    left = {key: value for key, value in s.reserved.items() if key != p.movement}
    if not p.called_minor:
        return replace(s, reserved=left)
    called = s.called.get(p.movement, 0) + p.called_minor
    return replace(s, reserved=left, called={**s.called, p.movement: called})


FREEING: Final = Act[Guarantee](
    "freeing",
    asked=(Asked(ReleaseReservation, SYSTEM, _release),),
    told=(Told(ReservationReleased, LEDGER, ALWAYS, _released, heard=TO_GUARANTOR),),
)

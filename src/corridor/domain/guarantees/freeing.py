"""Freeing: a reservation is given back when the movement is discharged, or will not take place."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import SYSTEM, TO_GUARANTOR, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.guarantees.types import type_of
from corridor.domain.guarantees.voices import ALWAYS, LEDGER
from corridor.domain.values import MinorUnits, Reference, Whole


class ReleaseReservation(Command, frozen=True, tag="guarantee.release"):
    """The movement is discharged, or will not take place."""

    movement: Reference
    called_minor: MinorUnits = 0
    """What of it was called for a customs debt, and is not free."""
    is_used: bool = False
    """Whether the movement took place: what covers one alone is used up by it."""


class ReservationReleased(Payload, frozen=True, tag="guarantee.released/1"):
    """The amount is free again: discharged, or never used; but for what was called."""

    movement: str
    called_minor: Whole = 0
    """So much was called for a customs debt: it stays taken."""
    is_used: bool = False
    """The guarantee covered this movement alone, and is used up."""


def _release(state: Guarantee, command: ReleaseReservation, context: Context) -> Decision:
    held = state.reserved.get(command.movement)
    if held is None and command.movement not in state.awaiting:
        return ()
    is_used = command.is_used and type_of(state.kind).once
    return (ReservationReleased(command.movement, min(command.called_minor, held or 0), is_used),)


def _released(s: Guarantee, p: ReservationReleased, f: Fact[Any]) -> Guarantee:
    left = {key: value for key, value in s.reserved.items() if key != p.movement}
    s = replace(
        s,
        reserved=left,
        awaiting={key: value for key, value in s.awaiting.items() if key != p.movement},
        missed={key: value for key, value in s.missed.items() if key != p.movement},
        shown=tuple(one for one in s.shown if one != p.movement),
        spent_by=p.movement if p.is_used else s.spent_by,
    )
    if not p.called_minor:
        return s
    called = s.called.get(p.movement, 0) + p.called_minor
    return replace(s, called={**s.called, p.movement: called})


FREEING: Final = Act[Guarantee](
    "freeing",
    asked=(Asked(ReleaseReservation, SYSTEM, _release),),
    told=(Told(ReservationReleased, LEDGER, ALWAYS, _released, heard=TO_GUARANTOR),),
)

"""Writing off: departure discharges the procedure, and the guarantee is free again."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import TO_CARRIER, Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import decisive_day
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.guarantee import frees_guarantee
from corridor.domain.movement.moments import during
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DEPARTURE
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Date


class WriteOff(Command, frozen=True, tag="movement.write_off"):
    """Discharge the procedure."""


class MovementWrittenOff(Payload, frozen=True, tag="movement.written_off/1"):
    """CC045C: departure discharged the procedure; the guarantee is free again."""

    written_off_on: Date


def _write_off(state: Movement, command: WriteOff, context: Context) -> Decision:
    if state.destination.status != "goods_released":
        return refuse("goods_not_released", stage=state.destination.status)
    if state.pursuit.is_recovering:
        return refuse("recovery_open")
    if state.open_discrepancies():
        return refuse("discrepancies_open", count=len(state.open_discrepancies()))
    return (discharged(state, context),)


def discharged(state: Movement, context: Context) -> MovementWrittenOff:
    """What departure says with the discharge, also where other proof of the end is accepted."""
    return MovementWrittenOff(decisive_day(state.dossier, context.now))


def _fits(s: Movement, p: MovementWrittenOff, f: Fact[Any]) -> bool:
    """At the end of the way; or on it, where departure accepted proof of the end."""
    is_proved = any(one.judged == "accepted" for one in s.pursuit.enquiries)
    return s.status == "arrived" or (s.status == "released" and is_proved)


def _written_off(s: Movement, p: MovementWrittenOff, f: Fact[Any]) -> Movement:
    return replace(s, status="written_off", written_off_at=f.at)


WRITING_OFF: Final = Act[Movement](
    "writing_off",
    asked=(Asked(WriteOff, "customs", _write_off, DEPARTURE, during("arrived")),),
    told=(
        Told(
            MovementWrittenOff,
            DEPARTURE,
            frozenset({"arrived"}),
            _written_off,
            heard=TO_CARRIER,
            fits=_fits,
            since=lambda state: state.destination.released_at,
        ),
    ),
    follows=(frees_guarantee(MovementWrittenOff),),
    texts={
        "recovery_open": RefusalText(
            N_("A debt of this movement is being recovered."),
            N_("End the recovery first, and say what came of it."),
        ),
        "discrepancies_open": RefusalText(
            N_("Discrepancies are still open: {count}."), N_("Solve them before the write-off.")
        ),
        "goods_not_released": RefusalText(
            N_("The office of destination has not released the goods."),
            N_("Wait for its results."),
        ),
    },
)

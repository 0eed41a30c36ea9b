"""Weighing: what the loaded vehicle weighs on the scales of the checkpoint."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.voices import CHECKPOINT, during
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.refusals import N_, RefusalText, refuse
from corridor.domain.values import Instant, Kilograms, kilograms


class WeighVehicle(Command, frozen=True, tag="checkpoint.weigh"):
    """Record what the loaded vehicle weighs; weighed again, the last counts."""

    gross_kg: Kilograms


class VehicleWeighed(Payload, frozen=True, tag="checkpoint.weighed/1"):
    """The loaded vehicle was weighed. Kilograms."""

    office: str
    gross_kg: Kilograms
    weighed_at: Instant


def _weigh(state: Visit, command: WeighVehicle, context: Context) -> Decision:
    if not kilograms(command.gross_kg):
        return refuse("mass_unread", "/gross_kg", given=command.gross_kg)
    return (VehicleWeighed(state.office, command.gross_kg, context.now),)


def _weighed(s: Visit, p: VehicleWeighed, f: Fact[Any]) -> Visit:
    return replace(s, weighed_kg=p.gross_kg, weighed_at=p.weighed_at)


WEIGHING: Final = Act[Visit](
    "weighing",
    asked=(Asked(WeighVehicle, "checkpoint", _weigh, CHECKPOINT, during("waiting", "inside")),),
    told=(Told(VehicleWeighed, CHECKPOINT, frozenset({"waiting", "inside"}), _weighed),),
    texts={
        "mass_unread": RefusalText(
            N_("“{given}” is no mass."), N_("Write kilograms as a number, such as 38450.")
        ),
    },
)

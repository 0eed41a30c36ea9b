"""Weighing a vehicle at the gate."""

from collections.abc import Iterable
from typing import Final

from corridor.domain import typed
from corridor.domain.checkpoints.state import Visit
from corridor.domain.checkpoints.weighing import VehicleWeighed, WeighVehicle
from corridor.domain.facts import Actor
from corridor.domain.refusals import N_
from corridor.web.act import (
    BESIDES,
    Act,
    Deed,
    Field,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
)

LETTERS_MAX: Final = 18


def _may_weigh(state: Visit, actor: Actor) -> Place | None:
    return BESIDES if state.status in ("waiting", "inside") else None


def _means(deed: Deed[Visit]) -> str:
    _ = deed.reader.words
    return _(
        "The mass of %(plate)s with its load as the scales show it. Weighed again, the last "
        "counts.",
        plate=deed.state.plate,
    )


def _fields(deed: Deed[Visit]) -> list[Field]:
    _ = deed.reader.words
    return [field_of("number", "gross_kg", _("Mass of the loaded vehicle"), unit=_("kg"))]


def _command(deed: Deed[Visit]) -> WeighVehicle | None:
    _ = deed.reader.words
    given = deed.needed("gross_kg", _("Give the mass in kilograms."))
    return WeighVehicle(typed.number(given)[:LETTERS_MAX]) if given else None


def _read(said: VehicleWeighed, tale: Tale) -> Iterable[str]:
    return [f"{tale.reader.formats.mass(said.gross_kg)}."]


WEIGHING: Final = Shown[Visit](
    acts=(
        Act(
            name="weigh",
            desk="checkpoint",
            label=N_("Weigh"),
            title=N_("Mass of the loaded vehicle"),
            consequence=_means,
            command=_command,
            done=N_("The vehicle was weighed"),
            offered=_may_weigh,
            fields=_fields,
            pointers={"/gross_kg": "gross_kg"},
            aside=True,
            stays=True,
        ),
    ),
    reads=(Reading(VehicleWeighed, N_("Vehicle weighed"), note=_read),),
)

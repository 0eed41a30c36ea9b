"""An arrival at the checkpoint, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.checkpoints.arriving import VehicleArrived
from corridor.domain.checkpoints.state import Visit
from corridor.domain.refusals import N_
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
)


def _plate(said: VehicleArrived, tale: Tale) -> Iterable[str]:
    return [said.plate]


ARRIVING: Final = Shown[Visit](
    reads=(Reading(VehicleArrived, N_("Vehicle arrived at the checkpoint"), note=_plate),),
)

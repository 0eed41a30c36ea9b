"""A reservation given back, as it reads on a timeline."""

from typing import Final

from corridor.domain.guarantees.freeing import ReservationReleased
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.refusals import N_
from corridor.web.acts.act import Reading, Shown

FREEING: Final = Shown[Guarantee](
    reads=(Reading(ReservationReleased, N_("Amount free again")),),
)

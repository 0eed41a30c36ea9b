"""An amount reserved or not, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.guarantees.reserving import (
    AmountReserved,
    ReservationAwaitsCode,
    ReservationRefused,
)
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.refusals import N_, Refusal
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
)


def _why(said: ReservationRefused, tale: Tale) -> Iterable[str]:
    return [
        tale.reader.refusals.say(
            Refusal(said.code, "", "", {"grn": getattr(tale.state, "grn", "")})
        ).text
    ]


RESERVING: Final = Shown[Guarantee](
    reads=(
        Reading(AmountReserved, N_("Amount reserved")),
        Reading(ReservationAwaitsCode, N_("Access code awaited")),
        Reading(ReservationRefused, N_("Reservation refused"), note=_why),
    ),
)

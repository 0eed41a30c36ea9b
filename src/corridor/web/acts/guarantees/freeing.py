"""A reservation given back, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.guarantees.freeing import ReservationReleased
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _called(said: ReservationReleased, tale: Tale) -> Iterable[str]:
    """What of it is not free."""
    if said.called_minor:
        money = tale.reader.formats.money(said.called_minor, getattr(tale.state, "currency", ""))
        yield tale.say("Called for a customs debt, and still taken: %(amount)s.", amount=money)


FREEING: Final = Shown[Guarantee](
    reads=(Reading(ReservationReleased, N_("Amount free again"), note=_called),),
)

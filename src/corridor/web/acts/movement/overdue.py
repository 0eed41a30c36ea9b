"""A limit date that passed, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.overdue import MovementOverdue
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
)


def _day(said: MovementOverdue, tale: Tale) -> Iterable[str]:
    day = tale.reader.formats.day(said.limit_date)
    return [tale.say("To be presented at destination by %(day)s.", day=day)]


OVERDUE: Final = Shown[Movement](
    reads=(
        Reading(
            MovementOverdue, N_("Limit date has passed"), "attention", note=_day, to_carrier=True
        ),
    ),
)

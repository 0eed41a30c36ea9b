"""A measure that a firm wants to be told of, as it reads."""

from typing import Final

from corridor.domain.refusals import N_
from corridor.domain.watches.matching import WatchMatched
from corridor.domain.watches.state import Watch
from corridor.web.act import Reading, Shown

MATCHING: Final = Shown[Watch](
    reads=(
        Reading(
            WatchMatched,
            N_("A measure on your way or of your goods was notified, changed or lifted"),
            "attention",
            to_carrier=True,
        ),
    )
)

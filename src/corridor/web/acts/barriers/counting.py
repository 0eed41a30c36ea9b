"""What a measure cost, as it reads."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.barrier import Barrier
from corridor.domain.barriers.counting import BarrierCounted
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale
from corridor.web.barriers.words import cost_words


def _reads(said: BarrierCounted, tale: Tale) -> Iterable[str]:
    return [cost_words(tale.reader, said.vehicles, said.minutes)]


COUNTING: Final = Shown[Barrier](
    reads=(Reading(BarrierCounted, N_("Waiting of vehicles counted"), note=_reads),)
)

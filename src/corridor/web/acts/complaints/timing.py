"""How long the vehicle waited, as it reads."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.complaints.state import Complaint
from corridor.domain.complaints.timing import ComplaintTimed
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale
from corridor.web.barriers.words import waited_words


def _reads(said: ComplaintTimed, tale: Tale) -> Iterable[str]:
    return [waited_words(tale.reader, said.minutes, said.basis)]


TIMING: Final = Shown[Complaint](
    reads=(Reading(ComplaintTimed, N_("Waiting measured"), note=_reads),)
)

"""A permit read at the gate, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.checkpoints.scanning import PermitScanned
from corridor.domain.checkpoints.state import Visit
from corridor.domain.refusals import N_
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
)


def _verdict(said: PermitScanned, tale: Tale) -> Iterable[str]:
    verdict = tale.reader.labels(said.verdict, "verdict").lower()
    return [tale.say("Permit %(number)s: %(verdict)s", number=said.number, verdict=verdict)]


SCANNING: Final = Shown[Visit](
    reads=(Reading(PermitScanned, N_("Permit read at the gate"), note=_verdict),),
)

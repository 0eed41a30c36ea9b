"""An application for a permit, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
)


def _asked(said: PermitApplied, tale: Tale) -> Iterable[str]:
    return [f"{tale.reader.names.authority(said.request.authority)}.", said.request.note]


APPLYING: Final = Shown[Permit](
    reads=(Reading(PermitApplied, N_("Permit applied for"), note=_asked),),
)

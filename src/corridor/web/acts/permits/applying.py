"""An application for a permit, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.applying import PermitApplied
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    Reading,
    Shown,
    Tale,
)


def _asked(said: PermitApplied, tale: Tale) -> Iterable[str]:
    asked, reader = said.request, tale.reader
    kind = reader.labels(asked.kind, "permit_kind")
    authority = reader.names.authority(asked.authority)
    return [f"{kind}: {reader.names.country(asked.country)}, {authority}.", asked.note]


APPLYING: Final = Shown[Permit](
    reads=(Reading(PermitApplied, N_("Permit applied for"), note=_asked),),
)

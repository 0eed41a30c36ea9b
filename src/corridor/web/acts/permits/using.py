"""The use of a permit, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.state import Permit
from corridor.domain.permits.using import PermitUsed
from corridor.domain.refusals import N_
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
    number_of,
)


def _where(said: PermitUsed, tale: Tale) -> Iterable[str]:
    yield number_of(tale)
    yield f"{tale.reader.names.office(said.office)}."
    yield tale.happened(said.used_at, said.office)


USING: Final = Shown[Permit](
    reads=(Reading(PermitUsed, N_("Permit used"), note=_where),),
)

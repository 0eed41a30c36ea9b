"""A permit that was given outside of the corridor, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.bringing_in import PermitBroughtIn
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale
from corridor.web.views.brought import satisfied_text


def _where_from(said: PermitBroughtIn, tale: Tale) -> Iterable[str]:
    yield satisfied_text(tale.reader, said.record.number, said.brought, tale.where)


BRINGING_IN: Final = Shown[Permit](
    reads=(Reading(PermitBroughtIn, N_("Brought in from outside"), note=_where_from),),
)

"""Numbers that another state's own system gave, as they read on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.quota import Quota
from corridor.domain.quotas.relaying import QuotaRelayed
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _reads(said: QuotaRelayed, tale: Tale) -> Iterable[str]:
    yield tale.say("Permits: %(count)s.", count=said.count)


RELAYING: Final = Shown[Quota](
    reads=(
        Reading(QuotaRelayed, N_("Permits given by the other state's own system"), note=_reads),
    ),
)

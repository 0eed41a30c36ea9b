"""A low stock, as it reads on a timeline and in the news."""

from typing import Final

from corridor.domain.quota import Quota
from corridor.domain.quotas.warning import StockLow
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown

WARNING: Final = Shown[Quota](
    reads=(
        Reading(
            StockLow,
            N_("The stock of permits is low"),
            "attention",
            lambda said, tale: (tale.say("Permits left: %(left)s.", left=said.left),),
        ),
    ),
)

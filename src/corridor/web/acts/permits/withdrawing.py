"""An application taken back, as it reads on a timeline."""

from typing import Final

from corridor.domain.permits.state import Permit
from corridor.domain.permits.withdrawing import PermitWithdrawn
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown

WITHDRAWING: Final = Shown[Permit](
    reads=(Reading(PermitWithdrawn, N_("Application taken back")),),
)

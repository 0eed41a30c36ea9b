"""A permit given back unused, as it reads on a timeline."""

from typing import Final

from corridor.domain.permits.returning import PermitReturned
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, why_of

RETURNING: Final = Shown[Permit](
    reads=(Reading(PermitReturned, N_("Permit given back unused"), "attention", why_of),),
)

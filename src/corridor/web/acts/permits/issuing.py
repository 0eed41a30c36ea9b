"""A permit issued out of a quota, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.issuing import PermitIssued
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _issued(said: PermitIssued, tale: Tale) -> Iterable[str]:
    days = tale.reader.formats.days(said.valid_from, said.valid_to)
    yield tale.say("No. %(number)s, valid %(days)s.", number=said.number, days=days)


ISSUING: Final = Shown[Permit](
    reads=(Reading(PermitIssued, N_("Permit issued out of the quota"), note=_issued),)
)

"""A number in another's place, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.quota import Quota
from corridor.domain.quotas.replacing import NumberReplaced
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _reads(said: NumberReplaced, tale: Tale) -> Iterable[str]:
    yield tale.say(
        "Number %(by)s instead of %(serial)s, which was not used.", by=said.by, serial=said.serial
    )


REPLACING: Final = Shown[Quota](
    reads=(Reading(NumberReplaced, N_("Permit came back unused"), "attention", _reads),),
)

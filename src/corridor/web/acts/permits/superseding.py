"""A certificate in whose place another was issued, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.state import Permit
from corridor.domain.permits.superseding import PermitSuperseded
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _in_place(said: PermitSuperseded, tale: Tale) -> Iterable[str]:
    yield tale.say("Now certificate %(number)s stands in its place.", number=said.by)


SUPERSEDING: Final = Shown[Permit](
    reads=(
        Reading(PermitSuperseded, N_("Replaced by another certificate"), "stopped", note=_in_place),
    ),
)

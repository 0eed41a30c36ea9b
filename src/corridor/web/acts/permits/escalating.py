"""A deadline that passed without a decision, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.permits.escalating import PermitOverdue
from corridor.domain.permits.state import Permit
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _what(said: PermitOverdue, tale: Tale) -> Iterable[str]:
    due = tale.moment(said.due)
    yield tale.say("The decision was due by %(due)s", due=due)


ESCALATING: Final = Shown[Permit](
    reads=(
        Reading(
            PermitOverdue, N_("The deadline passed without a decision"), "attention", note=_what
        ),
    ),
)

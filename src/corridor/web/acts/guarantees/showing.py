"""An access code shown from another state, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import home_of
from corridor.domain.guarantees.showing import AccessCodeShown, AccessCodeWrong
from corridor.domain.guarantees.state import Guarantee
from corridor.domain.refusals import N_
from corridor.web.act import Reading, Shown, Tale


def _for_movement(said: AccessCodeShown | AccessCodeWrong, tale: Tale) -> Iterable[str]:
    """The code comes before the movement has a number: it is told where it was filed."""
    country = tale.reader.names.country(home_of(said.movement))
    return [tale.say("For a movement that was filed in: %(country)s.", country=country)]


def _wrong(said: AccessCodeWrong, tale: Tale) -> Iterable[str]:
    yield from _for_movement(said, tale)
    if said.is_ignored:
        yield tale.say("It came while the guarantee was locked, and was not looked at.")
    if said.locked_until:
        at = tale.reader.formats.moment(said.locked_until, tale.where)
        yield tale.say("Too many were wrong: locked until %(moment)s.", moment=at)


SHOWING: Final = Shown[Guarantee](
    reads=(
        Reading(AccessCodeShown, N_("Access code shown from another state"), note=_for_movement),
        Reading(AccessCodeWrong, N_("Wrong access code"), "attention", note=_wrong),
    ),
)

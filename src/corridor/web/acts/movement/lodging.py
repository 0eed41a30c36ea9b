"""Lodging, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
)


def _note(said: DeclarationLodged, tale: Tale) -> Iterable[str]:
    yield tale.say("LRN %(lrn)s.", lrn=said.dossier.lrn)
    if said.power:
        holder = said.dossier.holder.name or said.dossier.holder.id
        yield tale.say(
            "Filed for %(holder)s by power of attorney %(power)s.", holder=holder, power=said.power
        )


LODGING: Final = Shown[Movement](
    reads=(Reading(DeclarationLodged, N_("Dossier sent to customs"), note=_note),),
)

"""Lodging, as it reads on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.lodging import DeclarationLodged
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    Reading,
    Shown,
    Tale,
)


def _note(said: DeclarationLodged, tale: Tale) -> Iterable[str]:
    return [tale.say("LRN %(lrn)s.", lrn=said.dossier.lrn)]


LODGING: Final = Shown[Movement](
    reads=(Reading(DeclarationLodged, N_("Dossier sent to customs"), note=_note),),
)

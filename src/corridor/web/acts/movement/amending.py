"""Amending, and the states that the new route leaves out, on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.amending import DeclarationAmended, MovementWithdrawn
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    Reading,
    Shown,
    Tale,
)


def _note(said: DeclarationAmended, tale: Tale) -> Iterable[str]:
    return [tale.say("LRN %(lrn)s.", lrn=said.dossier.lrn)]


def _states(said: MovementWithdrawn, tale: Tale) -> Iterable[str]:
    return [", ".join(tale.reader.names.country(node) for node in said.nodes)]


AMENDING: Final = Shown[Movement](
    reads=(
        Reading(DeclarationAmended, N_("Declaration amended"), note=_note),
        Reading(MovementWithdrawn, N_("State no longer on the route"), note=_states),
    ),
)

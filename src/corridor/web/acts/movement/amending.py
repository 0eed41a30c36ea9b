"""Amending, and the states that the new route leaves out, on a timeline."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.movement.amending import DeclarationAmended, MovementWithdrawn
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    Banner,
    Reading,
    Shown,
    Tale,
)


def _note(said: DeclarationAmended, tale: Tale) -> Iterable[str]:
    return [tale.say("LRN %(lrn)s.", lrn=said.dossier.lrn)]


def _states(said: MovementWithdrawn, tale: Tale) -> Iterable[str]:
    return [", ".join(tale.reader.names.country(node) for node in said.nodes)]


def is_left_out(state: Movement, office: str) -> bool:
    """Whether the way leads no longer through the state of this office."""
    return office[:2] in state.withdrawn


def _left_out(state: Movement, tale: Tale) -> Iterable[Banner]:
    if is_left_out(state, tale.where):
        text = tale.say(
            "The way was changed and leads no longer through this state. Nothing is to be done "
            "here; what stands below is as it was known before, and nothing more is heard of it."
        )
        yield Banner(tale.say("This state is no longer on the route"), text, "stop")


AMENDING: Final = Shown[Movement](
    reads=(
        Reading(DeclarationAmended, N_("Declaration amended"), note=_note),
        Reading(MovementWithdrawn, N_("State no longer on the route"), note=_states),
    ),
    banners=_left_out,
)

"""Seeing a movement out of a customs territory at its office of exit."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.leaving import RecordExit, TerritoryLeft
from corridor.domain.movement.state import UNDERWAY, Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    AT_ONCE,
    BESIDES,
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
)
from corridor.web.acts.fields import (
    passing_fields,
    passing_of,
)
from corridor.web.views.seals import seals_said


def _may(state: Movement, actor: Actor) -> Place | None:
    """Also where it is further on, or has arrived, meanwhile: the two sides are compared then."""
    exits = {p.office for p in state.dossier.route.points if p.role == "exit"}
    if state.status not in UNDERWAY or actor.office not in exits:
        return None
    if state.exit_at(actor.office) is not None or state.parts:
        return None
    is_asked = state.change_at(actor.office) is not None
    return BESIDES if state.broken or is_asked or state.status == "arrived" else AT_ONCE


def _means(deed: MovementDeed) -> str:
    return deed.reader.words(
        "The time stands on the strip beside that of the entry into the next state, so that the "
        "two sides of the frontier can be compared. This cannot be taken back."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    return passing_fields(deed, "left_at", deed.reader.words("Time of exit"))


def _leave(deed: MovementDeed) -> RecordExit | None:
    return passing_of(deed, "left_at", RecordExit)


def _left(said: TerritoryLeft, tale: Tale) -> Iterable[str]:
    seals = seals_said(tale, said.seals_intact, said.broken_seals)
    return [tale.happened(said.left_at), seals, said.remarks]


LEAVING: Final = Shown[Movement](
    acts=(
        Act(
            name="leave",
            desk="customs",
            label=N_("Record the exit"),
            title=N_("Record the exit from the territory?"),
            consequence=_means,
            command=_leave,
            done=N_("The exit was recorded"),
            offered=_may,
            fields=_fields,
            pointers={
                "/seals_intact": "seals_intact",
                "/broken_seals": "broken",
                "/remarks": "remarks",
                "/left_at": "left_at",
            },
        ),
    ),
    reads=(Reading(TerritoryLeft, N_("Left the customs territory"), note=_left, to_carrier=True),),
)

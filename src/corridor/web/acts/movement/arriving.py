"""Recording the arrival at destination."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.arriving import GoodsArrived, RecordArrival
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    Act,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    when_at,
)
from corridor.web.acts.fields import (
    moment_field,
    moment_of,
)


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == destination_office(state.dossier)
    return when_at(is_theirs and state.status == "released")


def _arrive_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("From here on this office answers for the goods; the office of departure is told.")


def _arrive_fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    return [moment_field(deed, "arrived_at", _("Time of arrival"))]


def _arrive(deed: MovementDeed) -> RecordArrival:
    return RecordArrival(deed.actor.office, moment_of(deed, "arrived_at"))


def _when(said: GoodsArrived, tale: Tale) -> Iterable[str]:
    return [tale.moment(said.arrived_at)]


ARRIVING: Final = Shown[Movement](
    acts=(
        Act(
            name="arrive",
            desk="customs",
            label=N_("Record the arrival"),
            title=N_("Record the arrival?"),
            consequence=_arrive_means,
            command=_arrive,
            done=N_("The arrival was recorded"),
            offered=_may,
            fields=_arrive_fields,
            pointers={"/arrived_at": "arrived_at"},
        ),
    ),
    reads=(Reading(GoodsArrived, N_("Arrived at destination"), note=_when),),
)

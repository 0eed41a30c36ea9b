"""Saying that the goods have arrived, by their carrier; and what the office answered."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.notifying import ArrivalNotified, NotifyArrival
from corridor.domain.movement.offices import destination_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.act import (
    BESIDES,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    field_of,
    sentences,
)
from corridor.web.acts.fields import moment_field, moment_of


def _may(state: Movement, actor: Actor) -> Place | None:
    is_time = state.status == "released" and state.arrival_notice is None
    return BESIDES if is_time else None


def _means(deed: MovementDeed) -> str:
    _, names = deed.reader.words, deed.reader.names
    return _(
        "%(office)s is told that the goods are there, and records the arrival or refuses it with "
        "its reason. It is your word: the arrival counts from what the office records.",
        office=names.office(destination_office(deed.state.dossier)),
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    hint = _("Gate, warehouse or parking place, if the vehicle does not stand at the office.")
    return [
        moment_field(deed, "arrived_at", _("Time of arrival")),
        field_of("text", "place", _("Where the vehicle stands"), hint=hint, optional=True),
    ]


def _notify(deed: MovementDeed) -> NotifyArrival:
    office, at = destination_office(deed.state.dossier), moment_of(deed, "arrived_at")
    return NotifyArrival(office, at, one_line(deed.form["place"]))


def _said(said: ArrivalNotified, tale: Tale) -> Iterable[str]:
    yield tale.happened(said.arrived_at, said.office)
    if said.place:
        yield tale.say("Where: %(place)s.", place=said.place)


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """As long as nobody has answered."""
    waiting = state.arrival_notice
    if waiting is not None:
        office, say = tale.reader.names.office(waiting.office), tale.say
        at = tale.reader.formats.moment(waiting.arrived_at, waiting.office)
        text = say("Arrived %(moment)s, as the carrier says.", moment=at)
        place = say("Where: %(place)s.", place=waiting.place) if waiting.place else ""
        last = say("%(office)s has to record the arrival, or to refuse it.", office=office)
        words = sentences((text, place, last))
        yield Banner(say("The carrier says that the goods have arrived"), words, "wait")


NOTIFYING: Final = Shown[Movement](
    acts=(
        Act(
            name="notify-arrival",
            desk="carrier",
            label=N_("Say that it has arrived"),
            title=N_("Has %(ref)s arrived?"),
            consequence=_means,
            command=_notify,
            done=N_("The office of destination was told"),
            offered=_may,
            fields=_fields,
            pointers={"/arrived_at": "arrived_at", "/place": "place"},
        ),
    ),
    reads=(Reading(ArrivalNotified, N_("Arrival notified"), note=_said),),
    banners=_banners,
)

"""Cancelling a movement by the office of departure, also when it is on the road."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.consignment import carnet_of
from corridor.domain.facts import Actor
from corridor.domain.movement.invalidating import (
    CANCELLABLE,
    InvalidateMovement,
    MovementInvalidated,
)
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import (
    ASIDE,
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    why_of,
)
from corridor.web.acts.fields import reason_field, reason_of


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    return ASIDE if is_theirs and state.status in CANCELLABLE else None


def _means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    told = _("All offices of the route are told at once. This cannot be taken back.")
    if carnet_of(deed.state.dossier):
        return told
    freed = _("The guarantee becomes free.")
    if deed.state.status != "released":
        return f"{freed} {told}"
    on_road = _(
        "The vehicle is on the road: every office on its way sees that the movement is cancelled, "
        "and a crossing recorded all the same becomes a discrepancy."
    )
    return f"{on_road} {freed} {told}"


def _fields(deed: MovementDeed) -> list[Field]:
    _ = deed.reader.words
    return reason_field(deed, _("The carrier and all offices of the route read this."))


def _invalidate(deed: MovementDeed) -> InvalidateMovement | None:
    reason = reason_of(deed)
    return InvalidateMovement(reason) if reason else None


def _banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    if state.ended_by == "customs":
        office = tale.reader.names.office(departure_office(state.dossier))
        text = tale.say(
            "%(office)s cancelled the movement. Reason: %(why)s",
            office=office,
            why=state.reason,
        )
        if state.released_at:
            stop = tale.say("Its accompanying document is not valid any more.")
            text = f"{text.rstrip('.')}. {stop}"
        yield Banner(tale.say("Cancelled by customs"), text, "stop")


INVALIDATING: Final = Shown[Movement](
    acts=(
        Act(
            name="invalidate",
            desk="customs",
            label=N_("Cancel the movement"),
            title=N_("Cancel the movement %(ref)s?"),
            consequence=_means,
            command=_invalidate,
            done=N_("The movement was cancelled"),
            offered=_may,
            fields=_fields,
            pointers={"/reason": "reason"},
            kind="stop",
            aside=True,
        ),
    ),
    reads=(
        Reading(
            MovementInvalidated,
            N_("Movement cancelled by customs"),
            "stopped",
            note=why_of,
            to_carrier=True,
        ),
    ),
    banners=_banners,
)

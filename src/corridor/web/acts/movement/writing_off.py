"""Writing the movement off."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.consignment import carnet_of
from corridor.domain.facts import Actor
from corridor.domain.movement.discrepancies import DiscrepancySolved
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import UnloadingRemarked
from corridor.domain.movement.writing_off import MovementWrittenOff, WriteOff
from corridor.domain.refusals import N_
from corridor.web.act import (
    Act,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    hears,
    when_at,
)


def _may(state: Movement, actor: Actor) -> Place | None:
    is_theirs = actor.office == departure_office(state.dossier)
    is_time = state.status == "arrived" and state.destination.status == "goods_released"
    return when_at(is_theirs and is_time and not state.open_discrepancies())


def _write_off_means(deed: MovementDeed) -> str:
    _, carnet, held = deed.reader.words, carnet_of(deed.state.dossier), deed.state.guarantee
    if carnet:
        return _(
            "The transit procedure under TIR carnet %(carnet)s ends. This cannot be taken back.",
            carnet=carnet,
        )
    called = deed.state.called_minor
    amount = deed.reader.formats.money(held.amount_minor - called, held.currency)
    if called:
        return _(
            "The transit procedure ends. %(called)s were called for a debt and stay taken; "
            "%(amount)s of the guarantee are free again. This cannot be taken back.",
            called=deed.reader.formats.money(called, held.currency),
            amount=amount,
        )
    return _(
        "The transit procedure ends and %(amount)s of the guarantee are free again. This cannot be "
        "taken back.",
        amount=amount,
    )


def _freed(said: MovementWrittenOff, tale: Tale) -> Iterable[str]:
    """What a carnet covers frees no guarantee."""
    state = tale.state
    if isinstance(state, Movement):
        if carnet_of(state.dossier):
            return []
        if state.called_minor:
            money = tale.reader.formats.money(state.called_minor, state.guarantee.currency)
            return [tale.say("The guarantee is free again but for %(called)s.", called=money)]
    return [tale.say("The guarantee is free again.")]


WRITING_OFF: Final = Shown[Movement](
    acts=(
        Act(
            name="write-off",
            desk="customs",
            label=N_("Write off"),
            title=N_("Discharge the procedure?"),
            consequence=_write_off_means,
            command=lambda deed: WriteOff(),
            done=N_("The procedure was discharged"),
            offered=_may,
            hears=hears(UnloadingRemarked, DestinationControlled, DiscrepancySolved),
        ),
    ),
    reads=(Reading(MovementWrittenOff, N_("Procedure discharged"), note=_freed),),
)

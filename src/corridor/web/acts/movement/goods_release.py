"""Releasing the goods from transit at destination."""

from collections.abc import Iterable
from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.discrepancies import DiscrepancySolved
from corridor.domain.movement.goods_release import GoodsReleased, ReleaseGoods
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import UnloadingRemarked
from corridor.domain.refusals import N_
from corridor.web.acts.act import (
    Act,
    Banner,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    hears,
    is_at_stage,
    when_at,
)


def _may(state: Movement, actor: Actor) -> Place | None:
    is_due = is_at_stage(state, actor, "results_due")
    return when_at(is_due and bool(state.destination.result) and not state.is_held)


def _release_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _("The goods leave the transit procedure. This cannot be taken back.")


def _held(state: Movement, tale: Tale) -> Iterable[Banner]:
    """Who holds them, and until when."""
    if state.is_held and state.destination.status == "results_due":
        office = tale.reader.names.office(departure_office(state.dossier))
        text = tale.say(
            "The control was not satisfactory (B1). The goods stay until %(office)s has solved the "
            "discrepancies.",
            office=office,
        )
        yield Banner(tale.say("Goods held"), text, "stop")


GOODS_RELEASE: Final = Shown[Movement](
    acts=(
        Act(
            name="release-goods",
            desk="customs",
            label=N_("Release the goods"),
            title=N_("Release the goods from transit?"),
            consequence=_release_means,
            command=lambda deed: ReleaseGoods(),
            done=N_("The goods were released"),
            offered=_may,
            hears=hears(UnloadingRemarked, DestinationControlled, DiscrepancySolved),
        ),
    ),
    reads=(Reading(GoodsReleased, N_("Goods released from transit")),),
    banners=_held,
)

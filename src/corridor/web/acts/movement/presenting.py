"""Presenting the goods of a pre-lodged declaration, by its carrier."""

from typing import Final

from corridor.domain.facts import Actor
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.presenting import GoodsPresented, PresentGoods
from corridor.domain.movement.state import Movement
from corridor.domain.refusals import N_
from corridor.web.act import Act, MovementDeed, Place, Reading, Shown, when_at


def _may(state: Movement, actor: Actor) -> Place | None:
    return when_at(state.status == "submitted" and state.awaits_goods)


def _means(deed: MovementDeed) -> str:
    _, names = deed.reader.words, deed.reader.names
    return _(
        "You declare that the goods are at %(office)s and the declaration is whole. "
        "The rules of today count. This cannot be taken back.",
        office=names.office(departure_office(deed.state.dossier)),
    )


PRESENTING: Final = Shown[Movement](
    acts=(
        Act(
            name="present",
            label=N_("Goods presented at the office"),
            title=N_("Goods of %(ref)s presented?"),
            consequence=_means,
            command=lambda deed: PresentGoods(),
            done=N_("The goods were presented"),
            offered=_may,
            mend=lambda state: f"/carrier/dossiers/{state.id}#changes",
            desk="carrier",
            in_step=True,
        ),
    ),
    reads=(Reading(GoodsPresented, N_("Goods presented at the office of departure")),),
)

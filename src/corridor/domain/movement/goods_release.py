"""The office of destination releases the goods from transit."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.moments import at_stage
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.refusals import N_, RefusalText, refuse


class ReleaseGoods(Command, frozen=True, tag="movement.release_goods"):
    """Release the goods from transit at destination."""


class GoodsReleased(Payload, frozen=True, tag="movement.goods_released/1"):
    """CC025C: the office of destination released the goods from transit."""

    office: str


def _release(state: Movement, command: ReleaseGoods, context: Context) -> Decision:
    if not state.destination.result:
        return refuse("results_missing")
    return (GoodsReleased(state.destination.office),)


def _released(s: Movement, p: GoodsReleased, f: Fact[Any]) -> Movement:
    there = replace(s.destination, status="goods_released", released_at=f.at)
    return replace(s, destination=there)


GOODS_RELEASE: Final = Act[Movement](
    "goods_release",
    asked=(Asked(ReleaseGoods, "customs", _release, DESTINATION, at_stage("results_due")),),
    told=(Told(GoodsReleased, DESTINATION, frozenset({"arrived"}), _released),),
    texts={
        "results_missing": RefusalText(
            N_("The control results have not been recorded."), N_("Record the results first.")
        ),
    },
)

"""The office of destination releases the goods from transit."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, never
from corridor.domain.commands import Command
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import write_off_list
from corridor.domain.movement.moments import at_stage
from corridor.domain.movement.order import out_of_stage
from corridor.domain.movement.parts import Discrepancy
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


def _doubts(s: Movement, p: GoodsReleased, at: str) -> Iterator[Discrepancy]:
    """That they left although they were held, or before there was a result."""
    yield from out_of_stage(s, p.office, at, "results_due" if s.destination.result else "")
    if s.is_held:
        text = s.destination.result
        yield Discrepancy("goods_held", at, text, about=p.office)


def _to_write_off(s: Movement, p: GoodsReleased) -> Iterator[tuple[str, str]]:
    name = write_off_list(s)
    yield name.rpartition(":")[0], name


GOODS_RELEASE: Final = Act[Movement](
    "goods_release",
    asked=(Asked(ReleaseGoods, "customs", _release, DESTINATION, at_stage("results_due")),),
    told=(
        Told(
            GoodsReleased,
            DESTINATION,
            frozenset({"arrived"}),
            _released,
            doubts=_doubts,
            heard=Heard({"carrier": never}, offices=_to_write_off),
            since=lambda state: state.destination.arrived_at,
        ),
    ),
    texts={
        "goods_held": RefusalText(
            N_("The goods are held: the control was not satisfactory (B1)."),
            N_("Wait until the office of departure has solved the discrepancies."),
        ),
        "results_missing": RefusalText(
            N_("The control results have not been recorded."), N_("Record the results first.")
        ),
    },
)

"""Presenting: the goods of a pre-lodged declaration stand at the office of departure."""

from typing import Any, Final

from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Told
from corridor.domain.commands import Command
from corridor.domain.consignment import decisive_day
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import TO_DEPARTURE
from corridor.domain.movement.judging import as_standard, dossier_refusals
from corridor.domain.movement.moments import during
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import HOLDER
from corridor.domain.refusals import N_, RefusalText, Refused, refuse
from corridor.domain.values import Date


class PresentGoods(Command, frozen=True, tag="movement.present"):
    """Present the goods of a pre-lodged declaration (additional type D), once it is whole."""


class GoodsPresented(Payload, frozen=True, tag="movement.presented/1"):
    """CC170C: the goods of a pre-lodged declaration stand at the office of departure."""

    rules_on: Date


def _present(state: Movement, command: PresentGoods, context: Context) -> Decision:
    if not state.awaits_goods:
        return refuse("goods_not_awaited")
    rules_on = decisive_day(state.dossier, context.now)
    found = dossier_refusals(as_standard(state.dossier), context.reference, rules_on)
    return Refused(found) if found else (GoodsPresented(rules_on),)


def _presented(s: Movement, p: GoodsPresented, f: Fact[Any]) -> Movement:
    return replace(s, presented_at=f.at, rules_on=p.rules_on)


PRESENTING: Final = Act[Movement](
    "presenting",
    asked=(
        Asked(PresentGoods, by="carrier", decide=_present, voice=HOLDER, when=during("submitted")),
    ),
    told=(Told(GoodsPresented, HOLDER, frozenset({"submitted"}), _presented, heard=TO_DEPARTURE),),
    texts={
        "goods_not_awaited": RefusalText(
            N_("No presentation is awaited: the goods came with the declaration or after it."),
            N_("Nothing needs to be done."),
        ),
    },
)

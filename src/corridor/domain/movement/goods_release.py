"""The office of destination releases the goods from transit: all, a part, or none yet.

What is not released is held with its reason, item by item, until a later release says that it is
free too. While a control that was not satisfactory (B1) is unsolved, what it is about stays as a
whole; what nobody disputes may go, where the result says what it is about. Only when nothing is
held any more has the office done its part.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from corridor.domain.acts import Act, Asked, Decision, Heard, Told, never
from corridor.domain.commands import Command
from corridor.domain.consignment import Item, items_of
from corridor.domain.context import Context
from corridor.domain.facts import Fact, Payload
from corridor.domain.movement.hearing import write_off_list
from corridor.domain.movement.moments import at_stage
from corridor.domain.movement.order import out_of_stage
from corridor.domain.movement.parts import Discrepancy, HeldGoods
from corridor.domain.movement.state import Movement
from corridor.domain.movement.voices import DESTINATION
from corridor.domain.refusals import N_, Refusal, RefusalText, Refused, refuse
from corridor.domain.values import Count, Text, is_blank

Extent = Literal["full", "part", "none"]
Why = Literal["control", "permit", "sanitary", "payment", "claim", "other"]
ItemNumber = Annotated[int, Meta(ge=0, le=99_999)]


class Held(msgspec.Struct, frozen=True, omit_defaults=True):
    """A goods item, or so many of its packages, that is not released. Item 0: all goods."""

    item: ItemNumber
    packages: Count = 0
    code: Why = "other"
    reason: Text = ""


HeldList = Annotated[tuple[Held, ...], Meta(max_length=1_999)]


class ReleaseGoods(Command, frozen=True, tag="movement.release_goods"):
    """Release the goods from transit at destination; what is named in `held` is not released.

    `extent` says what is meant: all of it, a part, or nothing (then `held` names item 0 alone).
    """

    extent: Extent = "full"
    held: HeldList = ()


class GoodsReleased(Payload, frozen=True, tag="movement.goods_released/1"):
    """CC025C: the office of destination released the goods from transit, or a part of them."""

    office: str
    held: HeldList = ()
    """What was not released; without it all goods are free."""


def _release(state: Movement, command: ReleaseGoods, context: Context) -> Decision:
    if not state.destination.result:
        return refuse("results_missing")
    wrong = tuple(_wrong(state, command))
    return Refused(wrong) if wrong else (GoodsReleased(state.destination.office, command.held),)


def _wrong(state: Movement, command: ReleaseGoods) -> Iterator[Refusal]:
    """The extent has to fit what is held, and each that is held is a part of this load."""
    all_held = [one for one in command.held if not one.item]
    fits = {
        "full": not command.held,
        "part": bool(command.held) and not all_held,
        "none": len(command.held) == 1 == len(all_held),
    }
    if not fits[command.extent]:
        yield Refusal("release_extent", "/held", "", {"count": str(len(command.held))})
        return
    items = {item.declaration_number: item for item in items_of(state.dossier)}
    if len({one.item for one in command.held}) != len(command.held):
        yield Refusal("held_twice", "/held")
    for index, one in enumerate(command.held):
        yield from _wrong_one(f"/held/{index}", one, items)
    if (
        command.extent == "part"
        and not any(one.packages for one in command.held)
        and len(command.held) == len(items)
    ):
        yield Refusal("nothing_released", "/held")


def _wrong_one(at: str, one: Held, items: dict[int, Item]) -> Iterator[Refusal]:
    if is_blank(one.reason):
        yield Refusal("held_unexplained", f"{at}/reason", "", {"item": str(one.item)})
    if not one.item:
        return
    item = items.get(one.item)
    if item is None:
        yield Refusal("held_unknown", f"{at}/item", "", {"item": str(one.item)})
        return
    most = sum(package.count or 0 for package in item.packages)
    if one.packages and one.packages >= max(most, 1):
        args = {"item": str(one.item), "most": str(most)}
        yield Refusal("held_too_many", f"{at}/packages", "", args)


def _released(s: Movement, p: GoodsReleased, f: Fact[Any]) -> Movement:
    held = tuple(HeldGoods(one.item, one.packages, one.code, one.reason) for one in p.held)
    if held:
        return replace(s, destination=replace(s.destination, held=held))
    there = replace(s.destination, status="goods_released", released_at=f.at, held=())
    return replace(s, destination=there)


def _doubts(s: Movement, p: GoodsReleased, at: str) -> Iterator[Discrepancy]:
    """That they left although they were held, or before there was a result."""
    yield from out_of_stage(s, p.office, at, "results_due" if s.destination.result else "")
    if s.is_held and not keeps_disputed(s, p.held):
        text = s.destination.result
        yield Discrepancy("goods_held", at, text, about=p.office)


def keeps_disputed(s: Movement, held: tuple[Held, ...]) -> bool:
    """Whether all stays that a B1 is about: what nobody disputes may go, where the result says
    which goods it is about.
    """
    whole = {one.item for one in held if not one.packages}
    disputed = s.destination.disputed
    return 0 in whole or (bool(disputed) and whole.issuperset(disputed))


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
            N_(
                "Wait until the office of departure has solved the discrepancies; only goods that "
                "the result does not name as disputed may go before."
            ),
        ),
        "results_missing": RefusalText(
            N_("The control results have not been recorded."), N_("Record the results first.")
        ),
        "release_extent": RefusalText(
            N_("What is said to be released does not fit the goods that are named as held."),
            N_("Name what is held where a part is released, and nothing where all is."),
        ),
        "held_twice": RefusalText(
            N_("A goods item is named twice as held."), N_("Name each item once.")
        ),
        "held_unexplained": RefusalText(
            N_("It is not said why item {item} is held."),
            N_("Say why, and what frees it: the carrier reads this."),
        ),
        "held_unknown": RefusalText(
            N_("There is no goods item {item} in this declaration."),
            N_("Check the number of the item."),
        ),
        "held_too_many": RefusalText(
            N_("Item {item} has {most} packages in all, and fewer have to be held than it has."),
            N_("Give a smaller number, or hold the whole item: leave the number empty."),
        ),
        "nothing_released": RefusalText(
            N_("All items are named as held, so no part of the goods is released."),
            N_("Choose that nothing is released."),
        ),
    },
)

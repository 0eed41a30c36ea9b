"""Releasing the goods from transit at destination: all, a part, or nothing yet."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from corridor.domain.consignment import Item, items_of
from corridor.domain.facts import Actor
from corridor.domain.movement.discrepancies import DiscrepancySolved
from corridor.domain.movement.goods_release import Extent, GoodsReleased, Held, ReleaseGoods
from corridor.domain.movement.offices import departure_office
from corridor.domain.movement.parts import HeldGoods
from corridor.domain.movement.results import DestinationControlled
from corridor.domain.movement.state import Movement
from corridor.domain.movement.unloading import UnloadingRemarked
from corridor.domain.refusals import N_
from corridor.domain.typed import number, place, whole
from corridor.web.act import (
    Act,
    Banner,
    Field,
    MovementDeed,
    Place,
    Reading,
    Shown,
    Tale,
    chosen,
    field_of,
    hears,
    is_at_stage,
    when_at,
)
from corridor.web.labels.destination import HELD_REASONS, RELEASE_EXTENTS

ITEMS_MAX: Final = 190
"""Of a longer declaration the rest is held by the API, or all of it here."""


def _may(state: Movement, actor: Actor) -> Place | None:
    is_due = is_at_stage(state, actor, "results_due")
    may_go = not state.is_held or bool(state.destination.disputed)
    return when_at(is_due and bool(state.destination.result) and may_go)


def _release_means(deed: MovementDeed) -> str:
    _ = deed.reader.words
    return _(
        "What is released leaves the transit procedure; this cannot be taken back. What is held "
        "stays, with its reason, until it is released too; the movement is not written off before."
    )


def _fields(deed: MovementDeed) -> list[Field]:
    _, labels = deed.reader.words, deed.reader.labels
    extents, reasons = labels.options("release_extent"), labels.options("held_reason")
    usual = "part" if deed.state.is_held else "full"
    why = next((one for one in deed.state.destination.held), HeldGoods(0))
    none = [{"value": "", "label": "—"}]
    hint = _("What is missing, and what frees the goods: the carrier reads this.")
    needed = _("Needed unless all goods are released.")
    return [
        field_of("radios", "extent", _("What is released?"), usual, options=extents),
        field_of(
            "select", "code", _("Why goods are held"), why.code, needed, options=none + reasons
        ),
        field_of("textarea", "reason", _("In words"), why.reason, hint, rows=3),
    ]


def _items(deed: MovementDeed) -> dict[str, Any]:
    """The goods as a table, those that are held now marked."""
    there = deed.state.destination
    held = {one.item: one.packages for one in there.held}
    held |= dict.fromkeys(there.disputed if deed.state.is_held else (), 0)
    items = items_of(deed.state.dossier)
    rows = [
        {
            "n": str(item.declaration_number),
            "goods": deed.reader.legible(item.description),
            "packages": _packages(item, deed),
            "held": item.declaration_number in held,
            "count": held.get(item.declaration_number) or "",
        }
        for item in items[:ITEMS_MAX]
    ]
    return {"items": rows, "more": max(0, len(items) - ITEMS_MAX)}


def _packages(item: Item, deed: MovementDeed) -> str:
    counted = (one for one in item.packages if one.count is not None)
    names, shown = deed.reader.names, deed.reader.formats.number
    named = (f"{shown(str(one.count))} × {names.package(one.kind)}" for one in counted)
    return ", ".join(named)


def _release(deed: MovementDeed) -> ReleaseGoods | None:
    _, form = deed.reader.words, deed.form
    extent = cast(Extent, chosen(form["extent"], RELEASE_EXTENTS) or "full")
    if extent == "full":
        return ReleaseGoods()
    code = chosen(form["code"], HELD_REASONS)
    if not code:
        form.add_error("code", _("Choose why it is held."))
    held = tuple(_held(deed, extent, cast(Any, code or "other")))
    if extent == "part" and not held:
        form.add_error("hold", _("Mark the items that are held."))
    if not form["reason"]:
        form.add_error("reason", _("Write what is missing, and what frees the goods."))
    return None if form.errors else ReleaseGoods(extent, held)


def _held(deed: MovementDeed, extent: Extent, code: Any) -> Iterator[Held]:
    """All goods as one, or each item that is marked; without a number the whole item."""
    form, reason = deed.form, deed.form["reason"]
    if extent == "none":
        yield Held(0, 0, code, reason)
        return
    for marked in form.all("hold"):
        item = place(marked)
        if not item:
            continue
        name = f"held-{marked}"
        packages = whole(number(form[name]))
        if form[name] and packages is None:
            form.add_error(
                name, deed.reader.words("Write a number of packages, or leave it empty.")
            )
        yield Held(item, packages or 0, code, reason)


def _what(held: Iterable[Any], tale: Tale) -> Iterator[str]:
    """What is held, each with its reason; several for one reason together."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for one in held:
        by_reason.setdefault((one.code, one.reason), []).append(_one(one, tale))
    for (code, reason), items in by_reason.items():
        why = tale.reader.labels(code, "held_reason")
        yield f"{'; '.join(items)}. {why}: {reason}".rstrip(".:") + "."


def _one(held: Any, tale: Tale) -> str:
    if not held.item:
        return tale.say("All goods")
    if held.packages:
        return tale.say("item %(item)s: %(count)s packages", item=held.item, count=held.packages)
    return tale.say("item %(item)s", item=held.item)


def _title(said: GoodsReleased) -> str:
    if not said.held:
        return N_("Goods released from transit")
    is_none = any(not one.item for one in said.held)
    return N_("Goods not released") if is_none else N_("Goods released in part")


def _said(said: GoodsReleased, tale: Tale) -> Iterable[str]:
    if said.held:
        yield tale.say("Held:")
        yield from _what(said.held, tale)


def _held_banners(state: Movement, tale: Tale) -> Iterable[Banner]:
    """Who holds them, and until when."""
    if state.is_held and state.destination.status == "results_due":
        office = tale.reader.names.office(departure_office(state.dossier))
        text = tale.say(
            "The control was not satisfactory (B1). The goods stay until %(office)s has solved the "
            "discrepancies.",
            office=office,
        )
        if state.destination.disputed:
            items = ", ".join(map(str, state.destination.disputed))
            text = tale.say(
                "The control was not satisfactory (B1). Goods items %(items)s stay until "
                "%(office)s has solved the discrepancies; the others may be released.",
                items=items,
                office=office,
            )
        yield Banner(tale.say("Goods held"), text, "stop")
    there = state.destination
    if there.held:
        title = N_("Goods not released") if there.is_all_held else N_("Part of the goods held")
        yield Banner(tale.say(title), " ".join(_what(there.held, tale)), "stop")


GOODS_RELEASE: Final = Shown[Movement](
    acts=(
        Act(
            name="release-goods",
            desk="customs",
            label=N_("Release the goods"),
            title=N_("Release the goods from transit?"),
            consequence=_release_means,
            command=_release,
            done=N_("The release of the goods was recorded"),
            offered=_may,
            hears=hears(UnloadingRemarked, DestinationControlled, DiscrepancySolved),
            fields=_fields,
            pointers={
                "/held": "hold",
                "/extent": "extent",
                **{f"/held/{index}/reason": "reason" for index in range(ITEMS_MAX)},
            },
            template="customs/goods_release.html",
            context=_items,
        ),
    ),
    reads=(
        Reading(
            GoodsReleased,
            N_("Release of the goods decided"),
            note=_said,
            to_carrier=True,
            titled=_title,
        ),
    ),
    banners=_held_banners,
)

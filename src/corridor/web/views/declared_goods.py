"""Goods of a declaration as its page shows them: a page of rows, found by words, all totals."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
from litestar import Request

from corridor.domain.consignment import Dossier, House, Item, items_of
from corridor.web.addresses import with_query
from corridor.web.context import reader_of
from corridor.web.templating import Reader
from corridor.web.views.desk_declaration import goods_of, way_of
from corridor.web.views.drafting.from_dossier import is_divided
from corridor.web.views.drafting.to_dossier import summed
from corridor.web.views.finding import is_found_by
from corridor.web.views.stretch import ROWS, Stretch, stretch_of

AnyRequest = Request[Any, Any, Any]
View = dict[str, Any]
FIND: Final = "find"
PAGE: Final = "items"
ONLY: Final = "only"
ANCHOR: Final = "#goods"


class DeclaredGoods(msgspec.Struct, frozen=True):
    """`is_many`: there is more than fits one page, so that one has to look for things.

    `kept`: what else the address says, for the form that looks.
    """

    rows: list[View]
    totals: list[dict[str, str]]
    is_many: bool
    page: Stretch[Item]
    text: str
    kept: list[tuple[str, str]]
    tabs: list[View]


def declared_goods(
    request: AnyRequest, dossier: Dossier, earlier: Dossier | None, whole: bool = False
) -> DeclaredGoods:
    """What the address asks for; `whole`: all of it, for paper."""
    reader, items = reader_of(request), items_of(dossier)
    asked = request.query_params
    changed = _changed(items, earlier)
    text = asked.get(FIND, "")
    wanted = changed if asked.get(ONLY) == "changed" else items
    found = [one for one in wanted if not text or is_found_by(text, texts_of(one))]
    page = stretch_of(request, found, PAGE, ANCHOR)
    shown = items if whole else page.rows
    return DeclaredGoods(
        rows=[*_with_parts(goods_of(shown, earlier, reader), shown, dossier, reader)],
        totals=totals_of(items, reader),
        is_many=len(items) > ROWS and not whole,
        page=page,
        text=text,
        kept=[(k, v) for k, v in asked.items() if k not in (FIND, PAGE, "fragment")],
        tabs=_tabs(request, items, changed) if changed else [],
    )


def _with_parts(
    rows: Iterable[View], items: Iterable[Item], dossier: Dossier, reader: Reader
) -> Iterator[View]:
    """The rows; of a divided load the first of each part carries what is said of the part."""
    houses = dossier.consignment.houses
    if not is_divided(dossier):
        yield from rows
        return
    part_of = {item.declaration_number: place for place, h in enumerate(houses) for item in h.items}
    before = -1
    for row, item in zip(rows, items, strict=True):
        place = part_of[item.declaration_number]
        yield row | ({"of_part": _part(houses[place], reader)} if place != before else {})
        before = place


def _part(house: House, reader: Reader) -> View:
    """Who sends it to whom, and what it comes to: all of it, also where not all is shown."""
    named = (party.name or party.id for party in (house.consignor, house.consignee) if party)
    sums = (f"{one['label']}: {one['value']}" for one in totals_of(house.items, reader))
    return {
        "title": reader.words("Part %(number)s of the load", number=house.number),
        "ends": " → ".join(map(reader.named, named)),
        "way": way_of(house, reader),
        "sums": "; ".join(sums),
    }


def texts_of(item: Item) -> Iterable[str]:
    """What an item is looked for by."""
    yield from (item.description, item.hs, str(item.declaration_number))
    yield from (package.marks for package in item.packages)


def _changed(items: Iterable[Item], earlier: Dossier | None) -> list[Item]:
    """Those that an amendment added or changed."""
    if earlier is None:
        return []
    before = {one.declaration_number: one for one in items_of(earlier)}
    return [one for one in items if before.get(one.declaration_number) != one]


def _tabs(request: AnyRequest, items: Sequence[Item], changed: Sequence[Item]) -> list[View]:
    _, only = reader_of(request).words, request.query_params.get(ONLY, "")
    return [
        {
            "href": with_query(request, {ONLY: value, PAGE: None}) + ANCHOR,
            "label": label,
            "count": len(rows),
            "current": (only == "changed") == bool(value),
        }
        for label, value, rows in (
            (_("All items"), None, items),
            (_("Changed"), "changed", changed),
        )
    ]


def totals_of(items: Sequence[Item], reader: Reader) -> list[dict[str, str]]:
    """Sums over all items, as far as they can be read."""
    _, formats = reader.words, reader.formats
    values: dict[str, int] = {}
    for item in items:
        if item.value_minor and item.currency:
            values[item.currency] = values.get(item.currency, 0) + item.value_minor
    packages = sum(package.count or 0 for item in items for package in item.packages)
    rows = (
        (_("Items"), formats.number(len(items))),
        (_("Packages"), formats.number(packages) if packages else ""),
        (_("Gross mass"), formats.mass(summed(item.gross_kg for item in items))),
        (_("Net mass"), formats.mass(summed(item.net_kg for item in items if item.net_kg))),
        (_("Value"), "; ".join(formats.money(minor, code) for code, minor in values.items())),
    )
    return [{"label": label, "value": value} for label, value in rows if value]

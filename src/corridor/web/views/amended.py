"""What an amendment changed, in words: each goods item, and each group with its fields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from corridor.domain.consignment import Dossier, Item, items_of
from corridor.domain.refusals import N_
from corridor.web.templating import Reader
from corridor.web.views.desk_declaration import goods_of
from corridor.web.views.meant import GOODS_LETTERS, LAST

View = Mapping[str, Any]
ITEMS_NAMED: Final = 10
CELLS: Final = {
    "description": LAST["description"],
    "hs": LAST["hs"],
    "packages": LAST["packages"],
    "gross": LAST["gross_kg"],
    "net": LAST["net_kg"],
    "value": LAST["value_minor"],
    "way": N_("countries of dispatch and destination"),
}
"""Columns of the goods table."""
ADDED: Final = N_("added to the declaration")
TAKEN_OUT: Final = N_("taken out of the declaration")
TIMES: Final = N_("expected times")
OTHER: Final = N_("other data of the item")


def changes_of(
    dossier: Dossier, earlier: Dossier, groups: Iterable[View], reader: Reader
) -> list[str]:
    """Lines: the goods, the groups of the declaration as their rows mark them, the way."""
    way = _way(dossier, earlier, reader)
    return [*_goods(dossier, earlier, reader), *_fields(groups), *way]


def _way(dossier: Dossier, earlier: Dossier, reader: Reader) -> Iterator[str]:
    """The places of a new way; of the same one that its times are others."""
    now, was = dossier.route.points, earlier.route.points
    if [(p.place, p.mode, p.office) for p in now] != [(p.place, p.mode, p.office) for p in was]:
        places = " → ".join(reader.names.place(point.place) for point in now)
        yield f"{reader.words('Route')}: {places}"
    elif now != was:
        yield f"{reader.words('Route')}: {reader.words(TIMES)}"


def _goods(dossier: Dossier, earlier: Dossier, reader: Reader) -> Iterator[str]:
    before = {one.declaration_number: one for one in items_of(earlier)}
    now = {one.declaration_number: one for one in items_of(dossier)}
    changed = [one for number, one in now.items() if before.get(number) != one]
    gone = [one for number, one in before.items() if number not in now]
    named = changed[:ITEMS_NAMED]
    for item, row in zip(named, goods_of(named, earlier, reader), strict=True):
        is_new = item.declaration_number not in before
        what = reader.words(ADDED) if is_new else _cells(row, reader)
        yield f"{_named(item, reader)}: {what}"
    for item in gone[:ITEMS_NAMED]:
        yield f"{_named(item, reader)}: {reader.words(TAKEN_OUT)}"
    more = max(0, len(changed) - ITEMS_NAMED) + max(0, len(gone) - ITEMS_NAMED)
    if more:
        yield reader.words.ngettext("and %(num)s more item", "and %(num)s more items", more)


def _named(item: Item, reader: Reader) -> str:
    text = reader.legible(item.description[:GOODS_LETTERS])
    return reader.words("item %(number)s: %(goods)s", number=item.declaration_number, goods=text)


def _cells(row: View, reader: Reader) -> str:
    found = [reader.words(text) for name, text in CELLS.items() if name in row["was"]]
    return ", ".join(found) or reader.words(OTHER)


def _fields(groups: Iterable[View]) -> Iterator[str]:
    for group in groups:
        labels = [row["label"] for row in group["rows"] if "was" in row]
        if labels:
            yield f"{group['title']}: {', '.join(labels)}"

"""Fields, goods, containers and seals of a declaration that somebody means, in words.

In events they are JSON pointers into the dossier; a person reads and ticks names.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from corridor.domain.consignment import Dossier, items_of
from corridor.domain.movement.amending import is_fixed
from corridor.domain.refusals import N_
from corridor.web.templating import Reader

OFFERED_MAX: Final = 20
"""So many goods items are offered one by one; of more, all or what an API names."""
GOODS_LETTERS: Final = 40
SECTIONS: Final = {
    "/holder": N_("holder of the transit procedure"),
    "/representative": N_("representative"),
    "/consignment/consignor": N_("consignor"),
    "/consignment/consignee": N_("consignee"),
    "/consignment/carrier": N_("carrier of the goods"),
    "/consignment/houses": N_("all goods"),
    "/consignment/gross_kg": N_("gross mass of the load"),
    "/consignment/equipment": N_("containers and seals"),
    "/consignment/means": N_("means of transport"),
    "/consignment/documents": N_("documents of the load"),
    "/route": N_("route and offices"),
    "/guarantees": N_("guarantee"),
    "/limit_date": N_("limit date asked for"),
    "/attachments": N_("attached files"),
}
"""What an officer can ask to be amended as a whole."""
LAST: Final = {
    "hs": N_("code of the goods"),
    "description": N_("description of the goods"),
    "gross_kg": N_("gross mass"),
    "net_kg": N_("net mass"),
    "packages": N_("packages"),
    "documents": N_("documents"),
    "value_minor": N_("value"),
    "dangerous_goods": N_("dangerous goods"),
    "consignee": N_("consignee"),
    "consignor": N_("consignor"),
}
"""A field within an item or a part of the load."""
Option = dict[str, str]


def meant(pointers: Iterable[str], dossier: Dossier, reader: Reader) -> str:
    """All of them in one line."""
    return ", ".join(name_of(pointer, dossier, reader) for pointer in pointers)


def name_of(pointer: str, dossier: Dossier, reader: Reader) -> str:
    """How one is called; what has no name is shown as it was written."""
    say = reader.words
    if pointer in SECTIONS:
        return say(SECTIONS[pointer])
    known = {one["value"]: one["label"] for one in _parts(dossier, reader, items_of(dossier))}
    if pointer in known:
        return known[pointer]
    whole = next((one for one in known if pointer.startswith(f"{one}/")), "")
    field = pointer.removeprefix(f"{whole}/").partition("/")[0]
    if whole and field in LAST:
        return f"{known[whole]}: {say(LAST[field])}"
    return pointer


def amendable(dossier: Dossier, is_accepted: bool, reader: Reader) -> list[Option]:
    """What an amendment can be asked of: sections, then goods items."""
    say = reader.words
    sections = [
        {"value": pointer, "label": say(name)}
        for pointer, name in SECTIONS.items()
        if not (is_accepted and is_fixed(pointer))
    ]
    return [*sections, *_items(dossier, reader, items_of(dossier)[:OFFERED_MAX])]


def examinable(dossier: Dossier, reader: Reader) -> list[Option]:
    """What can be looked at: goods items, containers, seals."""
    return list(_parts(dossier, reader, items_of(dossier)[:OFFERED_MAX]))


def _parts(dossier: Dossier, reader: Reader, items: Iterable[object]) -> Iterator[Option]:
    say = reader.words
    yield from _items(dossier, reader, items)
    for index, box in enumerate(dossier.consignment.equipment):
        at = f"/consignment/equipment/{index}"
        if box.container:
            yield {"value": at, "label": say("container %(number)s", number=box.container)}
        for place, seal in enumerate(box.seals):
            yield {"value": f"{at}/seals/{place}", "label": say("seal %(number)s", number=seal)}


def _items(dossier: Dossier, reader: Reader, wanted: Iterable[object]) -> Iterator[Option]:
    shown = {id(item) for item in wanted}
    for at, house in enumerate(dossier.consignment.houses):
        for index, item in enumerate(house.items):
            if id(item) in shown:
                text = reader.legible(item.description[:GOODS_LETTERS])
                label = reader.words(
                    "item %(number)s: %(goods)s", number=item.declaration_number, goods=text
                )
                yield {"value": f"/consignment/houses/{at}/items/{index}", "label": label}

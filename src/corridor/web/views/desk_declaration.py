"""The declaration in readable groups, with what an amendment changed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from corridor.domain.consignment import (
    AtTheWheel,
    Document,
    Dossier,
    Equipment,
    GuaranteeUse,
    House,
    Item,
    Means,
    Party,
    Vehicle,
    declared_seals,
    items_of,
    under_tir,
    wagons_of,
)
from corridor.domain.movement.kind import MOVEMENTS
from corridor.domain.movement.legs import legs_of
from corridor.engine.queries import Logged
from corridor.web.codes.dangerous import dangerous_said
from corridor.web.templating import Reader
from corridor.web.views.attached import paper_name
from corridor.web.views.declared_rail import rail_pairs, wagon_text
from corridor.web.views.drafting.reading import metres_text
from corridor.web.views.journey import leg_name, plan_text

View = dict[str, Any]
Pair = tuple[str, str]
HOUSES_SHOWN: Final = 20
"""House consignments whose parties are listed together; a load may have 1,999."""
OF_CARNET: Final = "B"
"""Kind of guarantee that says no more than the carnet does."""


def earlier_of(events: Iterable[Logged]) -> Dossier | None:
    """The declared data before the last amendment; None where there was none."""
    said = MOVEMENTS.declared(event.fact.payload for event in events)
    return said[-2] if len(said) > 1 else None


def groups_of(
    dossier: Dossier, earlier: Dossier | None, reader: Reader, seals: Sequence[str] = ()
) -> list[View]:
    """Groups of rows for macros/summary.html; a row that changed says what it was.

    `seals`: those on the load now; told where they are others than were declared.
    """
    before = {g["id"]: dict(g["pairs"]) for g in _groups(earlier, reader)} if earlier else {}
    found = [
        {
            "id": group["id"],
            "title": group["title"],
            "rows": _compared(group["pairs"], before.get(group["id"]), reader),
        }
        for group in _groups(dossier, reader)
        if group["pairs"] or before.get(group["id"])
    ]
    if seals and sorted(seals) != sorted(declared_seals(dossier)):
        now = {"label": reader.words("Seals now"), "value": ", ".join(seals)}
        next(group for group in found if group["id"] == "transport")["rows"].append(now)
    return found


def legs_group(dossier: Dossier, earlier: Dossier | None, reader: Reader) -> View:
    """What is said of the legs, as one more group: a filed movement shows its journey instead."""
    before = dict(_legs(earlier, reader)) if earlier else None
    rows = _compared(list(_legs(dossier, reader)), before, reader)
    return {"id": "legs", "title": reader.words("Legs"), "rows": rows}


def _legs(dossier: Dossier, reader: Reader) -> Iterator[Pair]:
    for leg in legs_of(dossier):
        if leg.plan is not None:
            yield leg_name(leg, reader), plan_text(leg.plan, reader)


def _compared(pairs: list[Pair], before: dict[str, str] | None, reader: Reader) -> list[View]:
    _ = reader.words
    rows = [{"label": label, "value": value} for label, value in pairs]
    if before is None:
        return rows
    for row in rows:
        was = before.get(row["label"], "")
        if was != row["value"]:
            row["was"] = was or _("nothing")
    now = {label for label, _value in pairs}
    gone = [
        {"label": label, "value": _("nothing"), "was": was}
        for label, was in before.items()
        if label not in now
    ]
    return rows + gone


def _groups(dossier: Dossier, reader: Reader) -> Iterator[View]:
    _ = reader.words
    for id, title, pairs in (
        ("declaration", _("Declaration"), _declaration(dossier, reader)),
        ("parties", _("Parties"), _parties(dossier, reader)),
        ("transport", _("Transport and seals"), _transport(dossier, reader)),
        ("documents", _("Documents"), _documents(dossier, reader)),
        ("guarantee", _("Guarantee"), _guarantees(dossier, reader)),
    ):
        yield {"id": id, "title": title, "pairs": [(k, v) for k, v in pairs if v]}


def _declaration(dossier: Dossier, reader: Reader) -> Iterator[Pair]:
    _, load = reader.words, dossier.consignment
    yield _("LRN"), dossier.lrn
    yield _("Type of declaration"), dossier.declaration_type
    yield _("Gross mass"), reader.formats.mass(load.gross_kg)
    yield _("Country of dispatch"), _lands(dossier, "country_of_dispatch", reader)
    yield _("Country of destination"), _lands(dossier, "country_of_destination", reader)
    yield _("Unique consignment reference"), load.ucr
    yield _("Limit date asked for"), reader.formats.day(dossier.limit_date or "")
    yield _("Binding itinerary"), _("yes") if dossier.binding_itinerary else ""


def _lands(dossier: Dossier, field: str, reader: Reader) -> str:
    """The country, or each with the items that it is said of."""
    name, load = reader.names.country, dossier.consignment
    if getattr(load, field):
        return name(getattr(load, field))
    found: dict[str, list[int]] = {}
    for house in load.houses:
        for item in house.items:
            code = getattr(item, field) or getattr(house, field)
            found.setdefault(code or "", []).append(item.declaration_number)
    said = (
        reader.words("%(country)s: items %(numbers)s", country=name(code), numbers=spans_of(items))
        for code, items in found.items()
        if code
    )
    return "; ".join(said)


def way_of(goods: House | Item, reader: Reader) -> str:
    """From which country to which, where a part or an item says so itself."""
    ends = (goods.country_of_dispatch, goods.country_of_destination)
    return " → ".join(reader.names.country(one) or "…" for one in ends) if any(ends) else ""


def _parties(dossier: Dossier, reader: Reader) -> Iterator[Pair]:
    _, load = reader.words, dossier.consignment
    yield _("Holder of the procedure"), party_text(dossier.holder, reader)
    yield _("Representative"), party_text(dossier.representative, reader)
    yield _("Carrier"), party_text(load.carrier, reader)
    yield _("Consignor"), party_text(load.consignor, reader)
    yield _("Consignee"), party_text(load.consignee, reader)
    for house in load.houses[:HOUSES_SHOWN]:
        if len(load.houses) > 1 or house.consignor or house.consignee:
            number = house.number
            yield _("Consignor of house %(n)s", n=number), party_text(house.consignor, reader)
            yield _("Consignee of house %(n)s", n=number), party_text(house.consignee, reader)
    more = reader.formats.number(len(load.houses) - HOUSES_SHOWN)
    if load.houses[HOUSES_SHOWN:]:
        yield _("Further houses: %(count)s", count=more), _("each is named beside its goods")
    for consignee, numbers in _of_items(dossier).items():
        yield _("Consignee of items %(numbers)s", numbers=numbers), party_text(consignee, reader)


def _of_items(dossier: Dossier) -> dict[Party, str]:
    """Consignees named for single items, each once: `1–3, 7` of those that it gets."""
    found: dict[Party, list[int]] = {}
    for item in items_of(dossier):
        if item.consignee is not None:
            found.setdefault(item.consignee, []).append(item.declaration_number)
    return {party: spans_of(numbers) for party, numbers in found.items()}


def spans_of(numbers: Iterable[int]) -> str:
    """`1–3, 7`: rising numbers, those that follow one another together."""
    spans: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def party_text(party: Party | None, reader: Reader) -> str:
    """A party on one line: name, number, address."""
    if party is None:
        return ""
    place = " ".join(part for part in (party.postcode, party.city) if part)
    country = reader.names.country(party.country)
    address = reader.named(", ".join(part for part in (party.street, place) if part))
    parts = (reader.named(party.name), party.id, address, country, party.phone)
    return ", ".join(part for part in parts if part)


def _transport(dossier: Dossier, reader: Reader) -> Iterator[Pair]:
    _, load = reader.words, dossier.consignment
    yield _("Means at departure"), _means(load.means, "departure", reader)
    yield from rail_pairs(dossier.rail, reader)
    for wagon in wagons_of(dossier):
        if wagon.wagon is not None:
            yield _("Wagon %(number)s", number=wagon.id), wagon_text(wagon.wagon, reader)
    yield _("Means at the border"), _means(load.means, "border", reader)
    yield _("Driver"), driver_text(dossier.driver, reader)
    for box in load.equipment:
        yield _("Equipment %(n)s", n=box.number), _box(box, reader)
    vehicle = dossier.vehicle
    yield _("Mass of the vehicle"), reader.formats.mass(vehicle.gross_kg)
    yield _("Load per axle"), reader.formats.mass(vehicle.axle_kg)
    yield _("Size of the vehicle"), ", ".join(_sizes(vehicle, reader))


def driver_text(driver: AtTheWheel | None, reader: Reader) -> str:
    """Name, paper and telephone of whoever drives, on one line."""
    _ = reader.words
    if driver is None:
        return ""
    paper = _("paper %(number)s", number=driver.paper) if driver.paper else ""
    state = reader.names.country(driver.country) if driver.country else ""
    held = (reader.labels(one, "held").lower() for one in driver.papers)
    parts = (reader.named(driver.name), state, paper, driver.phone, *held)
    return ", ".join(part for part in parts if part)


def vehicle_text(vehicle: Vehicle, reader: Reader) -> str:
    """Masses and sizes on one line: what permits depend on."""
    _, mass = reader.words, reader.formats.mass
    gross = _("mass %(mass)s", mass=mass(vehicle.gross_kg)) if vehicle.gross_kg else ""
    axle = _("per axle %(mass)s", mass=mass(vehicle.axle_kg)) if vehicle.axle_kg else ""
    return ", ".join(part for part in (gross, axle, *_sizes(vehicle, reader)) if part)


def _sizes(vehicle: Vehicle, reader: Reader) -> Iterator[str]:
    _ = reader.words
    if vehicle.length_mm:
        yield _("length %(size)s m", size=_metres(vehicle.length_mm, reader))
    if vehicle.width_mm:
        yield _("width %(size)s m", size=_metres(vehicle.width_mm, reader))
    if vehicle.height_mm:
        yield _("height %(size)s m", size=_metres(vehicle.height_mm, reader))


def _metres(mm: int, reader: Reader) -> str:
    return reader.formats.number(metres_text(mm))


def _means(means: tuple[Means, ...], role: str, reader: Reader) -> str:
    found: dict[str, list[str]] = {}
    for one in means:
        if one.role == role:
            found.setdefault(_kind_of(one, reader), []).append(one.id)
    return "; ".join(
        f"{', '.join(ids)} ({kind})" if len(ids) == 1 else f"{len(ids)} × {kind}: {', '.join(ids)}"
        for kind, ids in found.items()
    )


def _kind_of(means: Means, reader: Reader) -> str:
    country = reader.names.country(means.nationality) if means.nationality else ""
    return ", ".join(filter(None, (reader.labels(means.kind, "means"), country)))


def _box(box: Equipment, reader: Reader) -> str:
    _ = reader.words
    parts = [box.painted or _("load space")]
    if box.seals:
        parts.append(_("seals: %(seals)s", seals=", ".join(box.seals)))
    elif box.seal_count:
        parts.append(_("seals declared: %(count)s", count=box.seal_count))
    return "; ".join(parts)


def _documents(dossier: Dossier, reader: Reader) -> Iterator[Pair]:
    found: dict[str, list[str]] = {}
    for document in _all_documents(dossier):
        label = reader.labels(document.group, "document_group")
        kind = reader.labels.with_code(document.kind, "document")
        parts = (kind, document.reference, document.note)
        found.setdefault(label, []).append(" ".join(part for part in parts if part))
    for label, shown in found.items():
        yield label, "; ".join(dict.fromkeys(shown))
    _ = reader.words
    files = (f"{paper_name(reader, one.paper)}: {one.name}" for one in dossier.attachments)
    yield _("Attached files"), "; ".join(files)
    named = reader.labels.with_code
    held = (f"{named(a.kind, 'document')} {a.reference}" for a in dossier.authorisations)
    yield _("Authorisations"), "; ".join(held)


def _all_documents(dossier: Dossier) -> Iterator[Document]:
    yield from dossier.consignment.documents
    for house in dossier.consignment.houses:
        yield from house.documents
        for item in house.items:
            yield from item.documents


def _guarantees(dossier: Dossier, reader: Reader) -> Iterator[Pair]:
    _ = reader.words
    yield _("TIR carnet number"), dossier.tir_carnet
    of_carnet = GuaranteeUse(OF_CARNET) if under_tir(dossier) else None
    declared = (use for use in dossier.guarantees if use != of_carnet)
    for number, use in enumerate(declared, 1):
        money = reader.formats.money(use.amount_minor, use.currency)
        kind = reader.labels(use.kind, "guarantee_kind")
        parts = (use.grn or use.other_reference, _("type %(kind)s", kind=kind), money)
        label = _("Guarantee declared") if number == 1 else f"{_('Guarantee declared')} {number}"
        yield label, ", ".join(part for part in parts if part)


def goods_of(items: Sequence[Item], earlier: Dossier | None, reader: Reader) -> list[View]:
    """Rows of the goods table; `was` names the cells that an amendment changed."""
    shown = {item.declaration_number for item in items}
    was = (item for item in _items(earlier) if item.declaration_number in shown)
    before = {item.declaration_number: _item(item, reader) for item in was}
    rows = [_item(item, reader) for item in items]
    if earlier is not None:
        for row in rows:
            old = before.get(row["number"], {})
            row["was"] = {k: old.get(k, "") for k in _CELLS if old.get(k, "") != row[k]}
    return rows


_CELLS = ("description", "hs", "packages", "gross", "net", "value", "way")


def _items(dossier: Dossier | None) -> tuple[Item, ...]:
    return items_of(dossier) if dossier else ()


def _item(item: Item, reader: Reader) -> View:
    packages = (
        f"{reader.formats.number(p.count)} × {reader.names.package(p.kind)}"
        if p.count
        else reader.names.package(p.kind)
        for p in item.packages
    )
    return {
        "number": item.declaration_number,
        "description": reader.legible(item.description),
        "hs": item.hs,
        "packages": "; ".join(packages),
        "gross": reader.formats.mass(item.gross_kg),
        "net": reader.formats.mass(item.net_kg),
        "value": reader.formats.money(item.value_minor, item.currency),
        "dangerous": dangerous_said(reader, item.dangerous_goods),
        "way": way_of(item, reader),
        "was": {},
    }

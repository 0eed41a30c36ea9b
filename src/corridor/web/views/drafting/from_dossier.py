"""A dossier taken apart into what a form shows: for amending, copying, and files."""

from collections.abc import Iterable

from msgspec.structs import replace

from corridor.domain.consignment import (
    WAGON,
    AtTheWheel,
    Consignment,
    Document,
    Dossier,
    Equipment,
    House,
    Item,
    Means,
    Party,
    Vehicle,
)
from corridor.domain.typed import tidy
from corridor.web.views.drafting.guarantees import further_values
from corridor.web.views.drafting.lines import box_line, box_names, vehicle_line
from corridor.web.views.drafting.model import (
    PART_ROLES,
    PARTIES,
    PARTY_FIELDS,
    Draft,
    ItemForm,
    PartForm,
    Values,
)
from corridor.web.views.drafting.reading import metres_text, money_text
from corridor.web.views.drafting.to_documents import GROUPS, document_line, field_of
from corridor.web.views.drafting.to_legs import legs_values
from corridor.web.views.drafting.to_rail import is_list, rail_values

TRAILER = "31"
INVOICE = ("supporting", "N380")
WAYBILL = ("transport", "N730")


def draft_from(dossier: Dossier, id: str, created: str, amends: bool = False) -> Draft:
    """A draft that says the same as the dossier."""
    return Draft(
        id=id,
        created=created,
        lrn=dossier.lrn,
        additional=dossier.additional_type,
        goods=tuple(_goods(dossier)),
        parts=parts_from(dossier),
        parties=_parties(dossier),
        transport=_filled(_transport(dossier)) | documents_of(dossier.consignment),
        points=dossier.route.points,
        answers=_answers(dossier),
        guarantee=_filled(_guarantee(dossier)) | further_values(dossier),
        base=dossier,
        amends=amends,
        with_all=True,
        with_further=True,
        legs=legs_values(dossier),
        with_legs=True,
    )


def answered_since(draft: Draft, sent: Dossier) -> Draft:
    """An amendment with the answers given beside it; those typed in it since stay."""
    if draft.base is None or draft.base.answers == sent.answers:
        return draft
    was, now = _answers(draft.base), _answers(sent)
    typed = {code: said for code, said in draft.answers.items() if was.get(code) != said}
    base = replace(draft.base, answers=sent.answers)
    return replace(draft, answers=now | typed, base=base)


def _answers(dossier: Dossier) -> Values:
    return {code: "yes" if yes else "no" for code, yes in dossier.answers.items()}


def _goods(dossier: Dossier) -> Iterable[ItemForm]:
    divided = is_divided(dossier)
    for number, house in enumerate(dossier.consignment.houses, start=1):
        part = {"part": str(number)} if divided else {}
        for item in house.items:
            fields = (
                _filled(_item(item))
                | part
                | shown_of(item)
                | _filled({"box": _boxes(dossier, item)})
            )
            yield ItemForm(fields, item.facts, base=item)


def _boxes(dossier: Dossier, item: Item) -> str:
    """The names of those it is in, where there are several."""
    boxes = dossier.consignment.equipment
    if len(boxes) < 2:
        return ""
    named = zip(box_names(boxes), boxes, strict=True)
    return ", ".join(name for name, box in named if item.declaration_number in box.goods)


def is_divided(dossier: Dossier) -> bool:
    """Whether parts of the load have consignors or consignees of their own, or are several."""
    first, *more = dossier.consignment.houses
    return bool(more or first.consignor or first.consignee)


def parts_from(dossier: Dossier) -> tuple[PartForm, ...]:
    """The parts of its load; none where it is one."""
    houses = dossier.consignment.houses if is_divided(dossier) else ()
    return tuple(PartForm(_part(house), place) for place, house in enumerate(houses))


def _part(house: House) -> Values:
    parties = [party_values(role, getattr(house, role)) for role in PART_ROLES]
    return {**parties[0], **parties[1], **_filled(_papers(house)), **shown_of(house)}


def shown_of(goods: House | Item) -> Values:
    """Countries and documents that a part or an item names itself."""
    lands = {
        "dispatch": goods.country_of_dispatch or "",
        "destination": goods.country_of_destination or "",
    }
    return _filled(lands) | documents_of(goods)


def documents_of(goods: Consignment | House | Item) -> Values:
    """Its documents by groups, one a line; those of a part but for what has fields of its own."""
    is_house = isinstance(goods, House)
    lines: Values = {}
    for one in goods.documents:
        if not (is_unshown(one) if is_house else one.group not in GROUPS):
            name = field_of(one.group)
            lines[name] = "\n".join(filter(None, (lines.get(name, ""), document_line(one))))
    return lines


def is_unshown(document: Document) -> bool:
    """Whether no field for further documents shows it in a part."""
    return document.group not in GROUPS or has_own_field(document)


def has_own_field(document: Document) -> bool:
    """Whether it is an invoice or a consignment note with a number."""
    return is_listed(document, INVOICE) or is_listed(document, WAYBILL)


def _papers(house: House) -> Values:
    return {
        "invoice": _references(house, INVOICE),
        "waybill": _references(house, WAYBILL),
    }


def _item(item: Item) -> Values:
    package = item.packages[0] if item.packages else None
    return {
        "description": item.description,
        "hs": item.hs,
        "gross": item.gross_kg,
        "net": item.net_kg,
        "kind": package.kind if package else "",
        "count": _number(package.count) if package else "",
        "marks": package.marks if package else "",
        "value": money_text(item.value_minor, item.currency),
        "currency": item.currency or "",
        "un": ", ".join(item.dangerous_goods),
    }


def parties_in(dossier: Dossier) -> dict[str, Party | None]:
    """The four parties that the form shows, by their names there."""
    load = dossier.consignment
    found = (load.consignor, load.consignee, dossier.holder, load.carrier)
    return dict(zip(PARTIES, found, strict=True))


def _parties(dossier: Dossier) -> Values:
    values: Values = {}
    for role, party in parties_in(dossier).items():
        values |= party_values(role, party)
    return values


def party_values(role: str, party: Party | None) -> Values:
    """A party as fields `<role>_<field>`."""
    if party is None:
        return {}
    return _filled({f"{role}_{name}": getattr(party, name) or "" for name in PARTY_FIELDS})


def main_means(means: tuple[Means, ...]) -> int | None:
    """The place of the truck, wagon or ship at departure."""
    found = (i for i, m in enumerate(means) if m.role == "departure" and m.kind != TRAILER)
    return next(found, None)


def further_means(means: tuple[Means, ...]) -> tuple[Means, ...]:
    """Those at departure beside the first two."""
    shown = (main_means(means), trailer_of(means))
    return tuple(m for i, m in enumerate(means) if m.role == "departure" and i not in shown)


def trailer_of(means: tuple[Means, ...]) -> int | None:
    """The place of the first trailer at departure."""
    found = (i for i, m in enumerate(means) if m.role == "departure" and m.kind == TRAILER)
    return next(found, None)


def is_listed(document: Document, sort: tuple[str, str]) -> bool:
    """Whether it stands among those of this group and kind that a form lists."""
    return (document.group, document.kind) == sort and bool(tidy(document.reference))


def _transport(dossier: Dossier) -> Values:
    load, vehicle = dossier.consignment, dossier.vehicle
    box = load.equipment[0] if load.equipment else Equipment(1)
    papers = {} if is_divided(dossier) else _papers(load.houses[0])
    driver = dossier.driver or AtTheWheel("")
    return {
        **_means(load.means),
        "driver": driver.name,
        "driver_paper": driver.paper,
        "driver_phone": driver.phone,
        "driver_country": driver.country or "",
        **{f"driver_{paper}": "1" for paper in driver.papers},
        "container": box.container,
        "container_size": box.size_type,
        "seal_count": str(box.seal_count) if box.seal_count or box.seals else "",
        "seals": "\n".join(box.seals),
        "boxes": "\n".join(map(box_line, load.equipment[1:])),
        **rail_values(dossier),
        **papers,
        **vehicle_values(vehicle),
    }


def vehicle_values(vehicle: Vehicle) -> Values:
    """Masses and sizes as their fields hold them."""
    return {
        "vehicle_gross": vehicle.gross_kg,
        "axle": vehicle.axle_kg,
        "length": metres_text(vehicle.length_mm),
        "width": metres_text(vehicle.width_mm),
        "height": metres_text(vehicle.height_mm),
        "temperature": "1" if vehicle.temperature_controlled else "",
    }


def _means(means: tuple[Means, ...]) -> Values:
    values: Values = {}
    if is_list(means):
        return {"vehicle_kind": WAGON}
    main, trailer = main_means(means), trailer_of(means)
    if main is not None:
        values["vehicle_kind"] = means[main].kind
        values["vehicle"] = means[main].id
        values["vehicle_country"] = means[main].nationality or ""
    if trailer is not None:
        values["trailer"] = means[trailer].id
        values["trailer_country"] = means[trailer].nationality or ""
    return values | {"trailers": "\n".join(map(vehicle_line, further_means(means)))}


def _guarantee(dossier: Dossier) -> Values:
    if not dossier.guarantees:
        return {}
    use = dossier.guarantees[0]
    return {
        "grn": use.grn,
        "kind": use.kind,
        "amount": money_text(use.amount_minor, use.currency),
        "currency": use.currency or "",
        "other_reference": use.other_reference,
    }


def _references(house: House, sort: tuple[str, str]) -> str:
    return "\n".join(one.reference for one in house.documents if is_listed(one, sort))


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _filled(values: Values) -> Values:
    return {name: value for name, value in values.items() if value}

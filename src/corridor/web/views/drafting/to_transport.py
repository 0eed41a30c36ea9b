"""The transport part of a draft: vehicles, container, seals, papers; and the guarantee."""

from corridor.domain.consignment import (
    NAME_MAX,
    ROAD,
    AtTheWheel,
    Document,
    Dossier,
    Equipment,
    GuaranteeUse,
    Means,
    Vehicle,
    items_of,
)
from corridor.domain.movement.rules.transport import NUMBERED_KINDS
from corridor.web.views.drafting.from_dossier import (
    INVOICE,
    TRAILER,
    WAYBILL,
    main_means,
    trailer_of,
)
from corridor.web.views.drafting.model import Draft
from corridor.web.views.drafting.reading import Reading

TRUCK = "30"
ROAD_OR_RAIL = (*ROAD, "20", "21")
COMPREHENSIVE = "1"


def means_in(read: Reading, base: Dossier | None) -> tuple[Means, ...]:
    """The truck and the trailer in the places they had; other means stay as they came."""
    had = base.consignment.means if base else ()
    kind = read.text("vehicle_kind", 2) or TRUCK
    main = _one(read, "vehicle", kind, had, main_means(had))
    trailer = _one(read, "trailer", TRAILER, had, trailer_of(had))
    placed: list[Means] = []
    for index, means in enumerate(had):
        if index == main_means(had):
            placed += [main] if main else []
        elif index == trailer_of(had):
            placed += [trailer] if trailer else []
        else:
            placed.append(means)
    fresh = [main] if main and main_means(had) is None else []
    fresh_trailer = [trailer] if trailer and trailer_of(had) is None else []
    at = len(fresh) if fresh else (main_means(tuple(placed)) or 0) + 1
    placed = fresh + placed
    return (*placed[:at], *fresh_trailer, *placed[at:])


def _one(
    read: Reading, name: str, kind: str, had: tuple[Means, ...], at: int | None
) -> Means | None:
    was = had[at] if at is not None else None
    id = _id(read, name, kind, was)
    nationality = read.country(f"{name}_country")
    office = was.office if was else ""
    return Means("departure", kind, id, nationality, office) if id else None


def _id(read: Reading, name: str, kind: str, was: Means | None) -> str:
    """A number of a register as it stands there; the name of a ship as it is typed."""
    if kind not in NUMBERED_KINDS:
        return read.text(name, 35)
    mark = "plate" if kind in ROAD_OR_RAIL else "register"
    return read.mark(name, mark, 35, was.id if was else "")


def equipment_in(read: Reading, draft: Draft, numbers: tuple[int, ...]) -> tuple[Equipment, ...]:
    """The container with its seals; further equipment stays. Goods follow their `numbers` now."""
    had = draft.base.consignment.equipment if draft.base else ()
    container = read.mark("container", "container", 17, had[0].container if had else "")
    seals = read.several("seals", "seal", 20, had[0].seals if had else ())
    count = read.count("seal_count")
    kept = _renumbered(draft, numbers)
    moved = tuple(_moved(box, kept, _had_numbers(draft)) for box in had)
    was, rest = (moved[0], moved[1:]) if moved else (None, ())
    is_blank = not (container or seals or count)
    if is_blank and not (was and not (was.container or was.seals or was.seal_count)):
        return rest
    new = [k for k, form in zip(numbers, draft.goods, strict=True) if form.base is None]
    box = Equipment(
        number=was.number if was else 1,
        container=container,
        seal_count=len(seals) if count is None else count,
        seals=seals,
        goods=tuple(sorted({*was.goods, *new})) if was else tuple(range(1, len(draft.goods) + 1)),
    )
    return (box, *rest)


def _renumbered(draft: Draft, numbers: tuple[int, ...]) -> dict[int, int]:
    """Number of an item in the base → its number now."""
    return {
        form.base.declaration_number: number
        for number, form in zip(numbers, draft.goods, strict=True)
        if form.base is not None
    }


def _had_numbers(draft: Draft) -> frozenset[int]:
    """Numbers of all items of the base, also of those taken out since."""
    items = items_of(draft.base) if draft.base else ()
    return frozenset(item.declaration_number for item in items)


def _moved(box: Equipment, numbers: dict[int, int], had: frozenset[int]) -> Equipment:
    """The box with its goods under their new numbers; a number of no item stays: a rule objects."""
    goods = tuple(numbers.get(n, n) for n in box.goods if n in numbers or n not in had)
    return Equipment(box.number, box.container, box.seal_count, box.seals, goods)


def documents_in(read: Reading, had: tuple[Document, ...]) -> tuple[Document, ...]:
    """The invoice and the consignment note beside the other documents."""
    found = list(had)
    for name, (group, kind) in (("invoice", INVOICE), ("waybill", WAYBILL)):
        reference = read.text(name, 70)
        at = next((i for i, d in enumerate(found) if (d.group, d.kind) == (group, kind)), None)
        if at is not None:
            note = found[at].note
            found[at : at + 1] = [_document(group, kind, reference, note)] if reference else []
        elif reference:
            found.append(_document(group, kind, reference))
    return tuple(found)


def _document(group: str, kind: str, reference: str, note: str = "") -> Document:
    if group == "transport":
        return Document("transport", kind, reference, note)
    return Document("supporting", kind, reference, note)


def vehicle_in(read: Reading) -> Vehicle:
    """What permits depend on."""
    return Vehicle(
        gross_kg=read.kilograms("vehicle_gross"),
        axle_kg=read.kilograms("axle"),
        length_mm=read.millimetres("length"),
        width_mm=read.millimetres("width"),
        height_mm=read.millimetres("height"),
        temperature_controlled=bool(read["temperature"]),
    )


def driver_in(read: Reading) -> AtTheWheel | None:
    """Who drives; a paper alone belongs to nobody."""
    paper, phone = read.text("driver_paper", 35), read.text("driver_phone", 35)
    name = read.text("driver", NAME_MAX, required=bool(paper or phone))
    return AtTheWheel(name, paper, phone) if name else None


def guarantees_in(read: Reading, base: Dossier | None) -> tuple[GuaranteeUse, ...]:
    """The guarantee of the form first; further ones stay."""
    had = base.guarantees if base else ()
    grn = read.mark("grn", "grn", 24, had[0].grn if had else "")
    currency = read.currency("currency")
    amount = read.minor("amount", currency)
    other = had[0].other_reference if had else ""
    if not (grn or amount is not None or (had and not had[0].grn)):
        return had[1:]
    kind = read.text("kind", 1) or COMPREHENSIVE
    return (GuaranteeUse(kind, grn, other, amount, currency), *had[1:])

"""Where a refusal's pointer leads: to the section and the field in which it is mended."""

from typing import Final, NamedTuple

from corridor.web.views.drafting.from_dossier import further_means, trailer_of
from corridor.web.views.drafting.model import LEG_LINES, PARTY_FIELDS, leg_field
from corridor.web.views.drafting.to_dossier import Built
from corridor.web.views.drafting.to_rail import is_list

_ITEM_FIELDS: Final = {
    "description": "description",
    "hs": "hs",
    "gross_kg": "gross",
    "net_kg": "net",
    "value_minor": "value",
    "currency": "currency",
    "dangerous_goods": "un",
    "country_of_dispatch": "dispatch",
    "country_of_destination": "destination",
}
_GUARANTEE_FIELDS: Final = {
    "amount_minor": "amount",
    "currency": "currency",
    "kind": "kind",
    "other_reference": "other_reference",
}
VEHICLE_FIELDS: Final = {
    "gross_kg": "vehicle_gross",
    "axle_kg": "axle",
    "length_mm": "length",
    "width_mm": "width",
    "height_mm": "height",
    "temperature_controlled": "temperature",
}
_DRIVER_FIELDS: Final = {
    "paper": "driver_paper",
    "phone": "driver_phone",
    "country": "driver_country",
    "papers": "driver_visa",
}
_NOTE_FIELDS: Final = {
    **{name: f"rail_{name}" for name in ("date", "train", "kind", "carriers")},
    **dict.fromkeys(("start/code", "start/name"), "rail_from"),
    **dict.fromkeys(("end/code", "end/name"), "rail_to"),
    **{
        f"carriers/{name}": "rail_carriers"
        for name in ("name", "code", "start", "end", "start/code", "end/code")
    },
    "earlier/number": "rail_earlier",
    "earlier/station/code": "rail_earlier_at",
}
_OF_TRUCK: Final = {
    "vehicle": (VEHICLE_FIELDS, "vehicle_gross"),
    "driver": (_DRIVER_FIELDS, "driver"),
    "rail": (_NOTE_FIELDS, "rail_number"),
}
_LOAD_PARTIES: Final = ("consignor", "consignee", "carrier")


class Spot(NamedTuple):
    """A section, the item in it where it is about goods, and a field (or nothing)."""

    section: str
    field: str = ""
    item: int | None = None


_WHOLE: Final = {
    "lrn": Spot("send", "lrn"),
    "additional_type": Spot("send", "additional"),
    "attachments": Spot("documents", "file"),
}


def code_name(place: int) -> str:
    """The field for the access code of a guarantee, by its place in the dossier."""
    return f"access_code_{place}" if place else "access_code"


def _code_field(grn: str, built: Built) -> str:
    uses = built.dossier.guarantees if built.dossier else ()
    return next((code_name(n) for n, use in enumerate(uses) if use.grn == grn), "access_code")


def _in_row(field: str, index: str, built: Built) -> str:
    """The field in the row of that guarantee; the first has its own, without a number."""
    place = int(index) if index.isdecimal() else 0
    row = built.rows[place] if place < len(built.rows) else 0
    return f"{field}_{row}" if row else field


def spot_of(pointer: str, built: Built) -> Spot:
    """The place of a pointer such as `/dossier/consignment/houses/0/items/1/hs`."""
    steps = pointer.strip("/").split("/")
    if steps[0] in ("access_code", "access_codes"):
        return Spot("send", _code_field(steps[-1], built))
    if steps[0] == "dossier":
        steps = steps[1:]
    match steps:
        case ["holder", *rest]:
            return _party("holder", rest)
        case [name, *_] if name in _WHOLE:
            return _WHOLE[name]
        case ["legs", *rest]:
            return Spot("legs", _leg_field(rest, built))
        case ["route", *rest]:
            return Spot("route", _way_field(rest))
        case ["guarantees", index, name]:
            return Spot("guarantee", _in_row(_GUARANTEE_FIELDS.get(name, "grn"), index, built))
        case ["guarantees", *_]:
            return Spot("guarantee", "grn")
        case ["answers", code]:
            return Spot("permits", f"answer_{code}")
        case ["vehicle" | "driver" | "rail" as part, *rest]:
            named, whole = _OF_TRUCK[part]
            path = "/".join(step for step in rest if not step.isdecimal())
            return Spot("transport", named.get(path, whole))
        case ["consignment", *rest]:
            return _in_load(rest, built)
        case _:
            return Spot("send")


def _way_field(steps: list[str]) -> str:
    match steps:
        case ["points", index, "eta"]:
            return f"eta_{index}"
        case _:
            return "from"


def _leg_field(steps: list[str], built: Built) -> str:
    legs = built.dossier.legs if built.dossier else ()
    match steps:
        case [index, name, *_] if index.isdecimal() and int(index) < len(legs):
            return leg_field(legs[int(index)].place, name)
        case _:
            return LEG_LINES


def _party(role: str, rest: list[str]) -> Spot:
    name = rest[0] if rest and rest[0] in PARTY_FIELDS else "name"
    return Spot("parties", f"{role}_{name}")


def _in_load(steps: list[str], built: Built) -> Spot:
    match steps:
        case [party, *rest] if party in _LOAD_PARTIES:
            return _party(party, rest)
        case ["houses", house, "consignor" | "consignee" as party, *rest]:
            return _party(party, rest)._replace(item=built.parts[int(house)])
        case ["houses", house, "country_of_dispatch" | "country_of_destination" as name]:
            return Spot("parties", _ITEM_FIELDS[name], built.parts[int(house)])
        case ["houses", house, "items", index, *rest]:
            return _in_item(int(house), int(index), rest, built)
        case ["houses", *_] | ["gross_kg", *_]:
            return Spot("goods")
        case ["equipment", *rest]:
            return _in_equipment(rest, built)
        case ["containerised", *_]:
            return Spot("transport", "container")
        case ["means", index, *rest]:
            return _in_means(int(index), rest, built)
        case ["means"]:
            return Spot("transport", "trailers")
        case ["country_of_dispatch" | "country_of_destination" | "countries_of_routing", *_]:
            return Spot("route", "from")
        case _:
            return Spot("transport")


def _in_equipment(steps: list[str], built: Built) -> Spot:
    match steps:
        case [_, "goods", *_] if (silent := _without_box(built)) is not None:
            return Spot("goods", "box", silent)
        case [index, *_] if index != "0":
            return Spot("transport", "boxes")
        case [_, "seal_count" | "seals" as name, *_]:
            return Spot("transport", name)
        case [_, "size_type", *_]:
            return Spot("transport", "container_size")
        case _:
            return Spot("transport", "container")


def _without_box(built: Built) -> int | None:
    """The first item that does not say in which container it travels: it says so itself."""
    return next((one.item for one in built.problems if one.field == "box"), None)


def _in_item(house: int, index: int, rest: list[str], built: Built) -> Spot:
    if (house, index) not in built.positions:
        return Spot("goods")
    item = built.positions.index((house, index))
    match rest:
        case ["consignee", *_]:
            return _party("consignee", rest[1:])
        case ["packages", _, name]:
            return Spot("goods", name if name in ("kind", "count", "marks") else "kind", item)
        case ["packages", *_]:
            return Spot("goods", "kind", item)
        case [name, *_]:
            return Spot("goods", _ITEM_FIELDS.get(name, "description"), item)
        case _:
            return Spot("goods", "", item)


def _in_means(index: int, rest: list[str], built: Built) -> Spot:
    means = built.dossier.consignment.means if built.dossier else ()
    is_trailer = index == trailer_of(means)
    if is_list(means):
        return Spot("transport", "wagons")
    if means[index : index + 1] and means[index] in further_means(means):
        return Spot("transport", "trailers")
    name = "trailer" if is_trailer else "vehicle"
    if rest == ["nationality"]:
        return Spot("transport", f"{name}_country")
    return Spot("transport", "vehicle_kind" if rest == ["kind"] and not is_trailer else name)

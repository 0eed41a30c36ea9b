"""What the books fill in on the pages of a draft: a plate its country, a party its address."""

from collections.abc import Mapping
from typing import Final, NamedTuple, get_args

from corridor.domain.books.entries import Driver, Entry, Goods, RoadVehicle, key_of
from corridor.domain.consignment import Party
from corridor.domain.searching import identifier, words_of
from corridor.domain.values import DriverPaper
from corridor.web.views.drafting.from_dossier import party_values
from corridor.web.views.drafting.model import PARTIES, Values
from corridor.web.views.drafting.to_transport import TRUCK

OFFERED_MAX: Final = 300
"""Entries that a page offers while somebody types: those changed last."""


class Slot(NamedTuple):
    """A place of a draft that a book can fill: `field` is the one that is typed."""

    book: str
    section: str
    field: str


SLOTS: Final[Mapping[str, Slot]] = {
    "vehicle": Slot("trucks", "transport", "vehicle"),
    "trailer": Slot("trailers", "transport", "trailer"),
    "driver": Slot("drivers", "transport", "driver"),
    **{role: Slot("parties", "parties", f"{role}_name") for role in PARTIES},
    "goods": Slot("goods", "goods", "description"),
}


def offered_as(entry: Entry) -> tuple[str, str]:
    """What stands in the field when the entry is chosen, and what tells it from others."""
    match entry:
        case RoadVehicle():
            return entry.plate, " · ".join(one for one in (entry.country, entry.make) if one)
        case Party():
            return entry.name, " · ".join(one for one in (entry.id, entry.city) if one)
        case Goods():
            return entry.description, entry.hs
    return entry.name, entry.phone


def is_meant(entry: Entry, typed: str) -> bool:
    """Whether what was typed names the entry, however it was written."""
    if isinstance(entry, RoadVehicle):
        return key_of(entry) == identifier(typed)
    name = offered_as(entry)[0]
    number = entry.id if isinstance(entry, Party) else ""
    return words_of(name) == words_of(typed) or (bool(number) and number == identifier(typed))


def filled_by(slot: str, entry: Entry) -> Values:
    """The fields of a draft's page that the entry fills, those that it knows."""
    match entry:
        case RoadVehicle():
            kept = "1" if entry.temperature_controlled else ""
            kind = {"vehicle_kind": TRUCK} if slot == "vehicle" else {}
            found = {
                slot: entry.plate,
                f"{slot}_country": entry.country,
                "temperature": kept,
                **kind,
            }
        case Party():
            return party_values(slot, entry)
        case Goods():
            found = {
                "description": entry.description,
                "hs": entry.hs,
                "kind": entry.kind,
                "marks": entry.marks,
                "currency": entry.currency,
                "un": ", ".join(entry.dangerous_goods),
            }
        case Driver():
            found = {
                "driver": entry.name,
                "driver_paper": entry.passport,
                "driver_phone": entry.phone,
                "driver_country": entry.country,
                **{f"driver_{one}": "1" for one in get_args(DriverPaper) if getattr(entry, one)},
            }
    return {name: value for name, value in found.items() if value}


def completed(slot: str, values: Values, entry: Entry) -> Values:
    """The values of a page with what was empty filled in; what was typed stays."""
    return filled_by(slot, entry) | {name: value for name, value in values.items() if value}

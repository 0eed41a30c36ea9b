"""What stands in a firm's books: trucks, trailers, drivers, parties, kinds of goods.

An entry holds what was read, in the normal form in which it is declared. Whatever ends says so in a
field `<paper>_until`, a calendar day; empty where nobody said. Fields are only added.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from corridor.domain.consignment import Party
from corridor.domain.searching import identifier, words_of


class RoadVehicle(msgspec.Struct, frozen=True, omit_defaults=True):
    """What trucks and trailers have in common. Kilograms and millimetres."""

    plate: str
    country: str = ""
    make: str = ""
    vin: str = ""
    axles: int | None = None
    gross_kg: str = ""
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    temperature_controlled: bool = False
    insurance: str = ""
    insurance_until: str = ""
    inspection_until: str = ""
    tir_approval: str = ""
    tir_approval_until: str = ""
    adr_approval: str = ""
    adr_approval_until: str = ""


class Truck(RoadVehicle, frozen=True):
    """A truck or tractor."""


class Trailer(RoadVehicle, frozen=True):
    """A trailer or semi-trailer."""


class Driver(msgspec.Struct, frozen=True, omit_defaults=True):
    """A driver with the papers that are looked at on the way."""

    name: str
    country: str = ""
    phone: str = ""
    passport: str = ""
    passport_until: str = ""
    licence: str = ""
    licence_until: str = ""
    visa: str = ""
    visa_until: str = ""
    adr_training: str = ""
    adr_training_until: str = ""
    tachograph_card: str = ""
    tachograph_card_until: str = ""


class Goods(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kind of goods: its name, how it is packed, and in `documents` what usually goes along."""

    description: str
    hs: str
    kind: str = ""
    marks: str = ""
    currency: str = ""
    dangerous_goods: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    documents: str = ""


Entry = RoadVehicle | Driver | Party | Goods
BOOKS: Final[Mapping[str, type[Entry]]] = MappingProxyType(
    {"trucks": Truck, "trailers": Trailer, "drivers": Driver, "parties": Party, "goods": Goods}
)


def key_of(entry: Entry) -> str:
    """By what an entry is told from the others of its book, however it was written.

    A party by its number, of which a state gives each but one; else by its name and city.
    """
    match entry:
        case RoadVehicle():
            return identifier(entry.plate) or entry.plate
        case Driver():
            return identifier(entry.passport) or _spoken(entry.name)
        case Goods():
            return f"{entry.hs} {_spoken(entry.description)}"
    return identifier(entry.id) or _spoken(entry.name, entry.city, entry.country or "")


def _spoken(*texts: str) -> str:
    return "|".join(" ".join(words_of(text)) or text for text in texts)

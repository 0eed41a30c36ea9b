"""What a dossier that was sent brings into the books of the firm that sent it."""

from collections.abc import Iterator
from typing import Final

from corridor.domain.books.entries import Driver, Entry, Goods, Trailer, Truck
from corridor.domain.consignment import Dossier, Item, Party, items_of

_TRUCK: Final = "30"
_TRAILER: Final = "31"


def entries_in(dossier: Dossier) -> Iterator[tuple[str, Entry]]:
    """(book, entry) of each vehicle, driver, party, kind of goods, as they are declared."""
    yield from _vehicles(dossier)
    if (driven := dossier.driver) is not None:
        yield "drivers", Driver(driven.name, phone=driven.phone, passport=driven.paper)
    for party in _parties(dossier):
        if party is not None and party.name:
            yield "parties", party
    for item in items_of(dossier):
        if item.hs:
            yield "goods", _goods(item)


def _vehicles(dossier: Dossier) -> Iterator[tuple[str, Entry]]:
    """The load space that keeps a temperature is the trailer's where there is one."""
    means = [one for one in dossier.consignment.means if one.role == "departure"]
    keeps = dossier.vehicle.temperature_controlled
    has_trailer = any(one.kind == _TRAILER for one in means)
    for one in means:
        if one.kind == _TRUCK:
            country = one.nationality or ""
            cold = keeps and not has_trailer
            yield "trucks", Truck(one.id, country, temperature_controlled=cold)
        elif one.kind == _TRAILER:
            country = one.nationality or ""
            yield "trailers", Trailer(one.id, country, temperature_controlled=keeps)


def _parties(dossier: Dossier) -> Iterator[Party | None]:
    load = dossier.consignment
    yield from (load.consignor, load.consignee, dossier.holder, load.carrier)
    yield dossier.representative
    for house in load.houses:
        yield from (house.consignor, house.consignee)
        yield from (item.consignee for item in house.items)


def _goods(item: Item) -> Goods:
    """Marks and masses belong to one journey."""
    package = item.packages[0] if item.packages else None
    return Goods(
        description=item.description,
        hs=item.hs,
        kind=package.kind if package else "",
        currency=item.currency or "",
        dangerous_goods=item.dangerous_goods,
        facts=item.facts,
        documents=", ".join(dict.fromkeys(one.kind for one in item.documents)),
    )

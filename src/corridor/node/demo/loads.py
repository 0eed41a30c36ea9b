"""Loads of the simulated carriers, drawn by seeded chance from the invented goods."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import msgspec

from corridor.domain.codes import check_container, check_wagon
from corridor.domain.consignment import (
    Consignment,
    Document,
    Dossier,
    Equipment,
    GuaranteeUse,
    House,
    Item,
    Means,
    Package,
    Party,
)
from corridor.domain.routes import DEMO_ROUTES, Route
from corridor.node.demo.dossiers import with_etas
from corridor.node.demo.world import CarrierData, grn_of, party_of

AMOUNT_SHARE = 3
"""The amount to be secured is this part of the value: a third."""
SIZES = ("22G1", "42G1", "45G1", "45R1", "L5G1", "")
"""Of the containers; of some nobody said it."""
TRUCK, TRAILER, WAGON = "30", "31", "20"


class Good(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of goods: its code, package kind (Recommendation 21), mass and value of each."""

    hs: str
    description: str
    package: str
    unit_kg: int
    value_minor_per_kg: int
    facts: tuple[str, ...]


class Goods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`goods.json`: goods by state of origin, consignees by state of destination."""

    invented: bool
    goods: dict[str, tuple[Good, ...]]
    consignees: dict[str, Party]


@cache
def load_goods() -> Goods:
    """The packaged goods."""
    return msgspec.json.decode(files(__package__).joinpath("goods.json").read_bytes(), type=Goods)


def random_dossier(
    chance: random.Random, carrier: CarrierData, route_name: str, lrn: str, today: date
) -> Dossier:
    """One plausible load on a demo route, of a carrier of the state where the route begins."""
    route = DEMO_ROUTES[route_name]
    node = route.points[0].country
    items = _items(chance, node)
    value = sum(item.value_minor or 0 for item in items)
    return Dossier(
        lrn=lrn,
        holder=party_of(node, carrier),
        route=with_etas(route, today + timedelta(days=1)),
        guarantees=(GuaranteeUse("1", grn_of(node, carrier), "", value // AMOUNT_SHARE, "EUR"),),
        consignment=_consignment(chance, carrier, route, items, lrn),
    )


def _items(chance: random.Random, node: str) -> tuple[Item, ...]:
    goods = load_goods().goods[node]
    chosen = chance.sample(goods, chance.randint(1, min(3, len(goods))))
    return tuple(_item(chance, number, good) for number, good in enumerate(chosen, 1))


def _item(chance: random.Random, number: int, good: Good) -> Item:
    count = chance.randint(2_000, 7_000) // good.unit_kg
    net = count * good.unit_kg
    return Item(
        number=number,
        declaration_number=number,
        description=good.description,
        hs=good.hs,
        gross_kg=str(net + net // 20),
        net_kg=str(net),
        packages=(Package(good.package, count, f"LOT {chance.randint(100, 999)}"),),
        value_minor=net * good.value_minor_per_kg,
        currency="EUR",
        facts=good.facts,
    )


def _consignment(
    chance: random.Random, carrier: CarrierData, route: Route, items: tuple[Item, ...], lrn: str
) -> Consignment:
    start, end = route.points[0], route.points[-1]
    by_rail = start.mode == "rail"
    gross = str(sum(int(item.gross_kg) for item in items))
    papers = (
        Document("supporting", "N380", f"INV-{lrn}"),
        Document("transport", "N730" if not by_rail else "N720", f"WB-{lrn}"),
    )
    holder = party_of(start.country, carrier)
    consignee = msgspec.structs.replace(load_goods().consignees[end.country], country=end.country)
    return Consignment(
        houses=(House(1, items, gross, documents=papers),),
        gross_kg=gross,
        containerised=True,
        consignor=holder,
        consignee=consignee,
        carrier=holder,
        equipment=(_equipment(chance, start.country, items),),
        means=_means(chance, start.country, by_rail=by_rail),
        country_of_dispatch=start.country,
        country_of_destination=end.country,
        inland_mode="2" if by_rail else "3",
        border_mode="2" if by_rail else "3",
    )


def _wagons(first: int, count: int, node: str) -> Iterator[Means]:
    """Wagons whose numbers follow each other, each with its right check digit."""
    for number in range(first, first + count):
        stem = f"9{number:06d}"
        yield Means("departure", WAGON, stem + (check_wagon(f"{stem}0").expected or "0"), node)


def _equipment(chance: random.Random, node: str, items: tuple[Item, ...]) -> Equipment:
    first = chance.randint(100_000, 899_990)
    seals = (f"{node}-{first}", f"{node}-{first + 1}")
    numbers = tuple(item.declaration_number for item in items)
    size = SIZES[first % len(SIZES)]  # drawn of nothing more: all else stays as it was
    return Equipment(1, _container(chance), 2, seals, numbers, size_type=size)


def _container(chance: random.Random) -> str:
    """A container number with a right check digit, of an owner code that is not given out."""
    stem = f"ZZDU{chance.randint(0, 999_999):06d}"
    return stem + (check_container(f"{stem}0").expected or "0")


def _means(chance: random.Random, node: str, *, by_rail: bool) -> tuple[Means, ...]:
    number = chance.randint(100, 999)
    if by_rail:
        return tuple(_wagons(chance.randint(100_000, 999_000), chance.randint(2, 6), node))
    region = f"{chance.randint(1, 9):02d}"
    return (
        Means("departure", TRUCK, f"{region}{node}{number}DTC", node),
        Means("departure", TRAILER, f"{region}{node}{number}TR", node),
    )

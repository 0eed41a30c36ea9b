"""Dossiers of about 8 KB with 20 items, each with a local reference number of its own."""

from datetime import date

import msgspec
from msgspec.structs import replace

from corridor.domain.consignment import Dossier, Item, Package
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.node.demo.dossiers import story_dossier

ITEMS = 20
PLACEHOLDER = "LRN-PLACEHOLDER-000000"
_WIDTH = len(PLACEHOLDER)


def big_dossier(grn: str, today: date, route: str) -> Dossier:
    """20 items over one of the demo's routes."""
    base = story_dossier(PLACEHOLDER, grn, today, route)
    items = tuple(_item(number) for number in range(1, ITEMS + 1))
    house = replace(base.consignment.houses[0], items=items, gross_kg="14000")
    boxes = (replace(base.consignment.equipment[0], goods=tuple(range(1, ITEMS + 1))),)
    load = replace(base.consignment, houses=(house,), gross_kg="14000", equipment=boxes)
    return replace(base, consignment=load)


def small_dossier(grn: str, today: date, route: str) -> Dossier:
    """One item in one house, about 2 KB."""
    base = story_dossier(PLACEHOLDER, grn, today, route)
    item = replace(_item(1), description="Cotton yarn")
    house = replace(base.consignment.houses[0], items=(item,), gross_kg=item.gross_kg, documents=())
    boxes = (replace(base.consignment.equipment[0], goods=(1,)),)
    load = replace(
        base.consignment, houses=(house,), gross_kg=item.gross_kg, equipment=boxes, carrier=None
    )
    return replace(base, consignment=load)


def _item(number: int) -> Item:
    return Item(
        number=number,
        declaration_number=number,
        description=f"Cotton yarn, carded, count {number + 10}, on cones, in bags",
        hs="520512",
        gross_kg="700",
        net_kg="640.5",
        packages=(Package("BG", 28, f"FDE-{number:02d}/BENCH"),),
        value_minor=100_000 + number,
        currency="EUR",
    )


class Bodies:
    """Bodies of a lodgement, each with the next local reference number."""

    def __init__(self, dossier: Dossier, access_code: str, name: str) -> None:
        command = LodgeDeclaration(dossier, access_code)
        body = msgspec.json.encode(command)
        self._head, self._tail = body.split(PLACEHOLDER.encode())
        self._name = name
        self._number = 0

    def next(self) -> bytes:
        """The next body."""
        self._number += 1
        number = str(self._number).zfill(_WIDTH - len(self._name) - 1)
        return self._head + f"{self._name}-{number}".encode() + self._tail

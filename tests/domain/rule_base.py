"""One right dossier, and how the cases of the rules bend it."""

from copy import deepcopy
from typing import Any, NamedTuple

import msgspec

from corridor.domain.consignment import Dossier

Edits = dict[str, Any]
LEFT_OUT = object()

ITEM = {
    "number": 1,
    "declaration_number": 1,
    "description": "Fresh cherries",
    "hs": "080929",
    "gross_kg": "1000.5",
    "net_kg": "950",
    "packages": [{"kind": "BX", "count": 100, "marks": "OSH 1-100"}],
}
SECOND_ITEM = {**ITEM, "number": 2, "declaration_number": 2, "description": "Cotton yarn"}
CONTAINER = {"number": 1, "container": "CSQU3054383", "seal_count": 2, "seals": ["KG001", "KG002"]}
SECOND_CONTAINER = {"number": 2, "container": "MSKU1234565", "goods": [2]}
TRUCK = {"role": "departure", "kind": "30", "id": "01KG123ABC", "nationality": "KG"}
TRAILER = {"role": "departure", "kind": "31", "id": "01KG456AB", "nationality": "KG"}
GUARANTEE = {"kind": "1", "grn": "24XI00000100002A4", "amount_minor": 500000, "currency": "USD"}
TRADER = {"name": "Poti Fruit", "city": "Poti", "country": "GE"}
POINT = {"place": "UZ-DUST", "country": "UZ", "office": "UZDUS001", "role": "transit"}

BASE: dict[str, Any] = {
    "lrn": "KG-2026-0001",
    "holder": {"id": "KG01234567890"},
    "route": {"points": []},
    "guarantees": [GUARANTEE],
    "consignment": {
        "gross_kg": "2001",
        "containerised": True,
        "inland_mode": "3",
        "houses": [{"number": 1, "gross_kg": "2001", "items": [ITEM, SECOND_ITEM]}],
        "equipment": [CONTAINER],
        "means": [TRUCK, TRAILER],
    },
}


class Case(NamedTuple):
    """Edits that pass, edits that do not, and the field that is then pointed at."""

    passes: tuple[Edits, ...]
    stops: tuple[tuple[Edits, str], ...]


def dossier(edits: Edits) -> Dossier:
    """The right dossier with some fields changed; a path is written `consignment.houses.0`."""
    plain = deepcopy(BASE)
    for path, value in edits.items():
        _put(plain, path.split("."), value)
    return msgspec.convert(plain, Dossier)


def _put(where: Any, path: list[str], value: Any) -> None:
    for step in path[:-1]:
        where = where[int(step)] if isinstance(where, list) else where.setdefault(step, {})
    if isinstance(where, list):
        where[int(path[-1])] = value
    elif value is LEFT_OUT:
        where.pop(path[-1])
    else:
        where[path[-1]] = value


HOUSE = "consignment.houses.0"
FIRST, SECOND = f"{HOUSE}.items.0", f"{HOUSE}.items.1"
BOX = "consignment.equipment.0"
AT = "/consignment/houses/0"
AT_FIRST, AT_SECOND = f"{AT}/items/0", f"{AT}/items/1"
AT_BOX = "/consignment/equipment/0"
C524 = [{"kind": "C524", "reference": "KG/1"}]
C521 = [{"kind": "C521", "reference": "KG/2"}]
TWO_HOUSES = [
    {"number": 1, "gross_kg": "1000.5", "items": [ITEM]},
    {"number": 2, "gross_kg": "1000.5", "items": [{**SECOND_ITEM, "number": 1}]},
]
NO_PACKAGES = [{"kind": "BX", "count": 0, "marks": "OSH 1-100"}]
CARRIED: Edits = {
    f"{SECOND}.packages": NO_PACKAGES,
    f"{SECOND}.gross_kg": "0",
    f"{SECOND}.net_kg": "10",
}

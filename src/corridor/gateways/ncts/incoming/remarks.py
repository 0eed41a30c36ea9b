"""The differences in CC044C, each at the field of the dossier that it is about."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from lxml import etree

from corridor.domain.consignment import Dossier
from corridor.domain.movement.unloading import Remark
from corridor.gateways.ncts.declaration import CONSIGNMENT
from corridor.gateways.ncts.mapping import Place, Reading

REMARKS_MAX: Final = 200
_NUMBERS: Final = frozenset({"number", "declaration_number"})


def remarks_of(root: "etree._Element", dossier: Dossier) -> tuple[Remark, ...]:
    """What was found otherwise than declared; what only says which house or item is no remark."""
    load = root.find("Consignment")
    if load is None:
        return ()
    declared = msgspec.to_builtins(dossier.consignment)
    reading = Reading(root, "CC044C", traces=True)
    found = reading.below(CONSIGNMENT, load, Place("/CC044C/Consignment", "", 0), "")
    return tuple(_differences("/consignment", found, declared))[:REMARKS_MAX]


def _differences(at: str, found: Any, declared: Any) -> Iterator[Remark]:
    if isinstance(found, dict):
        declared = declared if isinstance(declared, dict) else {}
        for name, value in found.items():
            if name not in _NUMBERS:
                yield from _differences(f"{at}/{name}", value, declared.get(name))
    elif isinstance(found, list):
        listed = declared if isinstance(declared, (list, tuple)) else ()
        for place, one in enumerate(found):
            where = _same_as(one, listed, place)
            before = listed[where] if where < len(listed) else None
            yield from _differences(f"{at}/{where}", one, before)
    else:
        text, was = _text(found), _text(declared)
        if text != was:
            yield Remark(at, was, text)


def _same_as(one: Any, listed: Any, place: int) -> int:
    """Which of those declared it is: by its number, or by its place.

    A number that was not declared comes after the last, and as far after it as it says.
    """
    number = one.get("number") if isinstance(one, dict) else None
    declared = [was.get("number") for was in listed] if number else []
    if number in declared:
        return declared.index(number)
    last = max((was for was in declared if was), default=0)
    return len(listed) + max(0, number - last - 1) if number and listed else place


def _text(value: Any) -> str:
    return "" if value is None else str(value)

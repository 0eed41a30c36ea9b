"""The order in which refusals are shown: that of the fields of the dossier."""

from msgspec.structs import fields

from corridor.domain.consignment import (
    Authorisation,
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
    Vehicle,
)

_STRUCTS = (
    Dossier,
    Consignment,
    House,
    Item,
    Package,
    Equipment,
    Means,
    Document,
    Party,
    Authorisation,
    GuaranteeUse,
    Vehicle,
)

_RANK: dict[str, int] = {}
for _struct in _STRUCTS:
    for _field in fields(_struct):
        _RANK.setdefault(_field.name, len(_RANK))


def place_of(pointer: str) -> tuple[tuple[int, str], ...]:
    """A sort key: list positions as numbers, fields in the order of their declaration."""
    return tuple(_rank(part) for part in pointer.split("/"))


def _rank(part: str) -> tuple[int, str]:
    if part.isdecimal():
        return (int(part), "")
    return (_RANK.get(part, -1), part)

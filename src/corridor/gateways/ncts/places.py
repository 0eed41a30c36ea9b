"""Where each field of a dossier stands in CC015C: read off the shapes that read and write it."""

from collections.abc import Iterator
from typing import Any, Final

from corridor.gateways.ncts.declaration import (
    DECLARATION,
    GoodsCode,
    Guarantees,
    Lrn,
    guarantee_fields,
)
from corridor.gateways.ncts.mapping import COUNTED, Above, Each, Inside, Leaf, Many, One, Shape

MESSAGE: Final = "CC015C"
OF_THE_WAY: Final = {
    "route.points[].office": "CustomsOfficeOf…/referenceNumber",
    "route.points[].role": "CustomsOfficeOf…",
    "route.points[].eta": "CustomsOfficeOfTransitDeclared/arrivalDateAndTimeEstimated",
    "route.points[].country": "Consignment/CountryOfRoutingOfConsignment/country",
}
"""The way is no part of the shapes: the offices of a message are those of another system."""


def ncts_places() -> dict[str, str]:
    """Path of a field of the dossier → element of the message, below its root."""
    found = dict(OF_THE_WAY)
    for path, element in _of_shape(DECLARATION, "", ""):
        found.setdefault(path, element)
    return found


def _of_shape(shape: Shape, path: str, at: str) -> Iterator[tuple[str, str]]:
    for name, rule in shape.items():
        yield from _of_rule(rule, path, f"{at}/{name}" if at else name)


def _of_rule(rule: Any, path: str, at: str) -> Iterator[tuple[str, str]]:
    match rule:
        case str():
            yield path + rule, at
        case Inside():
            yield from _of_shape(rule.shape, path, at)
        case One():
            yield from _of_shape(rule.shape, f"{path}{rule.field}.", at)
        case Many():
            yield from ((f"{path}{rule.field}[].{field}", at) for field in rule.more)
            yield from _of_shape(rule.shape, f"{path}{rule.field}[].", at)
        case Each():
            yield f"{path}{rule.field}[]", f"{at}/{rule.leaf}"
        case Above():
            yield rule.field, at
        case Lrn():
            yield "lrn", at
        case GoodsCode():
            yield f"{path}hs", at
        case Guarantees():
            yield from guarantee_fields(at)
        case Leaf() if rule is not COUNTED:
            yield path + rule.field, at

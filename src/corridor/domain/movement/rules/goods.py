"""What occurs in the goods of a dossier at all, gathered in one walk through its items.

Most rules of goods have nothing to say of most dossiers. Each of them sees that here, and only the
others walk the items, of which there may be 1,999.
"""

from typing import NamedTuple

from corridor.domain.consignment import Dossier


class Packing(NamedTuple):
    """How packages are declared: of which kind, whether they are counted, and marked."""

    kind: str
    is_counted: bool
    is_marked: bool


class Goods(NamedTuple):
    """Each kind of thing once. `has_nothing`: somewhere 0 packages are said, or no gross mass."""

    packing: frozenset[Packing]
    hs: frozenset[str]
    has_dangerous: bool
    has_nothing: bool


def goods_of(dossier: Dossier) -> Goods:
    """Of all houses together."""
    packing: set[tuple[str, bool, bool]] = set()
    hs: set[str] = set()
    has_dangerous = has_nothing = False
    for house in dossier.consignment.houses:
        for item in house.items:
            hs.add(item.hs)
            if item.dangerous_goods:
                has_dangerous = True
            if is_zero(item.gross_kg):
                has_nothing = True
            for package in item.packages:
                if package.count == 0:
                    has_nothing = True
                packing.add((package.kind, package.count is not None, package.marks != ""))
    hs.discard("")
    return Goods(frozenset(map(Packing._make, packing)), frozenset(hs), has_dangerous, has_nothing)


def is_zero(kilograms: str) -> bool:
    """Whether a mass is absent or nothing but zeros."""
    return not kilograms.strip("0.")

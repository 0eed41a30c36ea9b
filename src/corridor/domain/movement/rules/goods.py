"""What occurs in the goods of a dossier at all, gathered in one walk through its items.

Most rules of goods have nothing to say of most dossiers. Each of them sees that here, and only the
others walk the items, of which there may be 1,999.
"""

from typing import NamedTuple

from corridor.domain.consignment import Dossier, Package


class Goods(NamedTuple):
    """Each kind of thing once. `has_nothing`: somewhere 0 packages are said, or no gross mass.

    `packages`: one of each kind that is counted, or is not, and marked, or is not.
    """

    packages: tuple[Package, ...]
    hs: frozenset[str]
    has_dangerous: bool
    has_nothing: bool


def goods_of(dossier: Dossier) -> Goods:
    """Of all houses together."""
    packages: dict[tuple[str, bool, bool], Package] = {}
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
                told_by = (package.kind, package.count is None, package.marks == "")
                packages.setdefault(told_by, package)
    hs.discard("")
    return Goods(tuple(packages.values()), frozenset(hs), has_dangerous, has_nothing)


def is_zero(kilograms: str) -> bool:
    """Whether a mass is absent or nothing but zeros."""
    return not kilograms.strip("0.")

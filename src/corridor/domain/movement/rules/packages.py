"""Rules of packages: kinds, counts and shipping marks (UNECE Recommendation 21)."""

from collections.abc import Iterable, Iterator

from corridor.domain.consignment import Dossier, House, Package
from corridor.domain.movement.rules.goods import Goods
from corridor.domain.movement.rules.rule import Finding, Rule, item_at
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_


class _OfNoPackages(Rule):
    """Looks at what is said to have 0 packages."""

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return goods.has_nothing


def _empty_packages(dossier: Dossier) -> Iterator[tuple[House, str, Package]]:
    """The packages counted 0, each with its house and its pointer."""
    for index, house in enumerate(dossier.consignment.houses):
        for position, item in enumerate(house.items):
            for number, package in enumerate(item.packages):
                if package.count == 0:
                    yield house, f"{item_at(index, position)}/packages/{number}", package


class R0219(_OfNoPackages):
    """An item that is packed with another one has no packages of its own beside that."""

    code = "R0219"
    text = N_("This item has both 0 packages and packages of its own.")
    remedy = N_("Give 0 packages on every line of the item, or a number above 0 on every line.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                if len(item.packages) < 2:
                    continue
                counts = [package.count for package in item.packages]
                if 0 in counts and any(counts):
                    yield item_at(index, position) + "/packages", {}


class R0220(_OfNoPackages):
    """Unpacked pieces are counted, so there cannot be 0 of them."""

    code = "R0220"
    text = N_("Unpacked goods ({kind}) cannot be 0 pieces.")
    remedy = N_("Give the number of pieces.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for _, at, package in _empty_packages(dossier):
            if package.kind in reference.unpacked:
                yield f"{at}/count", {"kind": package.kind}


class R0364(_OfNoPackages):
    """Goods packed with another item name the marks of that item's packages."""

    code = "R0364"
    text = N_("0 packages, but no other item has packages with the marks “{marks}”.")
    remedy = N_("Give the shipping marks of the packages in which these goods travel.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for house, at, package in _empty_packages(dossier):
            carriers = _with_marks(house, package.marks)
            if not any(_is_packing(other.kind, reference) for other in carriers):
                yield f"{at}/marks", {"marks": package.marks}


def _with_marks(house: House, marks: str) -> Iterator[Package]:
    """The packages of a house that exist and carry these marks."""
    for item in house.items:
        for package in item.packages:
            if package.count and package.marks == marks:
                yield package


def _is_packing(kind: str, reference: Reference) -> bool:
    return kind not in reference.bulk and kind not in reference.unpacked


class C0060(Rule):
    """Bulk has no packages to count, unpacked goods have pieces, all else has a count and marks."""

    code = "C0060"
    text = N_("The number or the marks do not fit packages of kind {kind}.")
    remedy = N_(
        "Goods in bulk have no number; unpacked goods have a number of pieces;"
        " all others have a number of packages and shipping marks."
    )

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return any(_unfit_field(package, reference) for package in goods.packages)

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                for number, package in enumerate(item.packages):
                    field = _unfit_field(package, reference)
                    if field:
                        at = f"{item_at(index, position)}/packages/{number}/{field}"
                        yield at, {"kind": package.kind}


def _unfit_field(package: Package, reference: Reference) -> str:
    """The field that does not fit the kind, or nothing."""
    if (package.count is None) != (package.kind in reference.bulk):
        return "count"
    if package.count is None or package.marks or package.kind in reference.unpacked:
        return ""
    return "marks"

"""Rules of mass: the whole weighs no less than its parts."""

from collections.abc import Iterable, Iterator

from corridor.domain.consignment import Dossier, Item
from corridor.domain.movement.rules.goods import Goods, is_zero
from corridor.domain.movement.rules.rule import Finding, Rule, item_at, milligrams
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.values import is_mass


def _kilograms(mass: int) -> str:
    """Milligrams as kilograms again, without needless zeros."""
    whole, fraction = divmod(mass, 1_000_000)
    return f"{whole}.{fraction:06d}".rstrip("0").rstrip(".")


class DTC04(Rule):
    """A mass is a decimal number of kilograms. The other rules reckon with it, so it comes first.

    It is no pattern of the field's type, because it stands twice in every goods item.
    """

    code = "DTC04"
    text = N_("“{given}” is not a mass in kilograms.")
    remedy = N_("Write digits, and at most six more after a point: 12400.5.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                gross, net = item.gross_kg, item.net_kg
                if not (is_mass(gross) and (not net or is_mass(net))):
                    at = item_at(index, position)
                    yield from _no_masses((f"{at}/gross_kg", gross), (f"{at}/net_kg", net))
        yield from _no_masses(*_masses_of_the_whole(dossier))


def _masses_of_the_whole(dossier: Dossier) -> Iterator[tuple[str, str]]:
    yield "/consignment/gross_kg", dossier.consignment.gross_kg
    for index, house in enumerate(dossier.consignment.houses):
        yield f"/consignment/houses/{index}/gross_kg", house.gross_kg
    yield "/vehicle/gross_kg", dossier.vehicle.gross_kg
    yield "/vehicle/axle_kg", dossier.vehicle.axle_kg
    for index, means in enumerate(dossier.consignment.means):
        if means.wagon is not None:
            at = f"/consignment/means/{index}/wagon"
            yield f"{at}/tare_kg", means.wagon.tare_kg
            yield f"{at}/load_kg", means.wagon.load_kg


def _no_masses(*found: tuple[str, str]) -> Iterator[Finding]:
    return ((at, {"given": mass}) for at, mass in found if mass and not is_mass(mass))


class R0994(Rule):
    """The consignment weighs at least as much as all its house consignments together."""

    code = "R0994"
    text = N_(
        "The gross mass of the consignment, {given} kg, is less than that of its parts, {sum} kg."
    )
    remedy = N_(
        "Raise the total gross mass to at least {sum} kg or correct the masses of the parts."
    )

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        consignment = dossier.consignment
        total = sum(milligrams(house.gross_kg) for house in consignment.houses)
        if milligrams(consignment.gross_kg) < total:
            yield (
                "/consignment/gross_kg",
                {"given": consignment.gross_kg, "sum": _kilograms(total)},
            )


class R0983(Rule):
    """A house consignment weighs at least as much as all its goods items together."""

    code = "R0983"
    text = N_(
        "The gross mass of this consignment, {given} kg, is less than that of its goods, {sum} kg."
    )
    remedy = N_("Raise the gross mass to at least {sum} kg or correct the masses of the goods.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            total = 0
            for item in house.items:
                total += milligrams(item.gross_kg)
            if milligrams(house.gross_kg) < total:
                yield (
                    f"/consignment/houses/{index}/gross_kg",
                    {"given": house.gross_kg, "sum": _kilograms(total)},
                )


class R0223(Rule):
    """Goods without their packing do not weigh more than with it."""

    code = "R0223"
    text = N_("The net mass, {net} kg, is more than the gross mass, {gross} kg.")
    remedy = N_("Correct the net or the gross mass of this item.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                gross, net = item.gross_kg, item.net_kg
                if net and milligrams(net) > milligrams(gross) > 0:
                    yield (
                        item_at(index, position) + "/net_kg",
                        {"net": net, "gross": gross},
                    )


class R0221(Rule):
    """Only goods packed together with another item weigh nothing by themselves.

    Such an item says 0 packages, and the item that carries the packages carries the mass. With
    the reduced data set masses of items need not be given at all.
    """

    code = "R0221"
    text = N_(
        "An item has gross mass 0 only when it is packed in the packages of another item,"
        " and then it has 0 packages of its own."
    )
    remedy = N_(
        "Give the gross mass of this item, or 0 packages and 0 kg if another item carries it."
    )

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return goods.has_nothing

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                weightless = is_zero(item.gross_kg)
                if weightless == _travels_elsewhere(item):
                    continue
                if not (weightless and dossier.reduced_dataset):
                    yield item_at(index, position) + "/gross_kg", {}


def _travels_elsewhere(item: Item) -> bool:
    """Whether an item is packed in the packages of another one."""
    for package in item.packages:  # noqa: SIM110 - any() costs twice the time here
        if package.count == 0:
            return True
    return False

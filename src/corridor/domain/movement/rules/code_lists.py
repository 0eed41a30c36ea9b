"""Rules of code lists: a code is one of those that exist."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from corridor.domain import nomenclature
from corridor.domain.codes import check_hs
from corridor.domain.consignment import Consignment, Dossier, House, Item
from corridor.domain.movement.rules.goods import Goods
from corridor.domain.movement.rules.parties import parties_of
from corridor.domain.movement.rules.rule import Finding, Rule, item_at
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_


@lru_cache(maxsize=10_000)
def _is_hs(code: str) -> bool:
    """Remembered, since the same few thousand codes come again and again."""
    return check_hs(code).ok


class CL017(Rule):
    """Kinds of packages are those of UNECE Recommendation 21."""

    code = "CL017"
    text = N_("There is no kind of package {given}.")
    remedy = N_("Choose the kind of package from the list.")

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return any(package.kind not in reference.package_kinds for package in goods.packages)

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        kinds = reference.package_kinds
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                for number, package in enumerate(item.packages):
                    if package.kind not in kinds:
                        at = f"{item_at(index, position)}/packages/{number}/kind"
                        yield at, {"given": package.kind}


class CL152(Rule):
    """Goods are named by a subheading of the Harmonized System, six digits or more."""

    code = "CL152"
    text = N_("{given} is not a code of goods: at least six digits, chapters 01 to 97.")
    remedy = N_("Look the code up in the commodity nomenclature.")

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return not all(map(_is_hs, goods.hs))

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                if item.hs and not _is_hs(item.hs):
                    yield item_at(index, position) + "/hs", {"given": item.hs}


class DTC05(Rule):
    """A code of goods is one that exists. Of a national or union code the first six digits count.

    The set is that of the Harmonized System of 2022, until its last day, or the list that the state
    of departure issued. Chapters 98 and 99 are left to the states, so nobody else can judge them.
    """

    code = "DTC05"
    valid_from = "2026-01-01"
    valid_to = nomenclature.VALID_TO
    text = N_("There is no subheading {given} in the list of codes of goods that counts.")
    remedy = N_("Look the code up by words or digits among the codes of goods.")

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return not all(map(reference.goods.exists, goods.hs))

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        exists = reference.goods.exists
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                if item.hs and _is_hs(item.hs) and not exists(item.hs):
                    yield item_at(index, position) + "/hs", {"given": item.hs[:6]}


class DTC05Issued(DTC05):
    """A code of goods is one that exists, where the state of departure issued a list of its own.

    After the last day of the edition of 2022 no other list is known here.
    """

    valid_from = "2028-01-01"
    valid_to = ""

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return "goods" in reference.issued and super().may_object(goods, reference)


class CL101(Rule):
    """Dangerous goods are named by their UN number: four digits.

    Where the state of departure issued a list of them, it is one of that list.
    """

    code = "CL101"
    text = N_("{given} is not a UN number.")
    remedy = N_("Give the four digits from the dangerous goods note.")

    def may_object(self, goods: Goods, reference: Reference) -> bool:
        return goods.has_dangerous

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                for number, given in enumerate(item.dangerous_goods):
                    if not _is_un(given, reference):
                        at = f"{item_at(index, position)}/dangerous_goods/{number}"
                        yield at, {"given": given}


def _is_un(given: str, reference: Reference) -> bool:
    if len(given) != len("0000") or not (given.isascii() and given.isdecimal()):
        return False
    return "dangerous" not in reference.issued or given in reference.lists["dangerous"]


class DTC07(CL101):
    """A UN number stands in the list of dangerous goods.

    The list that comes with the program was not checked against the official one, so nothing is
    refused by it.
    """

    code = "DTC07"
    text = N_("UN {given} is not in the list of dangerous goods of this node.")
    remedy = N_("Compare it with the dangerous goods note.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                for number, given in enumerate(item.dangerous_goods):
                    if given not in reference.lists["dangerous"]:
                        at = f"{item_at(index, position)}/dangerous_goods/{number}"
                        yield at, {"given": given}


class CL008(Rule):
    """A country is one of those that exist."""

    code = "CL008"
    text = N_("There is no country with the code {given}.")
    remedy = N_("Choose the country from the list.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        known = reference.lists["countries"]
        for at, country in countries_in(dossier):
            if country is not None and country not in known:
                yield at, {"given": country}


def countries_in(dossier: Dossier) -> Iterator[tuple[str, str | None]]:
    """The countries of the consignment, its parts, its parties and its vehicles, with pointers."""
    consignment = dossier.consignment
    yield from _from_and_to("/consignment", consignment)
    for index, country in enumerate(consignment.countries_of_routing):
        yield f"/consignment/countries_of_routing/{index}", country
    for index, means in enumerate(consignment.means):
        yield f"/consignment/means/{index}/nationality", means.nationality
    for at, party in parties_of(dossier):
        yield f"{at}/country", party.country
    for index, house in enumerate(consignment.houses):
        yield from _from_and_to(f"/consignment/houses/{index}", house)
        for position, item in enumerate(house.items):
            if item.country_of_dispatch or item.country_of_destination or item.consignee:
                yield from _from_and_to(item_at(index, position), item)


def _from_and_to(at: str, goods: Consignment | House | Item) -> Iterator[tuple[str, str | None]]:
    yield f"{at}/country_of_dispatch", goods.country_of_dispatch
    yield f"{at}/country_of_destination", goods.country_of_destination
    if isinstance(goods, Item) and goods.consignee is not None:
        yield f"{at}/consignee/country", goods.consignee.country

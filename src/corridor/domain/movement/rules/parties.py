"""Rules of parties and countries: identifiers, addresses, and at which level they stand."""

import re
from collections.abc import Iterable, Iterator

from corridor.domain.codes import WITHOUT_POSTCODE
from corridor.domain.consignment import Dossier, Party
from corridor.domain.movement.rules.rule import Finding, Rule
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_

_REGISTERED = re.compile(r"[A-Z]{2}[!-~]{1,15}|[0-9][!-~]{0,16}")


def parties_of(dossier: Dossier) -> Iterator[tuple[str, Party]]:
    """All parties but those of single items, with their pointers."""
    consignment = dossier.consignment
    yield "/holder", dossier.holder
    if dossier.representative is not None:
        yield "/representative", dossier.representative
    if consignment.consignor is not None:
        yield "/consignment/consignor", consignment.consignor
    if consignment.consignee is not None:
        yield "/consignment/consignee", consignment.consignee
    if consignment.carrier is not None:
        yield "/consignment/carrier", consignment.carrier
    for index, house in enumerate(consignment.houses):
        if house.consignor is not None:
            yield f"/consignment/houses/{index}/consignor", house.consignor
        if house.consignee is not None:
            yield f"/consignment/houses/{index}/consignee", house.consignee


class R0850(Rule):
    """An identification number is an EORI or TCUIN (country and sign) or a national tax number."""

    code = "R0850"
    text = N_("{given} has not the form of an identification number.")
    remedy = N_("Write it without spaces: country code and number, or the national number alone.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for at, party in parties_of(dossier):
            if party.id and not _REGISTERED.fullmatch(party.id):
                yield f"{at}/id", {"given": party.id}


class C0250(Rule):
    """Who has no identification number is known by name and address."""

    code = "C0250"
    text = N_("Without an identification number the name and the address are needed.")
    remedy = N_("Give the identification number, or name, city and country.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for at, party in parties_of(dossier):
            if not party.id and not (party.name and party.city and party.country):
                yield at, {}


class C0505(Rule):
    """An address has a postcode, but for countries that have none."""

    code = "C0505"
    valid_from = "2024-12-12"
    """The countries without are those of this day (code list 505)."""
    text = N_("The address in {country} has no postcode.")
    remedy = N_("Add the postcode, or leave the address out where the number identifies the party.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for at, party in parties_of(dossier):
            has_address = party.country and (party.city or party.street)
            if has_address and not party.postcode and party.country not in WITHOUT_POSTCODE:
                yield f"{at}/postcode", {"country": party.country or ""}


class C0542(Rule):
    """The consignor stands for the whole consignment, or for each of its parts, not for both."""

    code = "C0542"
    text = N_("The consignor is given both for the whole consignment and for this part.")
    remedy = N_("Give the consignor once: for the whole or for each part.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.consignor is None:
            return
        for index, house in enumerate(dossier.consignment.houses):
            if house.consignor is not None:
                yield f"/consignment/houses/{index}/consignor", {}


class C0001(Rule):
    """The consignee stands for the whole consignment, or for each of its parts, not for both."""

    code = "C0001"
    text = N_("The consignee is given both for the whole consignment and for this part.")
    remedy = N_("Give the consignee once: for the whole or for each part.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.consignee is None:
            return
        for index, house in enumerate(dossier.consignment.houses):
            if house.consignee is not None:
                yield f"/consignment/houses/{index}/consignee", {}


class C0502(Rule):
    """The reference number of a consignment (UCR) is given at one level: whole, part or item."""

    code = "C0502"
    valid_from = "2026-12-01"
    text = N_("The reference number of the consignment (UCR) is given at two levels.")
    remedy = N_("Leave the number out here, or above for the whole.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        above = dossier.consignment.ucr
        for index, house in enumerate(dossier.consignment.houses):
            at = f"/consignment/houses/{index}"
            if above and house.ucr:
                yield f"{at}/ucr", {}
            if above or house.ucr:
                for position, item in enumerate(house.items):
                    if item.ucr:
                        yield f"{at}/items/{position}/ucr", {}


def _twice(dossier: Dossier, field: str) -> Iterator[Finding]:
    """Where a country is given although a level above has given it."""
    above = getattr(dossier.consignment, field)
    for index, house in enumerate(dossier.consignment.houses):
        of_house = getattr(house, field)
        at = f"/consignment/houses/{index}"
        if above is not None and of_house is not None:
            yield f"{at}/{field}", {}
        if above is None and of_house is None:
            continue
        for position, item in enumerate(house.items):
            if getattr(item, field) is not None:
                yield f"{at}/items/{position}/{field}", {}


class C0909(Rule):
    """The country of dispatch is given at one level: for the whole, for a part or for an item."""

    code = "C0909"
    text = N_("The country of dispatch is given at two levels.")
    remedy = N_("Leave it out here, or above for the whole.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        return _twice(dossier, "country_of_dispatch")


class C0343(Rule):
    """The country of destination is given at one level: the whole, a part or an item."""

    code = "C0343"
    text = N_("The country of destination is given at two levels.")
    remedy = N_("Leave it out here, or above for the whole.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        return _twice(dossier, "country_of_destination")

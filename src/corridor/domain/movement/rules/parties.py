"""Rules of parties and countries: identifiers, addresses, and at which level they stand."""

import re
from collections.abc import Iterable, Iterator

from corridor.domain.codes import WITHOUT_POSTCODE
from corridor.domain.consignment import Consignment, Dossier, House, Party
from corridor.domain.movement.rules.rule import PHASE_6, Finding, Rule
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.territories import is_common_transit

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
    """The consignee stands for the whole consignment, or for each of its parts, not for both; who
    sends to a country of common transit names one (information 30600: whoever holds the bill).
    """

    code = "C0001"
    valid_from = "2025-11-01"
    """The countries of common transit are those of this day; who accedes makes a new version."""
    text = N_(
        "The consignee is named for the whole consignment or for its part, not as it is here."
    )
    remedy = N_(
        "Give the consignee once: for the whole or for each part. For a country of common transit "
        "there has to be one."
    )

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.security in _LED_IN:
            return  # C0003
        yield from _both(dossier)
        needed = _without_consignee(dossier, reference, self.valid_from)
        yield from needed
        if not needed and dossier.security != _NO_SAFETY:
            yield from _beside_a_bill(dossier)


class C0001Before(C0001):
    """The consignee stands for the whole consignment, or for each of its parts, not for both."""

    valid_from = Rule.valid_from
    valid_to = "2025-10-31"

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        return _both(dossier)


class C0003(Rule):
    """Where safety data lead goods in, the consignee is named at the level that these are for.

    That is the whole consignment; under the circumstance F34 (post and express) it is each part.
    """

    code = "C0003"
    valid_from = PHASE_6
    text = N_("With safety data for the entry the consignee is named at another level.")
    remedy = N_(
        "Name the consignee for the whole consignment and for no part of it; with the circumstance "
        "F34 for each part and not for the whole."
    )

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.security not in _LED_IN:
            return
        by_part = _is_by_part(dossier)
        if (dossier.consignment.consignee is None) != by_part:
            yield "/consignment/consignee", {}
        for index, house in enumerate(dossier.consignment.houses):
            if (house.consignee is None) == by_part:
                yield f"/consignment/houses/{index}/consignee", {}


_LED_IN = frozenset("13")
"""Values of `security` with the data of an entry summary declaration."""
_NO_SAFETY = "0"
_BY_PART = "F34"
_TO_ORDER = "30600"
"""Additional information: a negotiable bill of lading, whose holder is the consignee."""


def _is_by_part(dossier: Dossier) -> bool:
    """What NCTS calls the specific circumstance indicator has no place of its own here."""
    return any(
        kept.value == _BY_PART and kept.pointer.endswith("/specificCircumstanceIndicator")
        for kept in dossier.aside
    )


def _both(dossier: Dossier) -> Iterator[Finding]:
    """Parts that name a consignee although the whole has one."""
    if dossier.consignment.consignee is None:
        return
    for index, house in enumerate(dossier.consignment.houses):
        if house.consignee is not None:
            yield f"/consignment/houses/{index}/consignee", {}


def _without_consignee(dossier: Dossier, reference: Reference, on: str) -> list[Finding]:
    """What goes to a country of common transit and names nobody there."""
    consignment = dossier.consignment
    if consignment.consignee is not None:
        return []

    def is_common(country: str | None) -> bool:
        return bool(country) and is_common_transit(reference.contracting_parties, country or "", on)

    if is_common(consignment.country_of_destination):
        if any(house.consignee is not None for house in consignment.houses):
            missing = [i for i, house in enumerate(consignment.houses) if house.consignee is None]
            return [(f"/consignment/houses/{index}/consignee", {}) for index in missing]
        return [("/consignment/consignee", {})]
    return [
        (f"/consignment/houses/{index}/consignee", {})
        for index, house in enumerate(consignment.houses)
        if house.consignee is None and any(is_common(country) for country in _destinations(house))
    ]


def _destinations(house: House) -> Iterator[str | None]:
    yield house.country_of_destination
    yield from {item.country_of_destination for item in house.items}


def _beside_a_bill(dossier: Dossier) -> Iterator[Finding]:
    """A consignee although the bill of lading says that it is whoever holds it."""
    consignment = dossier.consignment
    whole = _is_to_order(consignment)
    some = whole or any(map(_is_to_order, consignment.houses))
    if some and consignment.consignee is not None:
        yield "/consignment/consignee", {}
    for index, house in enumerate(consignment.houses):
        if house.consignee is not None and (whole or _is_to_order(house)):
            yield f"/consignment/houses/{index}/consignee", {}


def _is_to_order(goods: Consignment | House) -> bool:
    return any(
        document.group == "information" and document.kind == _TO_ORDER
        for document in goods.documents
    )


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

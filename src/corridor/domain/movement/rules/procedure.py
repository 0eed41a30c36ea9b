"""Rules of the procedure: declaration types, authorisations, TIR, itinerary."""

import re
from collections.abc import Iterable

from corridor.domain.codes import check_tir
from corridor.domain.consignment import TIR, Dossier, declared_seals, under_tir
from corridor.domain.days import is_day
from corridor.domain.movement.rules.rule import Finding, Rule
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.territories import (
    TIR_STATES,
    is_common_transit,
    is_customs_frontier,
    territory_of,
)

_AUTHORISED_CONSIGNOR = "C521"
_OWN_SEALS = "C523"
_REDUCED_DATA = "C524"
_MIXED = "T"
_ENDS = frozenset(("departure", "destination"))
_WITHOUT_TRANSIT = frozenset((TIR, "T2SM"))
_TYPES = frozenset(("T", "T1", "T2", "T2F", "T2SM", TIR))
_WITH_SAFETY_DATA = frozenset("123")
_TIR_HOLDER = re.compile(r"[A-Z]{3}/[0-9]{3}/[0-9]{1,9}")


def _authorised(dossier: Dossier, kind: str) -> bool:
    return any(held.kind == kind for held in dossier.authorisations)


class CL231(Rule):
    """The type of a declaration is one of those that exist (code list 231)."""

    code = "CL231"
    text = N_("There is no declaration type {given}.")
    remedy = N_("Choose T1 for foreign goods, or TIR when a TIR carnet is used.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.declaration_type not in _TYPES:
            yield "/declaration_type", {"given": dossier.declaration_type}


class C0045(Rule):
    """Goods items have a type of their own when, and only when, the declaration mixes types."""

    code = "C0045"
    text = N_("The declaration type of the item does not fit that of the declaration, {type}.")
    remedy = N_("Give items a type only when the declaration is of type T, and then give all.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        mixed = dossier.declaration_type == _MIXED
        for index, house in enumerate(dossier.consignment.houses):
            for position, item in enumerate(house.items):
                if bool(item.declaration_type) != mixed:
                    at = f"/consignment/houses/{index}/items/{position}/declaration_type"
                    yield at, {"type": dossier.declaration_type}


class R0859(Rule):
    """The reduced data set may be used by those, and only those, who hold C524."""

    code = "R0859"
    text = N_("The reduced data set and the authorisation C524 come together or not at all.")
    remedy = N_("Add the authorisation C524, or declare the full set of data without it.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.reduced_dataset and not _authorised(dossier, _REDUCED_DATA):
            yield "/reduced_dataset", {}
        elif not dossier.reduced_dataset and _authorised(dossier, _REDUCED_DATA):
            yield "/authorisations", {}


class R0849(Rule):
    """Under TIR the full set of data is declared."""

    code = "R0849"
    text = N_("The reduced data set cannot be used under TIR.")
    remedy = N_("Declare the full set of data, or choose another declaration type.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.reduced_dataset and under_tir(dossier):
            yield "/reduced_dataset", {}


class C0839(Rule):
    """An authorised consignor (C521) sets the limit date; for all others the office does."""

    code = "C0839"
    text = N_("The limit date is set by an authorised consignor (C521), and by nobody else.")
    remedy = N_("Give the limit date if you hold C521; otherwise leave it to the office.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if not dossier.authorisations:
            return
        if _authorised(dossier, _AUTHORISED_CONSIGNOR):
            if dossier.limit_date is None and dossier.additional_type == "A":
                yield "/limit_date", {}
        elif dossier.limit_date is not None:
            yield "/limit_date", {}


class R0165(Rule):
    """Who is authorised to seal by itself (C523) and begins without the office seals the load.

    So says G0165 as well.
    """

    code = "R0165"
    valid_from = "2026-12-01"
    text = N_("The simplified procedure with seals of one's own (C521, C523) needs a seal.")
    remedy = N_("Give the numbers of the seals, or leave the authorisation C523 out.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if not dossier.authorisations or dossier.additional_type != "A":
            return
        begins = _authorised(dossier, _AUTHORISED_CONSIGNOR) and _authorised(dossier, _OWN_SEALS)
        if begins and not declared_seals(dossier):
            yield "/consignment/equipment", {}


class C0411(Rule):
    """A TIR carnet number is given for TIR, and for nothing else."""

    code = "C0411"
    text = N_("A TIR carnet number belongs to declaration type TIR, and to that alone.")
    remedy = N_("Give the number of the TIR carnet, or choose another declaration type.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if under_tir(dossier) != bool(dossier.tir_carnet):
            yield "/tir_carnet", {}


class R0990(Rule):
    """A TIR carnet number has the form in which carnets are numbered."""

    code = "R0990"
    text = N_("{given} is not a number of a TIR carnet.")
    remedy = N_("Copy the number from the carnet: two letters, one of them X, and 8 or 9 digits.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.tir_carnet and not check_tir(dossier.tir_carnet).ok:
            yield "/tir_carnet", {"given": dossier.tir_carnet}


class R0901(Rule):
    """A TIR operation begins and ends in states where the TIR Convention is applied.

    NCTS, which carries the part of it inside the European Union, asks for offices of the union.
    """

    code = "R0901"
    text = N_("No TIR operation can begin or end at {office}: {country} does not apply TIR.")
    remedy = N_("Choose an office in a state that applies the TIR Convention, or another type.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if not under_tir(dossier):
            return
        for index, point in enumerate(dossier.route.points):
            if point.role in _ENDS and point.office and point.office[:2] not in TIR_STATES:
                at = f"/route/points/{index}/office"
                yield at, {"office": point.office, "country": point.office[:2]}


class C0904(Rule):
    """A TIR operation names the holder's TIR number, and no other one does."""

    code = "C0904"
    text = N_("The TIR number of the holder belongs to declaration type TIR, and to that alone.")
    remedy = N_("Give the holder's number for TIR; for other types leave it out.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if under_tir(dossier):
            if not dossier.tir_holder and not _TIR_HOLDER.fullmatch(dossier.holder.id):
                yield "/tir_holder", {}
        elif dossier.tir_holder:
            yield "/tir_holder", {}


class DTC06(Rule):
    """A day is one that the calendar has."""

    code = "DTC06"
    text = N_("{given} is in no calendar.")
    remedy = N_("State a day that the calendar has.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.limit_date is not None and not is_day(dossier.limit_date):
            yield "/limit_date", {"given": dossier.limit_date}


class C0586(Rule):
    """A binding itinerary, or safety data, names the countries of the way."""

    code = "C0586"
    text = N_("The countries of routing are missing.")
    remedy = N_("List the countries in the order in which the goods pass them.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        needed = dossier.binding_itinerary or dossier.security in _WITH_SAFETY_DATA
        if needed and not dossier.consignment.countries_of_routing:
            yield "/consignment/countries_of_routing", {}


class R0089(Rule):
    """With safety data the countries of routing lead from that of loading to that of unloading."""

    code = "R0089"
    text = N_("The countries of routing begin with {first} and end with {last}.")
    remedy = N_("Begin with the country of loading and end with that of unloading: {from}, {to}.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        named, way = dossier.consignment.countries_of_routing, dossier.route.points
        if dossier.security not in _WITH_SAFETY_DATA or not named or not way:
            return
        ends, meant = (named[0], named[-1]), (way[0].country, way[-1].country)
        if ends != meant:
            args = {"first": ends[0], "last": ends[1], "from": meant[0], "to": meant[1]}
            yield "/consignment/countries_of_routing", args


class R0003(Rule):
    """An office of transit is named once."""

    code = "R0003"
    text = N_("The office of transit {office} is on the route twice.")
    remedy = N_("Name each office of transit once.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        seen: set[str] = set()
        for index, point in enumerate(dossier.route.points):
            if point.role != "transit" or point.office is None:
                continue
            if point.office in seen:
                yield f"/route/points/{index}/office", {"office": point.office}
            seen.add(point.office)


class R0103(Rule):
    """The office by which goods leave a territory is not the one that lets them into the next."""

    code = "R0103"
    text = N_("The office of exit {office} is also an office of transit or of destination.")
    remedy = N_("Name the office on the side that the goods leave as the office of exit.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        points = dossier.route.points
        entered = {point.office for point in points if point.role in ("transit", "destination")}
        for index, point in enumerate(points):
            if point.role == "exit" and point.office is not None and point.office in entered:
                yield f"/route/points/{index}/office", {"office": point.office}


class R0006(Rule):
    """Who enters a party to common transit has named the office that lets the goods in (C0030,
    G0142): under TIR none is named, and inside one party it may be left out.
    """

    code = "R0006"
    valid_from = "2025-11-01"
    """The parties are those of this day (code list 112); who accedes later makes a new version."""
    text = N_("No office of transit lets the goods into {country}, where they are going.")
    remedy = N_("Add the office of transit by which the goods enter that country or union.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        offices = [(point.role, point.office) for point in dossier.route.points if point.office]
        start, end = ([o for r, o in offices if r == role] for role in ("departure", "destination"))
        if dossier.declaration_type in _WITHOUT_TRANSIT or not start or not end:
            return
        country, territory = end[-1][:2], territory_of(end[-1][:2])
        transits = (office for role, office in offices if role == "transit")
        if any(territory_of(office[:2]) == territory for office in transits):
            return  # let in, whether that is asked for or not
        if self._is_asked(start[0][:2], country, reference) and not _lets_in(end[-1], reference):
            yield "/route/points", {"country": country}

    def _is_asked(self, leaving: str, entered: str, reference: Reference) -> bool:
        """Goods enter a party: a country by itself, or the union from such a country."""
        parties = reference.contracting_parties
        known = [is_common_transit(parties, one, self.valid_from) for one in (leaving, entered)]
        of_union = territory_of(entered) == "EU"
        is_left = known[0] and territory_of(leaving) != "EU" if of_union else True
        return known[1] and is_left and is_customs_frontier(leaving, entered)


def _lets_in(office: str, reference: Reference) -> bool:
    """Whether goods that end at this office are let in by it: it stands at the frontier."""
    known = reference.offices.get(office)
    return known is not None and "TRA" in known.roles

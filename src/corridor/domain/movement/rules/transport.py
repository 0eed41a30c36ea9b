"""Rules of the means of transport at departure."""

import re
from collections.abc import Iterable, Iterator

from corridor.domain.consignment import Dossier, Means
from corridor.domain.movement.rules.rule import Finding, Rule
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of

_RAIL, _ROAD, _AIR, _POST = "2", "3", "4", "5"
_FLIGHT = "40"
_FLIGHT_NUMBER = re.compile(r"[A-Z0-9]{2,3}\d{1,4}[A-Z]?", re.ASCII)
_TRUCK, _TRAILER = "30", "31"
_MODES_WITH_OWN_KINDS = "12348"
_ROAD_MEANS_MAX = 3
NUMBERED_KINDS = frozenset(("10", "20", "21", "30", "31", "40", "41", "80"))


def _departing(dossier: Dossier) -> Iterator[tuple[str, Means]]:
    """The means of transport at departure with their pointers."""
    for index, means in enumerate(dossier.consignment.means):
        if means.role == "departure":
            yield f"/consignment/means/{index}", means


class R0472(Rule):
    """The kind of a vehicle fits the mode of transport: 30 is road, 21 is rail, 11 is sea."""

    code = "R0472"
    text = N_("A means of transport of kind {kind} does not fit mode of transport {mode}.")
    remedy = N_("Correct the kind of the vehicle or the mode of transport.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        mode = dossier.consignment.inland_mode
        if not mode or mode not in _MODES_WITH_OWN_KINDS:
            return
        for at, means in _departing(dossier):
            if means.kind[0] != mode:
                yield f"{at}/kind", {"kind": means.kind, "mode": mode}


class R0474(Rule):
    """By road the truck that pulls comes first."""

    code = "R0474"
    text = N_("By road the first means of transport is the truck, not one of kind {kind}.")
    remedy = N_("Put the truck first and its trailers after it.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.inland_mode != _ROAD:
            return
        for at, means in _departing(dossier):
            if means.kind != _TRUCK and means.kind[0] == _ROAD:
                yield f"{at}/kind", {"kind": means.kind}
            return


class R0476(Rule):
    """By road only trailers follow the truck."""

    code = "R0476"
    text = N_("Only trailers follow the truck; kind {kind} is none.")
    remedy = N_("Declare one truck and its trailers.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.inland_mode != _ROAD:
            return
        for position, (at, means) in enumerate(_departing(dossier)):
            if position and means.kind != _TRAILER and means.kind[0] == _ROAD:
                yield f"{at}/kind", {"kind": means.kind}


class R0855(Rule):
    """A truck pulls two trailers at most; only a train has many wagons."""

    code = "R0855"
    text = N_("{given} means of transport at departure; this mode of transport allows {limit}.")
    remedy = N_("Leave out what does not belong to this vehicle.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        mode = dossier.consignment.inland_mode
        if not mode or mode == _RAIL:
            return
        limit = _ROAD_MEANS_MAX if mode == _ROAD else 1
        given = sum(1 for _ in _departing(dossier))
        if given > limit:
            yield "/consignment/means", {"given": str(given), "limit": str(limit)}


class C0826(Rule):
    """Postal consignments name no means of transport at departure."""

    code = "C0826"
    text = N_("By post no means of transport is declared at departure.")
    remedy = N_("Leave the vehicle out or change the mode of transport.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.inland_mode == _POST:
            for at, _ in _departing(dossier):
                yield at, {}


class R0473(Rule):
    """Registration numbers are written in capitals, as on the plate."""

    code = "R0473"
    text = N_("The registration number {id} has small letters.")
    remedy = N_("Write it in capitals: {capitals}.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        return _in_small_letters(dossier, "departure")


class R0076(Rule):
    """At the border too a means of transport is named as it is registered: in capitals."""

    code = "R0076"
    text = R0473.text
    remedy = R0473.remedy

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        return _in_small_letters(dossier, "border")


class R0315(Rule):
    """By air the frontier is crossed under a flight number: airline, digits, at most one letter."""

    code = "R0315"
    text = N_("{id} is not a flight number.")
    remedy = N_(
        "Write the code of the airline, one to four digits, and a letter where there is one."
    )

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.border_mode != _AIR:
            return
        for index, means in enumerate(dossier.consignment.means):
            is_flight = means.role == "border" and means.kind == _FLIGHT
            if is_flight and not _FLIGHT_NUMBER.fullmatch(means.id):
                yield f"/consignment/means/{index}/id", {"id": means.id}


def _in_small_letters(dossier: Dossier, role: str) -> Iterator[Finding]:
    """Means of a role whose number is one of a register, yet not in capitals."""
    for index, means in enumerate(dossier.consignment.means):
        capitals = means.id.upper()
        if means.role == role and means.kind in NUMBERED_KINDS and capitals != means.id:
            yield f"/consignment/means/{index}/id", {"id": means.id, "capitals": capitals}


class DTC03(Rule):
    """By road the vehicle is known before it leaves: permits and frontiers depend on it."""

    code = "DTC03"
    text = N_("By road the truck must be named.")
    remedy = N_("Give the registration number of the truck and of its trailers.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        if dossier.consignment.inland_mode != _ROAD or dossier.additional_type == "D":
            return
        if not any(True for _ in _departing(dossier)):
            yield "/consignment/means", {}


class DTC02(Rule):
    """A vehicle is declared once at departure."""

    code = "DTC02"
    text = N_("The means of transport {id} is listed twice.")
    remedy = N_("Correct one of the registration numbers or leave it out.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        seen: set[str] = set()
        for at, means in _departing(dossier):
            number = mark_of(means.id)
            if number in seen:
                yield f"{at}/id", {"id": means.id}
            seen.add(number)

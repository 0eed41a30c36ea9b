"""Rules of carriage by rail: the consignment note, its stations and carriers, the wagons."""

from collections.abc import Iterable, Iterator

from corridor.domain.codes import as_issued, check_station, check_wagon
from corridor.domain.consignment import WAGON, Dossier
from corridor.domain.movement.rules.rule import Finding, Rule
from corridor.domain.rail import RailNote, RailStation
from corridor.domain.reference import Reference
from corridor.domain.refusals import N_
from corridor.domain.searching import mark_of

RAIL = "2"


class DTC21(Rule):
    """What is said to stand on a wagon names one of the wagons declared."""

    code = "DTC21"
    text = N_("The wagon {wagon} is not in the list of wagons.")
    remedy = N_("Add the wagon to the list, or correct its number.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        load = dossier.consignment
        if not any(box.wagon for box in load.equipment):
            return
        known = {mark_of(one.id) for one in load.means if one.kind == WAGON}
        for index, box in enumerate(load.equipment):
            if box.wagon and mark_of(box.wagon) not in known:
                yield f"/consignment/equipment/{index}/wagon", {"wagon": box.wagon}


class DTC22(Rule):
    """What a wagon list says of a wagon is said of a wagon."""

    code = "DTC22"
    text = N_("Tare and load of a wagon are given for {id}, which is declared as no wagon.")
    remedy = N_("Declare it as a wagon, or leave them out.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, means in enumerate(dossier.consignment.means):
            if means.wagon is not None and means.kind != WAGON:
                yield f"/consignment/means/{index}/wagon", {"id": means.id}


class DTC23(Rule):
    """A note that continues another is not that note itself."""

    code = "DTC23"
    text = N_("The consignment note {number} is given as its own predecessor.")
    remedy = N_("Give the number of the note before the re-consignment.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        note = dossier.rail
        if note is None or note.earlier is None:
            return
        if mark_of(note.earlier.number) == mark_of(note.number):
            yield "/rail/earlier/number", {"number": note.number}


class UIC438(Rule):
    """A wagon number carries a check digit. Wagons of other marks do travel: only a warning."""

    code = "UIC438"
    text = N_("{wagon} is not a wagon number with a right check digit.")
    remedy = N_("Compare it with the number on the wagon; if it is painted so, go on.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        for index, means in enumerate(dossier.consignment.means):
            if means.kind == WAGON and not check_wagon(as_issued("wagon", means.id)).ok:
                yield f"/consignment/means/{index}/id", {"wagon": means.id}


class ESR(Rule):
    """A station code has six digits, the last of which checks the others, or is one of the UIC."""

    code = "ESR"
    text = N_("{code} is not the code of a railway station with a right check digit.")
    remedy = N_("Compare it with the consignment note; if it stands there so, go on.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        note = dossier.rail
        if note is None:
            return
        for at, station in stations_of_note(note):
            code = as_issued("station", station.code)
            if code and not check_station(code).ok:
                yield f"/rail{at}/code", {"code": station.code}


class DTC24(Rule):
    """Where one railway hands over to the next is one station: no gap in the sections."""

    code = "DTC24"
    text = N_("The carrier {name} does not begin where the one before it ends.")
    remedy = N_("Compare the sections of the carriers with the consignment note.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        note = dossier.rail
        if note is None:
            return
        for index in range(1, len(note.carriers)):
            before, carrier = note.carriers[index - 1], note.carriers[index]
            if not _is_same(before.end, carrier.start):
                yield f"/rail/carriers/{index}/start", {"name": carrier.name or carrier.code}


class DTC25(Rule):
    """Whoever loads wagons has a consignment note of the railways, also where it comes later."""

    code = "DTC25"
    text = N_("The goods leave by rail; no consignment note of the railways is given.")
    remedy = N_("Give the SMGS or CIM/SMGS consignment note, or have it ready at departure.")

    def check(self, dossier: Dossier, reference: Reference) -> Iterable[Finding]:
        has_wagons = any(one.kind == WAGON for one in dossier.consignment.means)
        if dossier.rail is None and has_wagons and dossier.consignment.inland_mode == RAIL:
            yield "/rail", {}


def stations_of_note(note: RailNote) -> Iterator[tuple[str, RailStation]]:
    """All that a note names, with their pointers inside it."""
    yield "/start", note.start
    yield "/end", note.end
    for index, carrier in enumerate(note.carriers):
        yield f"/carriers/{index}/start", carrier.start
        yield f"/carriers/{index}/end", carrier.end
    if note.earlier is not None:
        yield "/earlier/station", note.earlier.station


def _is_same(one: RailStation, other: RailStation) -> bool:
    """Whether two may be the same station: by code where both have one, else by name."""
    if one.code and other.code:
        return mark_of(one.code) == mark_of(other.code)
    if one.name and other.name:
        return mark_of(one.name.upper()) == mark_of(other.name.upper())
    return True

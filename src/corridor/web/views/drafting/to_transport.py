"""The transport part of a draft: vehicles, papers, driver; and the guarantee."""

from functools import partial
from itertools import zip_longest
from typing import get_args

from corridor.domain.consignment import (
    NAME_MAX,
    ROAD,
    AtTheWheel,
    Document,
    Dossier,
    Means,
    Vehicle,
)
from corridor.domain.movement.rules.transport import NUMBERED_KINDS
from corridor.domain.refusals import N_
from corridor.domain.typed import tidy
from corridor.domain.values import DriverPaper
from corridor.web.shape_words import TOO_LONG
from corridor.web.views.drafting.from_dossier import (
    INVOICE,
    TRAILER,
    WAYBILL,
    further_means,
    is_listed,
    main_means,
    trailer_of,
)
from corridor.web.views.drafting.lines import from_lines, lines_of, vehicle_line, vehicle_of
from corridor.web.views.drafting.reading import MARKS, Reading
from corridor.web.views.drafting.to_rail import is_list, wagons_in

TRUCK = "30"
NUMBER_MAX = 35
REFERENCE_MAX = 70
NOT_A_LINE = N_("“%(line)s”: write a number and a country, for example 01KG777AB, KG.")
ROAD_OR_RAIL = (*ROAD, "20", "21")
COMPREHENSIVE = "1"
WAGONS_INSTEAD = N_("A list of wagons stands in its place: empty this field, or the list.")


def means_in(read: Reading, base: Dossier | None) -> tuple[Means, ...]:
    """The truck and its trailers in the places they had; those at a border stay as they came."""
    had = base.consignment.means if base else ()
    wagons = wagons_in(read, had)
    typed_apart = [name for name in ("vehicle", "trailer", "trailers") if read[name]]
    if wagons and typed_apart:
        read.note(typed_apart[0], WAGONS_INSTEAD)
    if wagons or (is_list(had) and not typed_apart):
        return _with_wagons(wagons, had)
    kind = read.text("vehicle_kind", 2) or TRUCK
    main = _one(read, "vehicle", kind, had, main_means(had))
    trailer = _one(read, "trailer", TRAILER, had, trailer_of(had))
    were = further_means(had)
    further = from_lines(read["trailers"], were, vehicle_line, partial(_further, read, kind))
    if further != were:
        others = (means for means in had if means.role != "departure")
        return (*filter(None, (main, trailer)), *further, *others)
    placed: list[Means] = []
    for index, means in enumerate(had):
        if index == main_means(had):
            placed += [main] if main else []
        elif index == trailer_of(had):
            placed += [trailer] if trailer else []
        else:
            placed.append(means)
    fresh = [main] if main and main_means(had) is None else []
    fresh_trailer = [trailer] if trailer and trailer_of(had) is None else []
    at = len(fresh) if fresh else (main_means(tuple(placed)) or 0) + 1
    placed = fresh + placed
    return (*placed[:at], *fresh_trailer, *placed[at:])


def _with_wagons(wagons: tuple[Means, ...], had: tuple[Means, ...]) -> tuple[Means, ...]:
    """The list in the place of all at departure; as it came where it is the same."""
    departing = tuple(means for means in had if means.role == "departure")
    if wagons == departing:
        return had
    return (*wagons, *(means for means in had if means.role != "departure"))


def _further(read: Reading, main: str, line: str, was: Means | None) -> Means:
    """A trailer behind a truck; behind a wagon another wagon."""
    number, country = vehicle_of(line)
    kind = was.kind if was else TRAILER if main in ROAD else main
    mark = "plate" if kind in ROAD_OR_RAIL else "register"
    id = MARKS[mark](number) if kind in NUMBERED_KINDS else number
    if not id or len(id) > NUMBER_MAX or (country and country not in read.known["countries"]):
        read.note("trailers", NOT_A_LINE, line=line)
    nationality = country if country in read.known["countries"] else None
    office = was.office if was else ""
    wagon = was.wagon if was else None
    return Means("departure", kind, id[:NUMBER_MAX] or line[:1], nationality, office, wagon)


def _one(
    read: Reading, name: str, kind: str, had: tuple[Means, ...], at: int | None
) -> Means | None:
    was = had[at] if at is not None else None
    id = _id(read, name, kind, was)
    nationality = read.country(f"{name}_country")
    office = was.office if was else ""
    wagon = was.wagon if was is not None and was.kind == kind else None
    return Means("departure", kind, id, nationality, office, wagon) if id else None


def _id(read: Reading, name: str, kind: str, was: Means | None) -> str:
    """A number of a register as it stands there; the name of a ship as it is typed."""
    if kind not in NUMBERED_KINDS:
        return read.text(name, 35)
    mark = "plate" if kind in ROAD_OR_RAIL else "register"
    return read.mark(name, mark, 35, was.id if was else "")


def documents_in(read: Reading, had: tuple[Document, ...]) -> tuple[Document, ...]:
    """The invoices and the consignment notes beside the other documents, each kind in its order."""
    found: list[Document | None] = [*had]
    for name, (group, kind) in (("invoice", INVOICE), ("waybill", WAYBILL)):
        places = [k for k, one in enumerate(had) if is_listed(one, (group, kind))]
        lines = lines_of(read[name])
        for place, line in zip_longest(places, lines):
            if place is None:
                found.append(_document(group, kind, _reference(read, name, line)))
            elif line is None:
                found[place] = None
            elif line != tidy(had[place].reference):
                reference, note = _reference(read, name, line), had[place].note
                found[place] = _document(group, kind, reference, note)
    documents = tuple(one for one in found if one is not None)
    longer = max(("invoice", "waybill"), key=lambda name: len(lines_of(read[name])))
    read.count_entries(longer, len(documents))
    return documents


def _reference(read: Reading, name: str, line: str) -> str:
    if len(line) > REFERENCE_MAX:
        read.note(name, TOO_LONG, limit=str(REFERENCE_MAX), given=str(len(line)))
    return line[:REFERENCE_MAX]


def _document(group: str, kind: str, reference: str, note: str = "") -> Document:
    if group == "transport":
        return Document("transport", kind, reference, note)
    return Document("supporting", kind, reference, note)


def vehicle_in(read: Reading) -> Vehicle:
    """What permits depend on."""
    return Vehicle(
        gross_kg=read.kilograms("vehicle_gross"),
        axle_kg=read.kilograms("axle"),
        length_mm=read.millimetres("length"),
        width_mm=read.millimetres("width"),
        height_mm=read.millimetres("height"),
        temperature_controlled=bool(read["temperature"]),
    )


def driver_in(read: Reading) -> AtTheWheel | None:
    """Who drives; a paper alone belongs to nobody."""
    paper, phone = read.text("driver_paper", 35), read.text("driver_phone", 35)
    name = read.text("driver", NAME_MAX, required=bool(paper or phone))
    country = read.country("driver_country") if name else None
    papers = tuple(one for one in get_args(DriverPaper) if read[f"driver_{one}"])
    return AtTheWheel(name, paper, phone, country, papers) if name else None

"""The railway part of a draft: the list of wagons, and the consignment note of the railways.

A wagon is a line, as it stands in a list or comes out of a spreadsheet: its number with its state,
tare, load, axles, packages, owner. So is a carrier: name, code, first and last station.
"""

from functools import partial
from typing import Final, cast, get_args

from corridor.domain.codes import as_issued
from corridor.domain.consignment import MEANS_MAX, WAGON, Dossier, Means
from corridor.domain.rail import (
    CARRIERS_MAX,
    EarlierNote,
    NoteKind,
    RailCarrier,
    RailNote,
    RailStation,
    Wagon,
)
from corridor.domain.refusals import N_
from corridor.domain.typed import number, tidy
from corridor.domain.values import is_mass
from corridor.web.shape_words import TOO_MANY
from corridor.web.views.drafting.lines import from_lines, lines_of, vehicle_line, vehicle_of
from corridor.web.views.drafting.model import Values
from corridor.web.views.drafting.reading import MISSING, Reading

NOT_A_WAGON: Final = N_(
    "“%(line)s”: write the number of a wagon, its country, then tare, load, axles, packages and "
    "owner: 52387768, KZ; 24000; 62000; 4; 620; KTZ."
)
NOT_A_CARRIER: Final = N_(
    "“%(line)s”: write the name of a carrier, its four digits, its first and its last station: "
    "KTZ; 2700; 750006 Turkmenabat; Saryagash."
)
NUMBER_MAX: Final = 35
AXLES_MAX: Final = 99
LINE_MAX: Final = 140
CODE_DIGITS: Final = 4
STATION_MAX: Final = 8
PACKAGES_DIGITS: Final = 8

NOTE_FIELDS: Final = (
    "rail_kind", "rail_number", "rail_date", "rail_from", "rail_to", "rail_train",
    "rail_carriers", "rail_earlier_kind", "rail_earlier", "rail_earlier_at",
)  # fmt: skip
CHOSEN: Final = ("rail_kind", "rail_earlier_kind")
"""Of these a form always says one."""


def is_list(means: tuple[Means, ...]) -> bool:
    """Whether it leaves as a list of wagons: of several, or of one that more is said of."""
    found = [one for one in means if one.role == "departure"]
    is_rail = bool(found) and all(one.kind == WAGON for one in found)
    return is_rail and (len(found) > 1 or found[0].wagon is not None)


def wagon_line(means: Means) -> str:
    """`52387768, KZ; 24000; 62000; 4; 620; KTZ`, as far as anything is said."""
    wagon = means.wagon or Wagon()
    cells = (
        vehicle_line(means),
        wagon.tare_kg,
        wagon.load_kg,
        str(wagon.axles or ""),
        "" if wagon.packages is None else str(wagon.packages),
        wagon.owner,
    )
    return "; ".join(cells).rstrip("; ")


def wagons_in(read: Reading, had: tuple[Means, ...]) -> tuple[Means, ...]:
    """The wagons of the list; none where there is no list."""
    were = tuple(one for one in had if one.role == "departure") if is_list(had) else ()
    if not read["wagons"]:
        return ()
    found = from_lines(read["wagons"], were, wagon_line, partial(_wagon, read))
    if len(found) > MEANS_MAX:
        read.note("wagons", TOO_MANY, limit=str(MEANS_MAX), given=str(len(found)))
    return found


def _wagon(read: Reading, line: str, was: Means | None) -> Means:
    cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
    named, country = vehicle_of(cells[0])
    id = as_issued("wagon", named)
    tare, load, axles, packages = (_number(cell) for cell in (*cells[1:5], *[""] * 4)[:4])
    owner = cells[5] if len(cells) > 5 else ""
    is_right = (
        0 < len(id) <= NUMBER_MAX
        and len(cells) <= 6
        and len(owner) <= NUMBER_MAX
        and (not country or country in read.known["countries"])
        and all(is_mass(mass or "0") for mass in (tare, load))
        and (axles or "0").isdecimal()
        and int(axles or "0") <= AXLES_MAX
        and (packages or "0").isdecimal()
        and len(packages) <= PACKAGES_DIGITS
    )
    if not is_right:
        read.note("wagons", NOT_A_WAGON, line=line[:LINE_MAX])
        return Means("departure", WAGON, id[:NUMBER_MAX] or line[:1])
    said = Wagon(owner, int(axles or "0"), tare, load, int(packages) if packages else None)
    office = was.office if was is not None else ""
    nationality = country or None
    return Means("departure", WAGON, id, nationality, office, said if said != Wagon() else None)


def _number(cell: str) -> str:
    """The number in a cell as it is declared; what is none stays, and is said to be wrong."""
    return number(cell) or cell


def note_in(read: Reading, base: Dossier | None) -> RailNote | None:
    """The consignment note; anything said of it needs its number. One that nobody touched stays as
    it came, to the letter.
    """
    came = rail_values(base) if base is not None else {}
    if base is not None and all(read[name] == tidy(came.get(name, "")) for name in NOTE_FIELDS):
        return base.rail
    given = [name for name in NOTE_FIELDS if name not in CHOSEN and read[name]]
    text = read.text("rail_number", NUMBER_MAX)
    if not text:
        if given:
            read.note("rail_number", MISSING, missing=True)
        return None
    return RailNote(
        number=text,
        kind=_kind(read["rail_kind"]),
        date=read.day("rail_date") or None,
        start=_station(read, "rail_from"),
        end=_station(read, "rail_to"),
        carriers=_carriers(read),
        earlier=_earlier(read),
        train=read.text("rail_train", NUMBER_MAX),
    )


def _kind(text: str) -> NoteKind:
    return cast(NoteKind, text) if text in get_args(NoteKind) else "smgs"


def station_of(text: str) -> RailStation:
    """`750006 Turkmenabat`: a code, a name, or both."""
    first, _, rest = text.strip().partition(" ")
    code = as_issued("station", first)
    if code.isdecimal() and len(code) <= STATION_MAX:
        return RailStation(code, rest.strip())
    return RailStation("", text.strip())


def station_line(station: RailStation) -> str:
    """The same again."""
    return f"{station.code} {station.name}".strip()


def _station(read: Reading, name: str) -> RailStation:
    return station_of(read.text(name, LINE_MAX))


def _earlier(read: Reading) -> EarlierNote | None:
    number = read.text("rail_earlier", NUMBER_MAX)
    station = _station(read, "rail_earlier_at")
    if not number:
        if station != RailStation():
            read.note("rail_earlier", MISSING, missing=True)
        return None
    return EarlierNote(_kind(read["rail_earlier_kind"]), number, station)


def _carriers(read: Reading) -> tuple[RailCarrier, ...]:
    lines = lines_of(read["rail_carriers"])
    if len(lines) > CARRIERS_MAX:
        read.note("rail_carriers", TOO_MANY, limit=str(CARRIERS_MAX), given=str(len(lines)))
    return tuple(_carrier(read, line) for line in lines[:CARRIERS_MAX])


def _carrier(read: Reading, line: str) -> RailCarrier:
    cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
    name, code, start, end = (*cells, *[""] * 4)[:4]
    is_code = not code or (code.isascii() and code.isdecimal() and len(code) <= CODE_DIGITS)
    if len(cells) > 4 or not name or not is_code or len(line) > 3 * LINE_MAX:
        read.note("rail_carriers", NOT_A_CARRIER, line=line[:LINE_MAX])
        return RailCarrier(name[:LINE_MAX])
    return RailCarrier(
        name[:LINE_MAX], code, station_of(start[:LINE_MAX]), station_of(end[:LINE_MAX])
    )


def carrier_line(carrier: RailCarrier) -> str:
    """`KTZ; 2700; 750006 Turkmenabat; Saryagash`."""
    stations = (station_line(carrier.start), station_line(carrier.end))
    return "; ".join((carrier.name, carrier.code, *stations)).rstrip("; ")


def rail_values(dossier: Dossier) -> Values:
    """What the fields hold of a dossier."""
    means, note = dossier.consignment.means, dossier.rail
    listed = [wagon_line(m) for m in means if m.role == "departure"] if is_list(means) else []
    values = {"wagons": "\n".join(listed)}
    if note is None:
        return values
    earlier = note.earlier or EarlierNote()
    return values | {
        "rail_kind": note.kind,
        "rail_number": note.number,
        "rail_date": note.date or "",
        "rail_from": station_line(note.start),
        "rail_to": station_line(note.end),
        "rail_train": note.train,
        "rail_carriers": "\n".join(map(carrier_line, note.carriers)),
        "rail_earlier_kind": earlier.kind if note.earlier is not None else "",
        "rail_earlier": earlier.number,
        "rail_earlier_at": station_line(earlier.station),
    }

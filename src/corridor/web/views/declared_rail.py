"""The railway consignment note and the wagons, as desks, carriers and papers show them."""

from collections.abc import Iterator

from corridor.domain.movement.state import Movement
from corridor.domain.movement.wagons import kept_at
from corridor.domain.rail import RailCarrier, RailNote, RailStation, Wagon
from corridor.web.templating import Reader

Pair = tuple[str, str]


def rail_pairs(note: RailNote | None, reader: Reader) -> Iterator[Pair]:
    """Each part of the note that says anything."""
    if note is None:
        return
    _, kind = reader.words, reader.labels(note.kind, "rail_note")
    day = reader.formats.day(note.date) if note.date else ""
    yield kind, ", ".join(part for part in (note.number, day) if part)
    yield _("Train"), note.train
    yield _("Station of departure"), station_text(note.start)
    yield _("Station of destination"), station_text(note.end)
    for number, carrier in enumerate(note.carriers, start=1):
        yield _("Railway carrier %(n)s", n=number), carrier_text(carrier)
    if note.earlier is not None:
        before = reader.labels(note.earlier.kind, "rail_note")
        at = station_text(note.earlier.station)
        said = ", ".join(part for part in (before, note.earlier.number, at) if part)
        yield _("Re-consigned from"), said


def station_text(station: RailStation) -> str:
    """`Dostyk (708507)`."""
    if station.name and station.code:
        return f"{station.name} ({station.code})"
    return station.name or station.code


def carrier_text(carrier: RailCarrier) -> str:
    """`KTZ (2700), Dostyk → Saryagash`."""
    named = f"{carrier.name} ({carrier.code})" if carrier.code else carrier.name
    way = " → ".join(filter(None, map(station_text, (carrier.start, carrier.end))))
    return ", ".join(part for part in (named, way) if part)


def wagons_kept(state: Movement, office: str, reader: Reader) -> str:
    """Which wagons an office stopped; nothing where it stopped the movement as a whole."""
    kept = kept_at(state, office)
    return reader.words("Wagons stopped: %(wagons)s.", wagons=", ".join(kept)) if kept else ""


def wagon_text(wagon: Wagon, reader: Reader) -> str:
    """Masses, axles, packages and owner of a wagon on one line."""
    _, mass, number = reader.words, reader.formats.mass, reader.formats.number
    parts = (
        _("tare %(mass)s", mass=mass(wagon.tare_kg)) if wagon.tare_kg else "",
        _("load %(mass)s", mass=mass(wagon.load_kg)) if wagon.load_kg else "",
        _("axles %(count)s", count=wagon.axles) if wagon.axles else "",
        _("packages %(count)s", count=number(str(wagon.packages))) if wagon.packages else "",
        wagon.owner,
    )
    return ", ".join(part for part in parts if part)

"""A place or a link of a state's list on the screen."""

from typing import Any, Final

from corridor.domain.refdata.way_rows import LinkRow, PlaceRow
from corridor.domain.refusals import N_
from corridor.web.templating import Reader

WAY_COLUMNS: Final = {
    "unlocode": "UN/LOCODE",
    "lat": N_("Latitude, degrees"),
    "lon": N_("Longitude, degrees"),
    "quality": N_("How sure its position is"),
    "paired": N_("Border points across"),
    "names_other": N_("Names in other languages"),
    "start": N_("From"),
    "end": N_("To"),
    "mode": N_("How goods travel"),
    "status": N_("Whether it is open"),
    "km": N_("Length, km"),
    "vessel": N_("By ferry or ship"),
}
"""Columns of the files that no other list has."""
PLACE_KINDS: Final = {
    "hub": N_("city"),
    "station": N_("station"),
    "bcp": N_("border crossing point"),
    "port": N_("port"),
    "dryport": N_("dry port"),
}
LINK_STATUS: Final = {
    "open": N_("open"),
    "construction": N_("being built"),
    "planned": N_("planned"),
    "closed": N_("closed"),
}


def way_view(reader: Reader, row: PlaceRow | LinkRow) -> dict[str, Any]:
    """As codes are shown."""
    lang, other = reader.lang, "en" if reader.lang == "ru" else "ru"
    found = {"kind": "code", "lang": lang, "also": "", "also_lang": other, "begins": "", "ends": ""}
    if isinstance(row, LinkRow):
        names = (reader.names.place(row.start), reader.names.place(row.end))
        km = reader.words("%(km)s km", km=reader.formats.number(row.km))
        more = [reader.labels(row.mode, "mode"), km, reader.words(LINK_STATUS[row.status])]
        ends = f"{row.start} → {row.end}"
        return {**found, "key": row.key, "code": ends, "name": " — ".join(names), "more": more}
    first, second = (row.name_ru, row.name_en) if lang == "ru" else (row.name_en, row.name_ru)
    modes = ", ".join(reader.labels(mode, "mode") for mode in row.modes)
    more = [reader.words(PLACE_KINDS[row.kind]), modes, f"{row.lat}, {row.lon}", row.unlocode]
    more.append(" · ".join(row.names_other))
    return {**found, "code": row.code, "name": first, "also": second, "more": more}

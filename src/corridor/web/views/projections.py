"""One record beside what other systems would hold of it, field by field."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from corridor.domain.consignment import Dossier
from corridor.domain.projections.projecting import values_of
from corridor.domain.projections.table import (
    SYSTEMS,
    DossierField,
    System,
    load_boxes,
    load_fields,
    places_in,
)
from corridor.domain.refusals import N_
from corridor.web.templating import Reader
from corridor.web.views.declared_values import GROUPS, group_of, said_value

View = dict[str, Any]
SHOWN: Final = 3
"""So many values of one field are shown; the others are counted."""
NAMES: Final[Mapping[System, str]] = {
    "ncts": N_("NCTS declaration (CC015C)"),
    "etir": N_("eTIR: advance cargo data"),
    "eaeu": N_("EAEU transit declaration"),
    "national": N_("National system"),
}
SHORT: Final[Mapping[System, str]] = {
    "ncts": "NCTS",
    "etir": "eTIR",
    "eaeu": N_("EAEU"),
    "national": N_("national"),
}
NOTES: Final[Mapping[System, str]] = {
    "ncts": N_("Places are those that the messages of this node are read and written by."),
    "etir": N_(
        "Named after the classes of the eTIR data model; neither its specifications nor a schema"
        " were at hand to check it. Under TIR, the messages of each operation stand below."
    ),
    "eaeu": N_(
        "Boxes by the numbers of the form of decision No. 289; the form of decision No. 73 of 30"
        " May 2023 and the structure of the electronic document were not at hand to check it."
    ),
    "national": N_(
        "Own names of the fields, for the system of a state to take over: no public structure of"
        " such a declaration was at hand."
    ),
}


def projections_of(dossier: Dossier, ncts: Mapping[str, str], reader: Reader) -> View:
    """Rows in the order of the dossier, and how many of its fields each system has no place for."""
    said: dict[str, list[str]] = defaultdict(list)
    for path, _, text in values_of(dossier):
        said[path].append(text)
    places = {system: places_in(system, ncts) for system in SYSTEMS}
    rows = [
        _row(reader, one, said[one.path], [places[s].get(one.path, "") for s in SYSTEMS])
        for one in load_fields()
        if one.path in said
    ]
    kept = [[bool(places[system].get(path)) for path in said] for system in SYSTEMS]
    lost = [stays.count(False) for stays in kept]
    groups = _groups(reader, rows)
    return {"groups": groups, "lost": _lost(groups), "systems": _systems(reader, lost)}


def _groups(reader: Reader, rows: list[View]) -> list[View]:
    """The parts of the record that have a field."""
    return [
        {"code": code or "declaration", "name": reader.words(name), "rows": of_group}
        for code, name in GROUPS.items()
        if (of_group := [row for row in rows if row["group"] == code])
    ]


def _lost(groups: list[View]) -> list[View]:
    """The fields that the same systems have no place for, part by part."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group in groups:
        for row in group["rows"]:
            if row["without"]:
                found[group["name"], row["without"]].append(row["name"])
    return [
        {"group": group, "without": without, "fields": "; ".join(names)}
        for (group, without), names in found.items()
    ]


def _row(reader: Reader, field: DossierField, said: list[str], places: list[str]) -> View:
    found = list(dict.fromkeys(said_value(reader, field.path, text) for text in said))
    return {
        "name": field.name(reader.lang),
        "group": group_of(field.path),
        "said": ", ".join(found[:SHOWN]),
        "more": max(0, len(found) - SHOWN),
        "places": [_place(reader, s, p) for s, p in zip(SYSTEMS, places, strict=True)],
        "without": ", ".join(
            reader.words(SHORT[s]) for s, p in zip(SYSTEMS, places, strict=True) if not p
        ),
    }


def _systems(reader: Reader, lost: list[int]) -> list[View]:
    return [
        {
            "code": system,
            "name": reader.words(NAMES[system]),
            "note": reader.words(NOTES[system]),
            "lost": count,
        }
        for system, count in zip(SYSTEMS, lost, strict=True)
    ]


def _place(reader: Reader, system: System, place: str) -> str:
    if system != "eaeu" or not place:
        return place
    boxes = load_boxes()
    named = (f"{box} ({boxes[box].name(reader.lang)})" for box in place.split(", "))
    return reader.words("box %(boxes)s", boxes=", ".join(named))

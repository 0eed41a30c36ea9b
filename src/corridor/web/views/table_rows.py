"""A table as a page shows it: columns by letters and headings, rows with their faults per cell."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from corridor.domain.refusals import N_
from corridor.web.tables.kept import Table
from corridor.web.tables.matching import FIELDS, Purpose
from corridor.web.tables.model import letter
from corridor.web.templating import Reader
from corridor.web.views.books.tables import BOOK, label_in
from corridor.web.views.drafting.field_names import FIELDS as NAMES
from corridor.web.views.drafting.field_names import PARTY

View = dict[str, Any]
ROWS_SHOWN: Final = 12
FAULTY_SHOWN: Final = 50
LEFT_OUT: Final = N_("Leave out")
BROKEN_ROW: Final = N_("A quotation mark is not closed in this row: check its cells.")
_OWN: Final = {
    "depart": N_("Departure"),
    "consignor_name": N_("Consignor"),
    "consignor_id": N_("Identification number of the consignor"),
    "consignor_street": N_("Street and number of the consignor"),
    "consignor_city": N_("City of the consignor"),
    "consignor_postcode": N_("Postcode of the consignor"),
    "consignor_country": N_("Country of the consignor"),
    "consignee_id": N_("Identification number of the consignee"),
    "consignee_name": N_("Consignee"),
    "consignee_country": N_("Country of the consignee"),
    "consignee_street": N_("Street and number of the consignee"),
    "consignee_city": N_("City of the consignee"),
    "consignee_postcode": N_("Postcode of the consignee"),
}
_GOODS: Final = NAMES["goods"]
_DOSSIERS: Final = NAMES["transport"] | NAMES["send"] | NAMES["guarantee"] | _GOODS | _OWN


class Judged(NamedTuple):
    """A row, numbered as in the spreadsheet. `faults`: field → what is wrong in its cell."""

    number: int
    cells: Mapping[str, str]
    faults: Mapping[str, Sequence[str]] = {}


def name_of_field(purpose: Purpose, field: str) -> str:
    """The msgid of what a column holds."""
    if purpose.startswith(BOOK):
        return label_in(purpose.removeprefix(BOOK), field)
    if field == "vehicle":
        return N_("Truck")
    names = _GOODS | _OWN if purpose == "goods" else _DOSSIERS
    return names.get(field, PARTY.get(field, field))


def columns_of(table: Table, allowed: Collection[str], reader: Reader) -> list[View]:
    """Each column with its heading and the fields that it may be."""
    options = [
        {"value": "", "label": reader.words(LEFT_OUT)},
        *(
            {"value": field, "label": reader.words(name_of_field(table.purpose, field))}
            for field in FIELDS[table.purpose]
            if field in allowed
        ),
    ]
    return [
        {
            "name": f"column-{index}",
            "letter": letter(index),
            "head": head.strip(),
            "field": field,
            "options": options,
        }
        for index, (head, field) in enumerate(zip(table.heads, table.fields, strict=True))
    ]


def rows_shown(table: Table, rows: Sequence[Judged], reader: Reader) -> tuple[list[View], int]:
    """The first rows and the first faulty ones, and how many faulty ones there are."""
    faulty = [row for row in rows if row.faults]
    wanted = {row.number: row for row in (*rows[:ROWS_SHOWN], *faulty[:FAULTY_SHOWN])}
    return [_row(table, row, reader) for _, row in sorted(wanted.items())], len(faulty)


def _row(table: Table, row: Judged, reader: Reader) -> View:
    found = table.rows[row.number - 1]
    cells = [
        {
            "text": found[index] if index < len(found) else "",
            "faults": row.faults.get(field, ()) if field else (),
            "taken": bool(field),
        }
        for index, field in enumerate(table.fields)
    ]
    return {"number": row.number, "cells": cells, "others": _others(table, row, reader)}


def _others(table: Table, row: Judged, reader: Reader) -> list[str]:
    """What is wrong outside the columns: there is no cell to show it at, so it names its field."""
    others: list[str] = []
    for field, texts in row.faults.items():
        if field in table.fields:
            continue
        name = reader.words(name_of_field(table.purpose, field)) if field else ""
        others += [f"{name}: {text}" if name else text for text in texts]
    return list(dict.fromkeys(others))


def with_broken(table: Table, rows: Iterable[Judged], reader: Reader) -> list[Judged]:
    """The rows, with a word at each whose cells could not be told apart for certain."""
    broken = frozenset(index + 1 for index in table.brought.sheets[table.sheet].broken)
    said = reader.words(BROKEN_ROW)
    return [
        row._replace(faults={**row.faults, "": (*row.faults.get("", ()), said)})
        if row.number in broken
        else row
        for row in rows
    ]

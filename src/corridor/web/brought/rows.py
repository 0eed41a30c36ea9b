"""A table of permits of a system of its own, as records; every fault by its row and column."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from corridor.domain.days import is_day
from corridor.domain.permits.brought import PermitRecord
from corridor.domain.refusals import Refusal
from corridor.engine.codec import reason_in
from corridor.web.tables.model import Brought, Sheet

ROWS_MAX: Final = 2_000
COLUMNS: Final = (
    "number",
    "kind",
    "status",
    "issued_on",
    "valid_from",
    "valid_to",
    "uses",
    "holder",
    "holder_id",
    "holder_country",
    "firm",
    "plates",
    "goods",
    "conditions",
    "countries",
    "entry_office",
    "reason",
)
NEEDED: Final = ("number", "kind")
DAYS: Final = ("issued_on", "valid_from", "valid_to")
MANY: Final = frozenset({"plates", "goods", "conditions", "countries"})
"""Columns whose cells hold several values, with a bar between them."""
_PARTY: Final = {"holder": "name", "holder_id": "id", "holder_country": "country"}
COLUMN_OF: Final = {f"holder/{field}": column for column, field in _PARTY.items()}
"""The column of a field of the record, where it has another name."""


class RowFault(msgspec.Struct, frozen=True):
    """What is wrong where. `line`: as the file counts them, from 1; 0 where it is the whole."""

    line: int
    column: str
    refusal: Refusal


class RowsRead(msgspec.Struct, frozen=True):
    """The records with the lines they came from, and what could not be read."""

    rows: tuple[tuple[int, PermitRecord], ...] = ()
    faults: tuple[RowFault, ...] = ()


def rows_in(brought: Brought) -> RowsRead:
    """The first sheet with rows: a line of headings, then a permit in each."""
    sheet = next((sheet for sheet in brought.sheets if sheet.rows), Sheet())
    if not sheet.rows:
        return RowsRead(faults=(fault(0, "", "permits_none"),))
    heads = tuple(cell.strip() for cell in sheet.rows[0])
    wrong = tuple(_of_headings(heads))
    if wrong:
        return RowsRead(faults=wrong)
    lines = [
        (number, line)
        for number, line in enumerate(sheet.rows[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if len(lines) > ROWS_MAX:
        return RowsRead(faults=(fault(0, "", "permits_too_many", limit=str(ROWS_MAX)),))
    if not lines:
        return RowsRead(faults=(fault(0, "", "permits_none"),))
    return _read(sheet, heads, lines, is_text=brought.kind == "csv")


def _of_headings(heads: tuple[str, ...]) -> Iterator[RowFault]:
    for head in heads:
        if head not in COLUMNS:
            yield fault(1, head[:40], "refdata_column_unknown", given=head[:40] or "—")
        elif heads.count(head) > 1:
            yield fault(1, head, "refdata_column_twice", given=head)
    for name in NEEDED:
        if name not in heads:
            yield fault(1, name, "refdata_column_missing", given=name)


def _read(
    sheet: Sheet, heads: tuple[str, ...], lines: list[tuple[int, tuple[str, ...]]], *, is_text: bool
) -> RowsRead:
    rows: list[tuple[int, PermitRecord]] = []
    faults: list[RowFault] = []
    for number, line in lines:
        is_whole = number - 1 not in sheet.broken and len(line) == len(heads)
        if is_text and not is_whole:
            args = {"given": str(len(line)), "wanted": str(len(heads))}
            faults.append(fault(number, "", "refdata_cells", **args))
            continue
        found = _record(number, dict(zip(heads, line, strict=False)))
        if isinstance(found, PermitRecord):
            rows.append((number, found))
        else:
            faults += found
    return RowsRead(tuple(rows), tuple(faults))


def _record(number: int, cells: Mapping[str, str]) -> PermitRecord | list[RowFault]:
    """All cells that do not fit, each by itself."""
    faults = [
        fault(number, name, "refdata_letters") for name, cell in cells.items() if "\ufffd" in cell
    ]
    faults += [
        fault(number, name, "refdata_cell_empty")
        for name in NEEDED
        if not cells.get(name, "").strip()
    ]
    plain: dict[str, Any] = {"number": "?", "kind": "?", "holder": {}}
    for name, cell in cells.items():
        if cell.strip():
            field, value = _value(name, cell.strip())
            was = plain["holder"] if field == "holder" else {}
            said = {**plain, field: {**was, **value} if field == "holder" else value}
            try:
                msgspec.convert(said, PermitRecord, strict=False)
            except msgspec.ValidationError as error:
                faults.append(fault(number, name, "refdata_cell", said=reason_in(str(error))))
            else:
                plain = said
    if faults:  # the law is not asked about what cannot be read
        return [*faults, *_impossible(number, cells)]
    return msgspec.convert(plain, PermitRecord, strict=False)


def _impossible(number: int, cells: Mapping[str, str]) -> Iterator[RowFault]:
    for name in DAYS:
        given = cells.get(name, "").strip()
        if given and not is_day(given):
            yield fault(number, name, "permit_day_impossible", given=given[:40])


def _value(name: str, cell: str) -> tuple[str, Any]:
    if name in _PARTY:
        return "holder", {_PARTY[name]: cell}
    if name not in MANY:
        return name, cell
    parts = [part.strip() for part in cell.split("|") if part.strip()]
    if name == "goods":
        return name, [{"number": place, "description": part} for place, part in enumerate(parts, 1)]
    return name, parts


def fault(line: int, column: str, code: str, **args: str) -> RowFault:
    """What is wrong with a cell, a row, or all."""
    return RowFault(line, column, Refusal(code, f"/{line}/{column}", "", args))

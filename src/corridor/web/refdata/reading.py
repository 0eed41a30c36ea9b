"""A list in a file (CSV, a workbook, JSON) as rows; every fault is told by its row and column."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec.structs import FieldInfo, fields, replace

from corridor.domain.refdata.judging import faults_of
from corridor.domain.refdata.rows import ROW_OF, ROWS_MAX, ListName, Row
from corridor.domain.reference import Reference
from corridor.domain.reference.permit_rows import MANY as RULE_MANY
from corridor.domain.refusals import N_, Refusal
from corridor.web.shape_words import codes_of
from corridor.web.tables.model import Brought, Sheet

_AT: Final = re.compile(r"/rows/(\d+)(?:/(\w+))?")
_AFTER_PATH: Final = re.compile(r" - at `.*`\Z")
MANY: Final = RULE_MANY | {"roles", "holidays", "subheadings", "modes", "paired", "names_other"}
CELL: Final = N_("row %(row)s, column %(column)s")
"""Where a fault is, as commands say it."""
Cells = Mapping[str, Any]


class ListFault(msgspec.Struct, frozen=True):
    """What is wrong where. `line`: as the file counts them, from 1; 0 where it is the whole."""

    line: int
    column: str
    refusal: Refusal


class ListRead(msgspec.Struct, frozen=True):
    """A file as rows of a list; usable where there are no faults."""

    rows: tuple[Row, ...] = ()
    faults: tuple[ListFault, ...] = ()


def columns_of(name: ListName) -> tuple[str, ...]:
    """The headings of a file of this list, in their order."""
    return tuple(field.name for field in fields(ROW_OF[name]))


def list_in_table(name: ListName, brought: Brought, node: str, reference: Reference) -> ListRead:
    """The first sheet: a line of headings, then a row in each."""
    sheet = next(sheet for sheet in brought.sheets if sheet.rows)
    lines = sheet.rows
    heads = tuple(cell.strip() for cell in lines[0])
    wrong = tuple(_of_headings(name, heads))
    if wrong:
        return ListRead(faults=wrong)
    torn = tuple(_of_lines(sheet, heads, brought.kind))
    skipped = {fault.line for fault in torn}
    cells = (
        (number, dict(zip(heads, line, strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if number not in skipped and any(cell.strip() for cell in line)
    )
    found = _read(name, cells, node, reference)
    return _with_torn(found, torn) if torn else found


def _with_torn(found: ListRead, torn: tuple[ListFault, ...]) -> ListRead:
    """What can be said of the rows that are whole is said too; not what is said of all of them."""
    whole = (fault for fault in found.faults if fault.line)
    faults = sorted((*torn, *whole), key=lambda fault: fault.line)
    return replace(found, faults=tuple(faults))


def _of_lines(sheet: Sheet, heads: tuple[str, ...], kind: str) -> Iterator[ListFault]:
    """Letters that were lost; rows of a text that were cut, or cannot be told apart."""
    for number, line in enumerate(sheet.rows[1:], start=2):
        for index, cell in enumerate(line):
            if "\ufffd" in cell:
                column = heads[index] if index < len(heads) else ""
                yield _fault(number, column, "refdata_letters")
        is_whole = number - 1 not in sheet.broken and len(line) == len(heads)
        if kind == "csv" and not is_whole and any(cell.strip() for cell in line):
            args = {"given": str(len(line)), "wanted": str(len(heads))}
            yield _fault(number, "", "refdata_cells", **args)


def list_in_json(name: ListName, data: bytes, node: str, reference: Reference) -> ListRead:
    """An array of objects, alone or as `rows` of an object."""
    try:
        said = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ListRead(faults=(_fault(0, "", "refdata_no_json"),))
    rows = said.get("rows") if isinstance(said, dict) else said
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return ListRead(faults=(_fault(0, "", "refdata_no_json"),))
    known = frozenset(columns_of(name))
    unknown = tuple(
        _fault(number, column[:40], "refdata_column_unknown", given=column[:40])
        for number, row in enumerate(rows, start=1)
        for column in row
        if column not in known
    )
    found = _read(name, enumerate(rows, start=1), node, reference)
    return replace(found, faults=(*unknown, *found.faults))


def _of_headings(name: ListName, heads: tuple[str, ...]) -> Iterator[ListFault]:
    known = columns_of(name)
    for head in heads:
        if head not in known:
            yield _fault(1, head[:40], "refdata_column_unknown", given=head[:40])
        elif heads.count(head) > 1:
            yield _fault(1, head, "refdata_column_twice", given=head)
    for field in fields(ROW_OF[name]):
        if field.required and field.name not in heads:
            yield _fault(1, field.name, "refdata_column_missing", given=field.name)


def _read(
    name: ListName, cells: Iterable[tuple[int, Cells]], node: str, reference: Reference
) -> ListRead:
    rows: list[Row] = []
    lines: list[int] = []
    faults: list[ListFault] = []
    for line, row in cells:
        found = _row(name, line, row)
        if isinstance(found, list):
            faults += found
        else:
            rows.append(found)
            lines.append(line)
    if not rows and not faults:
        faults.append(_fault(0, "", "refdata_empty"))
    if len(rows) > ROWS_MAX:
        faults.append(_fault(0, "", "refdata_too_long", limit=str(ROWS_MAX)))
    faults += located(faults_of(name, tuple(rows), node, reference), lines)
    return ListRead(tuple(rows), tuple(sorted(faults, key=lambda one: one.line)))


def located(refusals: Iterable[Refusal], lines: list[int]) -> Iterator[ListFault]:
    """What the law has against rows, by the lines of the file that they came from."""
    for refusal in refusals:
        at = _AT.match(refusal.pointer)
        if at is None:
            yield ListFault(0, "", refusal)
        else:
            yield ListFault(lines[int(at[1])], at[2] or "", refusal)


def _row(name: ListName, line: int, row: Cells) -> Row | list[ListFault]:
    plain: dict[str, Any] = {}
    faults: list[ListFault] = []
    for field in fields(ROW_OF[name]):
        value = _value(row.get(field.name), field.name)
        if value in ("", None, ()):
            if field.required:
                faults.append(_fault(line, field.name, "refdata_cell_empty"))
            continue
        try:
            plain[field.name] = _fitted(value, field)
        except msgspec.ValidationError as error:
            faults.append(_unfit(line, field, value, str(error)))
    return faults or ROW_OF[name](**plain)


def _unfit(line: int, field: FieldInfo, value: Any, complaint: str) -> ListFault:
    """With the codes that fit, where only some do."""
    codes = codes_of(field.type)
    given = value if isinstance(value, list) else [value]
    unknown = next((one for one in given if one not in codes), None)
    if codes and unknown is not None:
        args = {"given": str(unknown)[:40], "fits": ", ".join(codes)}
        return _fault(line, field.name, "refdata_code", **args)
    return _fault(line, field.name, "refdata_cell", said=_AFTER_PATH.sub("", complaint))


def _value(cell: Any, column: str) -> Any:
    if isinstance(cell, str):
        text = cell.strip()
        return [part.strip() for part in text.split("|")] if text and column in MANY else text
    return cell


def _fitted(value: Any, field: FieldInfo) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and field.name == "rate":
        value = str(value)
    return msgspec.convert(value, field.type, strict=False)


def _fault(line: int, column: str, code: str, **args: str) -> ListFault:
    return ListFault(line, column, Refusal(code, f"/{line}/{column}", "", args))

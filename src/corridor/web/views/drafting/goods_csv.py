"""Goods items from a table: CSV with a head, comma, semicolon or tab, in UTF-8 or Windows-1251."""

import csv
import io
from importlib.resources import files
from typing import Final

import msgspec

from corridor.domain.refusals import N_
from corridor.domain.typed import one_line
from corridor.web.views.drafting.model import ItemForm

ROWS_MAX: Final = 1_999
COLUMNS: Final = ("number", "description", "HS", "packages", "kind", "gross", "net", "value")
NOT_A_TABLE: Final = N_("The file is not a table with a head: see the columns below.")
EMPTY: Final = N_("The table has no rows.")
TOO_LONG: Final = N_("The table has too many rows.")
_COLUMNS: Final = files(__package__).joinpath("goods_columns.json")
"""Field → the heads a column may have for it, in either language."""
_FIELDS: Final = {
    head: field
    for field, heads in msgspec.json.decode(
        _COLUMNS.read_bytes(), type=dict[str, tuple[str, ...]]
    ).items()
    for head in heads
}


def read_goods(data: bytes) -> tuple[ItemForm, ...] | str:
    """The items, as typed in the table; a msgid that says why where there are none."""
    text = _text(data)
    head = text.partition("\n")[0]
    if head.lower().startswith("sep="):  # a line by which spreadsheets name the delimiter
        text = text.partition("\n")[2]
        head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return NOT_A_TABLE
    if not rows:
        return EMPTY
    names = [_FIELDS.get(one_line(cell).lower(), "") for cell in rows[0]]
    if "description" not in names:
        return NOT_A_TABLE
    if len(rows) - 1 > ROWS_MAX:
        return TOO_LONG
    items = tuple(_item(names, row) for row in rows[1:] if any(map(one_line, row)))
    return items or EMPTY


def _item(names: list[str], row: list[str]) -> ItemForm:
    pairs = zip(names, row, strict=False)
    cells = {name: one_line(cell)[:4_000] for name, cell in pairs if name}
    return ItemForm({name: cell for name, cell in cells.items() if cell})


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1251", errors="replace")

"""What was brought becomes a table: books in a child process with bounds, texts here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from corridor.domain.refusals import N_
from corridor.web.child import Child, ChildFailed, ChildSlow
from corridor.web.tables.kinds import BOOKS, BROKEN, EMPTY, kind_of
from corridor.web.tables.model import (
    CELLS_MAX,
    COLUMNS_MAX,
    LETTERS_MAX,
    ROWS_MAX,
    SHEETS_MAX,
    TEXT_BYTES_MAX,
    Brought,
    Sheet,
    Unread,
    letter,
)
from corridor.web.tables.text import lost_in, read_pasted, read_text

FILE_BYTES_MAX: Final = 4 << 20
SECONDS_MAX: Final = 20
PROGRAM: Final = Path(__file__).with_name("book_child.py")
LONG_CELL: Final = N_(
    "Sheet “%(sheet)s”, row %(row)s, column %(column)s: the cell has %(given)s letters, at most "
    "%(limit)s fit. Shorten it; nothing of the table was taken."
)
LONG_CELL_OF_TEXT: Final = N_(
    "Row %(row)s, column %(column)s: the cell has %(given)s letters, at most %(limit)s fit. "
    "Shorten it; nothing of the table was taken."
)
TOO_LARGE: Final = N_(
    "The table takes more room than this node gives one: leave only what is needed, without "
    "pictures, and save it anew."
)
_REFUSED: Final = {
    "password": N_("The file is locked with a password: save it without one."),
    "broken": BROKEN,
    "too_large": TOO_LARGE,
    "rows": N_("A sheet has %(number)s rows; at most %(limit)s are read."),
    "columns": N_("A sheet has %(number)s columns; at most %(limit)s are read."),
    "cells": N_("The sheets have more than %(limit)s cells together."),
}
_LIMITS: Final = {
    "rows": ROWS_MAX,
    "columns": COLUMNS_MAX,
    "cells": CELLS_MAX,
    "sheets": SHEETS_MAX,
}


class _Answer(msgspec.Struct):
    sheets: tuple[Sheet, ...] = ()
    formulas: bool = False
    refused: str = ""
    number: int = 0


class TableReader:
    """One per node."""

    def __init__(self, seconds: float = SECONDS_MAX) -> None:
        self._books = Child(PROGRAM, seconds, 4 * TEXT_BYTES_MAX, "table")

    async def read(self, data: bytes) -> Brought | Unread:
        """The table in a file, whatever its name says. Raises ChildBusy."""
        if len(data) > FILE_BYTES_MAX:
            return Unread(TOO_LARGE)
        kind = kind_of(data)
        if isinstance(kind, Unread):
            return kind
        if kind in BOOKS:
            return await self._book(kind, data)
        found = read_text(data)
        if isinstance(found, Unread):
            return found
        sheet, notes, letters = found
        return _within(Brought(kind, (sheet,), notes=notes, letters=letters))

    async def _book(self, kind: str, data: bytes) -> Brought | Unread:
        asked = msgspec.json.encode({"kind": kind, "limits": _LIMITS})
        try:
            said = await self._books.run(asked + b"\n" + data)
        except (ChildFailed, ChildSlow):  # it took more than it may, or broke the reader
            return Unread(TOO_LARGE)
        answer = msgspec.json.decode(said, type=_Answer)
        if answer.refused:
            args = {"number": str(answer.number), "limit": str(_LIMITS.get(answer.refused, ""))}
            return Unread(_REFUSED[answer.refused], args)
        return _within(Brought(kind, answer.sheets, answer.formulas))


def pasted(text: str) -> Brought | Unread:
    """The table in a text that was pasted."""
    return _within(Brought("csv", (read_pasted(text),), notes=lost_in(text)))


def _too_long(brought: Brought) -> Iterator[Unread]:
    """Cells of more letters than any field takes, each by its place."""
    for sheet in brought.sheets:
        for number, row in enumerate(sheet.rows, start=1):
            for index, cell in enumerate(row):
                if len(cell) > LETTERS_MAX:
                    at = {"row": str(number), "column": letter(index), "sheet": sheet.name}
                    args = at | {"given": str(len(cell)), "limit": str(LETTERS_MAX)}
                    yield Unread(LONG_CELL if sheet.name else LONG_CELL_OF_TEXT, args)


def _within(brought: Brought) -> Brought | Unread:
    """The table where it has rows and keeps to the limits."""
    for sheet in brought.sheets:
        wide = max(map(len, sheet.rows), default=0)
        for name, number in (("rows", len(sheet.rows)), ("columns", wide)):
            if number > _LIMITS[name]:
                args = {"number": str(number), "limit": str(_LIMITS[name])}
                return Unread(_REFUSED[name], args)
    if (long := next(_too_long(brought), None)) is not None:
        return long
    if sum(len(row) for sheet in brought.sheets for row in sheet.rows) > CELLS_MAX:
        return Unread(_REFUSED["cells"], {"limit": str(CELLS_MAX)})
    letters = sum(map(len, (c for s in brought.sheets for row in s.rows for c in row)))
    if letters > TEXT_BYTES_MAX // 2:
        return Unread(TOO_LARGE)
    return brought if any(sheet.rows for sheet in brought.sheets) else Unread(EMPTY)

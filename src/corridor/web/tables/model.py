"""A table as it was brought: cells are texts, nothing is reckoned with, nothing is judged yet."""

from typing import Final

import msgspec

ROWS_MAX: Final = 10_001
"""Ten thousand and the line of their headings."""
COLUMNS_MAX: Final = 100
CELLS_MAX: Final = 200_000
SHEETS_MAX: Final = 20
LETTERS_MAX: Final = 20_000
"""Of one cell: more than any field takes. A longer one is told by its place, and nothing is cut."""
TEXT_BYTES_MAX: Final = 8 << 20
"""Of all cells together."""


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sheet of a book, or the one table of a text. `broken`: rows, counted from 0, whose cells
    could not be told apart for certain.
    """

    name: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    broken: tuple[int, ...] = ()


class Brought(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file holds. `kind`: xlsx | xlsb | xls | ods | csv. `formulas`: some cells are the
    results of formulas, as the spreadsheet kept them. `notes`: msgids of what was not certain.
    `letters`: how a file of one byte a letter was read; nothing where it says so itself.
    """

    kind: str
    sheets: tuple[Sheet, ...]
    formulas: bool = False
    notes: tuple[str, ...] = ()
    letters: str = ""


class Unread(msgspec.Struct, frozen=True):
    """Why nothing could be read: a msgid and its arguments."""

    text: str
    args: dict[str, str] = {}


def letter(index: int) -> str:
    """The name of a column in a spreadsheet: 0 is A, 26 is AA."""
    more, rest = divmod(index, 26)
    return (letter(more - 1) if more else "") + chr(ord("A") + rest)

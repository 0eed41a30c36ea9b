"""Files in which a letter is one byte and nothing says which: several readings, one is taken first.

No reading is certain, so the page names the one that was taken, and shows the others beside it to
choose from. Nothing is lost by a wrong one: each is turned into another byte for byte.
"""

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from corridor.web.tables.model import Brought, Sheet

LETTERS: Final = {
    "windows-1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "cp866": "CP866 (DOS)",
    "iso8859-5": "ISO 8859-5",
    "mac-cyrillic": "Mac Cyrillic",
    "windows-1254": "Windows-1254 (Türkçe)",
}
"""Readings → what they are called."""
_FIRST: Final = tuple(LETTERS)[:-1]
"""Those that may be taken unasked: the letters of the others are no Cyrillic ones."""
_COMMON: Final = frozenset(map(chr, (*range(0x43A, 0x444), 0x430, 0x432, 0x434, 0x435, 0x438)))
"""The letters that most of a Cyrillic text is made of."""
_BEYOND: Final = re.compile(r"[^\x00-\x7f]")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff№«»„“”‘’–—…°\u00a0]")
_MIXED: Final = re.compile(r"[A-Za-z]|[\u0430-\u045f][\u0400-\u042f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
SAMPLE_WORDS: Final = 6


def likely(data: bytes) -> tuple[str, str] | None:
    """(reading, text) of the one that reads most like words; None where none does."""
    found = [(name, text) for name in _FIRST if (text := _decoded(data, name)) is not None]
    read = [one for one in found if "\0" not in one[1] and _is_cyrillic(one[1])]
    return max(read, key=lambda one: _ease(one[1]), default=None)


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _is_cyrillic(text: str) -> bool:
    """Whether it reads as Cyrillic: in letters of another table signs stand among the letters, and
    capitals or Latin letters within words.
    """
    return _strange(text) <= 0.1 and _mixed(text) <= 0.2


def _strange(text: str) -> float:
    """The share of signs, beyond those of ASCII, that stand in no Cyrillic text."""
    beyond = _BEYOND.findall(text)
    known = len(_CYRILLIC.findall("".join(beyond)))
    return (len(beyond) - known) / max(1, len(beyond))


def _mixed(text: str) -> float:
    """The share of words in which capitals or Latin letters stand among others."""
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    return sum(bool(_MIXED.search(word)) for word in words) / max(1, len(words))


def _ease(text: str) -> float:
    """How much of it is of the letters that most words of the region are made of."""
    letters = [letter for letter in text.casefold() if "\u0400" <= letter <= "\u04ff"]
    common = sum(letter in _COMMON for letter in letters)
    return common / max(1, len(letters)) - _mixed(text) - 2 * _strange(text)


def read_as(brought: Brought, name: str) -> Brought | None:
    """The same table in other letters; None where they do not have all of its bytes."""
    try:
        sheets = tuple(_sheet_as(sheet, brought.letters, name) for sheet in brought.sheets)
    except UnicodeError:
        return None
    return replace(brought, sheets=sheets, letters=name)


def _sheet_as(sheet: Sheet, was: str, name: str) -> Sheet:
    rows = (tuple(_cell_as(cell, was, name) for cell in row) for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _cell_as(cell: str, was: str, name: str) -> str:
    """All of these tables begin with ASCII."""
    return cell if cell.isascii() else cell.encode(was).decode(name)


def readings(brought: Brought) -> Iterator[tuple[str, str]]:
    """(reading, the first words in it) of all that are possible."""
    for name in LETTERS if brought.letters else ():
        found = read_as(brought, name)
        if found is not None:
            yield name, ", ".join(_sample(found))


def _sample(brought: Brought) -> list[str]:
    cells = (cell for sheet in brought.sheets for row in sheet.rows for cell in row)
    words = (cell[:40] for cell in cells if not cell.isascii())
    return [word for word, _n in zip(words, range(SAMPLE_WORDS), strict=False)]

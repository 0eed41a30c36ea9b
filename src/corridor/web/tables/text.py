"""A table as text: comma, semicolon, tab or bar, in Unicode or letters of one byte; also pasted.

Letters that cannot be told are told to be so: nothing is put in their place.

One row that is broken does not take the others with it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from corridor.domain.refusals import N_
from corridor.web.tables.letters import likely
from corridor.web.tables.model import Sheet, Unread

NOT_LETTERS: Final = N_(
    "The letters of this file cannot be told: they are neither Unicode nor Cyrillic of one byte. "
    "Save it as “CSV UTF-8” or XLSX."
)
NO_DELIMITER: Final = N_(
    "Nothing divides the cells of this file: no comma, semicolon, tab or vertical bar. "
    "Save it anew as CSV or XLSX, or paste the cells."
)
ONE_COLUMN: Final = N_("The file has one column: no comma, semicolon, tab or bar divides cells.")
LOST_LETTERS: Final = N_(
    "Where � stands, letters were lost before the file came here. Write them anew."
)
_SPOILT_FEW: Final = 3
_SPOILT_SHARE: Final = 20
"""Of so many letters beyond those of ASCII one may be spoilt."""
_LONG: Final = 4_000
"""Letters of a text in which a few bytes are no other alphabet, but an accident."""
_LOST: Final = "\ufffd"
_DELIMITERS: Final = ";,\t|"
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_ENDS: Final = re.compile(r"[;,\t|\r\n]")
_COLUMNS: Final = re.compile(r"\S {2,}\S")
_LOOKED_AT: Final = 20
_ESCAPED: Final = re.compile(r"'(?=[=+\-@])")
"""What this product's own files put before a text that a spreadsheet would take for a formula."""


def read_text(data: bytes) -> tuple[Sheet, tuple[str, ...], str] | Unread:
    """The table of a file, with what should be known of how it was read, and in which letters of
    one byte; nothing where it says so itself.
    """
    found = text_of(data)
    if found is None:
        return Unread(NOT_LETTERS)
    text, notes, letters = found
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    if lines and not any(sign in line for line in lines for sign in _DELIMITERS):
        if sum(bool(_COLUMNS.search(line.strip())) for line in lines) * 2 > len(lines):
            return Unread(NO_DELIMITER)
        notes = (*notes, ONE_COLUMN)
    return read_pasted(text), notes, letters


def read_pasted(text: str) -> Sheet:
    """The table of a text; blank rows at the end are none."""
    head, _, rest = text.partition("\n")
    if head.lower().startswith("sep="):  # a line by which spreadsheets name the delimiter
        text = rest
    delimiter = _delimiter(text.splitlines()[:_LOOKED_AT])
    try:
        rows = list(_parsed(text, delimiter))
        broken: tuple[int, ...] = ()
    except csv.Error:
        rows, broken = _line_by_line(text, delimiter)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    shown = tuple(tuple(map(_cell, row)) for row in rows)
    return Sheet("", shown, tuple(index for index in broken if index < len(rows)))


def _delimiter(lines: list[str]) -> str:
    """The sign that stands equally often in the most lines; among equals, the more frequent."""

    def fit(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        often, alike = counts.most_common(1)[0] if counts else (0, 0)
        return alike, often

    return max(_DELIMITERS, key=fit)


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _line_by_line(text: str, delimiter: str) -> tuple[list[list[str]], tuple[int, ...]]:
    """Where a quotation mark is not closed, each line stands for itself."""
    rows: list[list[str]] = []
    broken: list[int] = []
    for index, line in enumerate(text.splitlines()):
        try:
            rows.append(next(_parsed(line, delimiter), []))
        except csv.Error:
            rows.append(line.split(delimiter))
            broken.append(index)
    return rows, tuple(broken)


def _cell(text: str) -> str:
    return _ESCAPED.sub("", text, count=1) if text[:1] == "'" else text


def text_of(data: bytes) -> tuple[str, tuple[str, ...], str] | None:
    """The text, what is not certain of it, and its letters where they are of one byte; None where
    they cannot be told.
    """
    for name in ("utf-8-sig", *_utf_16(data)):
        text = _decoded(data, name)
        if text is not None and "\0" not in text:
            return text, lost_in(text), ""
    nearly = nearly_unicode(data)
    if nearly is not None and _is_little(nearly):
        return nearly, lost_in(nearly), ""
    found = likely(data)
    return (found[1], (), found[0]) if found else None


def nearly_unicode(data: bytes) -> str | None:
    """The text of a file in UTF-8 of which a few bytes were spoilt, each as U+FFFD; else None."""
    if data.count(0) > _SPOILT_FEW or (0 not in data and _decoded(data, "utf-8-sig") is not None):
        return None
    text = data.replace(b"\0", _LOST.encode()).decode("utf-8-sig", "replace")
    spoilt = text.count(_LOST)
    whole = sum(letter > "\x7f" for letter in text) - spoilt
    return text if spoilt <= max(whole, _SPOILT_FEW) else None


def _is_little(text: str) -> bool:
    """Whether so few bytes were spoilt that letters of one byte cannot have been meant."""
    beyond, spoilt = sum(letter > "\x7f" for letter in text), text.count(_LOST)
    return spoilt * _SPOILT_SHARE <= beyond or (spoilt <= _SPOILT_FEW and len(text) > _LONG)


def lost_in(text: str) -> tuple[str, ...]:
    """What is to be said of letters that another program lost."""
    return (LOST_LETTERS,) if _LOST in text else ()


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _utf_16(data: bytes) -> tuple[str, ...]:
    """Which UTF-16 it may be. Without its mark, the order of bytes in which lines and cells end."""
    if data.startswith(_MARKS):
        return ("utf-16",)
    if b"\0" not in data:
        return ()
    orders = ("utf-16-le", "utf-16-be")
    return tuple(name for name in orders if _ENDS.search(_decoded(data, name) or ""))

"""A table as text: comma, semicolon or tab, in UTF-8, UTF-16 or Windows-1251; also what is pasted.

One row that is broken does not take the others with it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from corridor.web.tables.model import LETTERS_MAX, Sheet

_DELIMITERS: Final = ";,\t"
_LOOKED_AT: Final = 20
_ESCAPED: Final = re.compile(r"'(?=[=+\-@])")
"""What this product's own files put before a text that a spreadsheet would take for a formula."""


def read_text(data: bytes) -> Sheet:
    """The table of a file."""
    return read_pasted(_text(data))


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
    return _ESCAPED.sub("", text, count=1)[:LETTERS_MAX] if text[:1] == "'" else text[:LETTERS_MAX]


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1251", errors="replace")

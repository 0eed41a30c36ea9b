"""A list as a file, row by row as it is sent: nothing is gathered, however long the list is."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Protocol

from corridor.web.cells import Plain

_LEADS: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""A spreadsheet takes a text that begins so for a formula; full-width signs too."""
_BYTE_ORDER_MARK: Final = "\ufeff"
Row = Sequence[Plain]


class ListFile(Protocol):
    """Its bytes come in pieces: the beginning, rows as often as there are some, and the end."""

    media_type: str
    suffix: str

    def begin(self, heads: Sequence[str]) -> bytes:
        """The beginning, with the headings."""

    def rows(self, rows: Iterable[Row]) -> bytes:
        """Some rows; a file may keep bytes back until the next ones."""

    def end(self) -> bytes:
        """What is left."""

    @property
    def is_full(self) -> bool:
        """Whether it holds no more rows."""


class CsvFile:
    """Comma or, where the comma is the decimal sign, semicolon; UTF-8 that Excel recognises."""

    media_type = "text/csv"
    suffix = "csv"

    def __init__(self, lang: str) -> None:
        self._decimal_comma = lang == "ru"
        self._held = io.StringIO()
        delimiter = ";" if self._decimal_comma else ","
        self._writer = csv.writer(self._held, delimiter=delimiter, lineterminator="\r\n")

    def begin(self, heads: Sequence[str]) -> bytes:
        self._held.write(_BYTE_ORDER_MARK)
        return self.rows([heads])

    def rows(self, rows: Iterable[Row]) -> bytes:
        self._writer.writerows([self._written(value) for value in row] for row in rows)
        return self._taken()

    def end(self) -> bytes:
        return self._taken()

    @property
    def is_full(self) -> bool:
        return False

    def _taken(self) -> bytes:
        text = self._held.getvalue()
        self._held.seek(0)
        self._held.truncate()
        return text.encode()

    def _written(self, value: Plain) -> str:
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", ",") if self._decimal_comma else f"{value:f}"
        return harmless(value) if isinstance(value, str) else day_or_moment(value)


def harmless(text: str) -> str:
    """The text such that no spreadsheet reckons with it."""
    return f"'{text}" if text[:1] in _LEADS and text else text


def day_or_moment(value: date | datetime) -> str:
    """ISO 8601; a moment to the minute, with the offset of its clock."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat()

"""A workbook of one sheet (ECMA-376), written straight through: its zip is sent as it grows.

Texts stand in their cells as texts (`inlineStr`), so that nothing in them is reckoned with.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast
from xml.sax.saxutils import escape, quoteattr

from corridor.web.cells import Plain
from corridor.web.listing.files import Row, day_or_moment

TEXT_MAX: Final = 32_767
"""Letters of one cell that Excel takes."""
SHEET_BYTES_MAX: Final = 1_900_000_000
"""Beyond 2 GiB a zip is of another kind, which Excel repairs before it opens it."""
_BAD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EPOCH: Final = date(1899, 12, 30)
_HEAD, _DAY = 1, 2
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '</cellStyleXfs><cellXfs count="3">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    ),
}


class XlsxFile:
    """See `ListFile`."""

    media_type = f"{_TYPE}.sheet"
    suffix = "xlsx"

    def __init__(self, title: str) -> None:
        self._title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ")
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(
            cast(Any, self._sink), "w", zipfile.ZIP_DEFLATED, compresslevel=3
        )
        self._number = 0
        self._written = 0

    def begin(self, heads: Sequence[str]) -> bytes:
        """The parts of the book, and the sheet up to its headings, which stay in sight."""
        for name, part in _PARTS.items():
            self._zip.writestr(name, _XML + part)
        book = (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name={quoteattr(self._title)} sheetId="1" r:id="rId1"/></sheets></workbook>'
        )
        self._zip.writestr("xl/workbook.xml", _XML + book)
        self._sheet = self._zip.open("xl/worksheets/sheet1.xml", "w")
        self._write(
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f'</sheetView></sheetViews><cols><col min="1" max="{len(heads)}" width="22"'
            ' customWidth="1"/></cols><sheetData>'
        )
        self._write(self._row([_text(head, _HEAD) for head in heads]))
        return self._sink.taken()

    def rows(self, rows: Iterable[Row]) -> bytes:
        self._write("".join(self._row([_cell(value) for value in row]) for row in rows))
        return self._sink.taken()

    @property
    def is_full(self) -> bool:
        """Whether no more rows fit."""
        return self._written > SHEET_BYTES_MAX

    def end(self) -> bytes:
        self._write("</sheetData></worksheet>")
        self._sheet.close()
        self._zip.close()
        return self._sink.taken()

    def _row(self, cells: list[str]) -> str:
        self._number += 1
        return f'<row r="{self._number}">{"".join(cells)}</row>'

    def _write(self, text: str) -> None:
        data = text.encode()
        self._written += len(data)
        self._sheet.write(data)


class _Sink:
    """Where the zip is written to: forward only, and taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _cell(value: Plain) -> str:
    if isinstance(value, Decimal):
        return f"<c><v>{value:f}</v></c>" if value.is_finite() else _text(str(value), 0)
    if isinstance(value, datetime):
        return _text(day_or_moment(value), 0)
    if isinstance(value, date):
        return f'<c s="{_DAY}"><v>{(value - _EPOCH).days}</v></c>'
    return _text(value, 0) if value else "<c/>"


def _text(value: str, style: int) -> str:
    shown = escape(_BAD.sub("", value)[:TEXT_MAX])
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{shown}</t></is></c>'

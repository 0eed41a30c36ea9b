"""What a file is, by its first bytes: its name may lie."""

import io
import zipfile
from typing import Final

from corridor.domain.refusals import N_
from corridor.web.tables.model import Unread
from corridor.web.tables.text import text_of

BOOKS: Final = frozenset({"xlsx", "xlsb", "xls", "ods"})
EMPTY: Final = N_("The file is empty.")
NO_TABLE: Final = N_("This is no table but %(what)s. Save the table as XLSX, ODS or CSV.")
BROKEN: Final = N_("The file is damaged: open it in your spreadsheet and save it anew.")
_STARTS: Final = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
    (b"Rar!", N_("an archive")),
    (b"7z\xbc\xaf", N_("an archive")),
    (b"\x1f\x8b", N_("an archive")),
    (b"<!doctype html", N_("a web page")),
    (b"<html", N_("a web page")),
    (b"<?xml", N_("an XML file")),
    (b"{\\rtf", N_("a text document")),
)
_OLD_BOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def kind_of(data: bytes) -> str | Unread:
    """xlsx | xlsb | xls | ods | csv, or what it is instead."""
    if not data.strip():
        return Unread(EMPTY)
    if data.startswith(_OLD_BOOK):
        return "xls"
    if data.startswith(_ZIP):
        return _packed(data)
    head = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for start, what in _STARTS:
        if head.startswith(start.lower()):
            return Unread(NO_TABLE, {"what": what})
    if b"\0" in data and text_of(data) is None:
        return Unread(NO_TABLE, {"what": N_("a file of another kind")})
    return "csv"


def _packed(data: bytes) -> str | Unread:
    """Only names are looked at; nothing is unpacked but the few letters that name an ODS."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = frozenset(packed.namelist())
            if "mimetype" in names:
                with packed.open("mimetype") as file:
                    is_ods = file.read(len(_ODS) + 1).strip() == _ODS
                return "ods" if is_ods else Unread(NO_TABLE, {"what": N_("a text document")})
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return Unread(BROKEN)
    for part, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb")):
        if part in names:
            return kind
    is_text = any(name.startswith(("word/", "ppt/")) for name in names)
    return Unread(NO_TABLE, {"what": N_("a text document") if is_text else N_("an archive")})

"""Small files of each kind that may be attached, and of kinds that may not."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""The test pattern of all virus scanners; written in pieces, so that this file is none."""
_TYPES = (
    '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def pdf_with(content: bytes) -> bytes:
    """A PDF with something in it."""
    return PDF.replace(
        b"trailer", b"2 0 obj<<>>stream\n" + content + b"\nendstream endobj\ntrailer"
    )


def jpeg_of_a_phone() -> bytes:
    """A photograph with where, when and by what it was taken."""
    picture = Image.new("RGB", (40, 30), (200, 30, 30))
    exif = picture.getexif()
    exif[0x010F] = "Telephone Maker"
    exif[0x0112] = 6  # lies on its side
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (40.0, 31.0, 12.0)
    made = BytesIO()
    picture.save(made, "JPEG", exif=exif, comment=b"secret remark")
    return made.getvalue()


def picture(kind: str, size: tuple[int, int] = (8, 6), mode: str = "RGB") -> bytes:
    """A picture of a kind that Pillow knows."""
    made = BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


def workbook(parts: Mapping[str, bytes] = {}, types: str = _TYPES) -> bytes:
    """An XLSX as far as a look into it goes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()

"""The texts of the QR codes in a picture, read apart from the network and within limits of size."""

from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image, UnidentifiedImageError

FILE_BYTES_MAX: Final = 25 << 20
PIXELS_MAX: Final = 40_000_000
"""As a telephone takes them; a picture that claims more is not opened."""
FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


class NoPicture(Exception):
    """There is no QR code to be read, and why."""


def texts_in(file: Path) -> list[str]:
    """At least one text, those of the corridor's permits first; NoPicture where there is none."""
    if file.stat().st_size > FILE_BYTES_MAX:
        raise NoPicture("the picture is too large")
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise NoPicture("the picture has too many points")
            found = zxingcpp.read_barcodes(picture.convert("L"))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise NoPicture("it is not a picture that can be read") from None
    texts = sorted((one.text for one in found if one.text), key=lambda text: text[:4] != "DTC1")
    if not texts:
        raise NoPicture("no QR code was found in it: take it again, straight and closer")
    return texts

"""Says what a file is by its content; a picture is written anew, without what cameras add.

A program of its own, so that what a hostile file may take is bounded: memory, time, bytes written.
Arguments: the file, and where the rewritten picture goes. On standard output: a `Judged` in JSON.
"""

import json
import os
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import puremagic
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from corridor.web.bounds import bound

MEMORY_BYTES_MAX = 3 << 30
CPU_SECONDS_MAX = 60
WRITTEN_BYTES_MAX = 128 << 20
PIXELS_MAX = 100_000_000
FRAMES_MAX = 100
ENTRIES_MAX = 5_000
UNPACKED_BYTES_MAX = 200 << 20
PACKED_RATIO_MAX = 200
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff"}
_WORKBOOK = b"spreadsheetml.sheet.main+xml"
_QUALITY = 90


class Refused(Exception):
    """The file is not taken; the argument is the code of why."""


def judge(path: Path, made: Path) -> str:
    """The media type; Refused where it is none that is taken, or is not what it begins as."""
    with path.open("rb") as file:
        head = file.read(4096)
    found = guesses(head)
    if head.startswith(b"%PDF-"):
        return whole_pdf(path)
    if head.startswith(b"PK\x03\x04"):
        return workbook(path)
    if found & set(_PICTURES.values()):
        return picture(path, made)
    raise Refused("type")


def guesses(head: bytes) -> set[str]:
    """Media types that the first bytes are a sign of."""
    try:
        return {one.mime_type for one in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def whole_pdf(path: Path) -> str:
    """A PDF has its end: what was cut off on the way is told, and not kept."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2048))
        if b"%%EOF" not in file.read():
            raise Refused("cut_off")
    return PDF


def workbook(path: Path) -> str:
    """An XLSX: its parts are unpacked to the end, so that none of them is a bomb or broken."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES_MAX:
                raise Refused("bomb")
            check_unpacked(archive, entries, path.stat().st_size)
            return kind_of_package(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused("broken") from error


def check_unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Count what really comes out; headers may lie."""
    total = 0
    most = min(UNPACKED_BYTES_MAX, packed * PACKED_RATIO_MAX)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused("locked")
        with archive.open(entry) as part:
            while piece := part.read(1 << 20):
                total += len(piece)
                if total > most:
                    raise Refused("bomb")


def kind_of_package(archive: zipfile.ZipFile) -> str:
    """A workbook without macros."""
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        raise Refused("type")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if _WORKBOOK not in archive.read("[Content_Types].xml"):
        raise Refused("type")
    return XLSX


def picture(path: Path, made: Path) -> str:
    """A picture, turned upright and written anew with its pixels alone."""
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and is told as such
    try:
        with Image.open(path, formats=tuple(_PICTURES)) as image:
            if image.width * image.height > PIXELS_MAX:
                raise Refused("pixels")
            kind = image.format or ""
            frames = list(cleaned(image, kind))
            save(frames, kind, made)
            return _PICTURES[kind]
    except UnidentifiedImageError as error:
        raise Refused("type") from error
    except (OSError, SyntaxError, ValueError, struct.error, EOFError) as error:
        raise Refused("broken") from error
    except MemoryError as error:
        raise Refused("pixels") from error


def cleaned(image: Image.Image, kind: str) -> Iterator[Image.Image]:
    """Its pages: of a scan all, of everything else the first."""
    pages = ImageSequence.Iterator(image) if kind == "TIFF" else [image]
    total = 0
    for number, page in enumerate(pages):
        total += page.width * page.height
        if number >= FRAMES_MAX or total > PIXELS_MAX:
            raise Refused("pixels")
        yield pixels_of(page)


def pixels_of(page: Image.Image) -> Image.Image:
    """The pixels in common colours; nothing else is carried over."""
    upright = ImageOps.exif_transpose(page)
    profile = page.info.get("icc_profile")
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    if upright.mode in ("1", "L"):
        mode = upright.mode
    plain = upright if upright.mode == mode else upright.convert(mode)
    if profile and mode in ("RGB", "RGBA") and upright.mode in ("RGB", "RGBA"):
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            plain = ImageCms.profileToProfile(plain, source, target, outputMode=mode) or plain
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def save(frames: list[Image.Image], kind: str, made: Path) -> None:
    """The picture, in the kind that it was."""
    first, rest = frames[0], frames[1:]
    options: dict[str, Any] = {"JPEG": {"quality": _QUALITY}, "WEBP": {"quality": _QUALITY}}.get(
        kind, {}
    )
    if kind == "JPEG" and first.mode == "RGBA":
        first = first.convert("RGB")
    if kind == "TIFF":
        options = {"compression": "tiff_deflate", "save_all": True, "append_images": rest}
    first.save(made, format=kind, **options)


def main() -> None:
    """Judge, and say it."""
    os.umask(0o077)
    bound(MEMORY_BYTES_MAX, CPU_SECONDS_MAX, WRITTEN_BYTES_MAX)
    path, made = map(Path, sys.argv[1:3])
    try:
        told = {"media_type": judge(path, made), "refused": ""}
    except Refused as refused:
        told = {"media_type": "", "refused": str(refused)}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()

"""The bytes of files, beside the database: `files/ab/abcd…` by hash, and parts still coming.

A whole file is made durable in this order: its bytes, then its name, then the folder that holds
the name. So a name that can be read after a crash leads to all the bytes.
"""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from corridor.engine.illness import DiskLow
from corridor.stores.errors import StoreFull

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class FileStore:
    """See the port `Files`. `has_room`: whether so many bytes more leave the reserve alone."""

    def __init__(self, folder: Path, has_room: Callable[[int], bool]) -> None:
        self._has_room = has_room
        self._whole = _made(folder / "files")
        self._parts = _made(folder / "file-parts")

    def begin(self, part: str, size: int) -> None:
        """See the port."""
        if not self._has_room(size):
            raise DiskLow
        with _Room():
            os.close(os.open(self.part(part), os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))

    def length(self, part: str) -> int | None:
        """See the port."""
        try:
            return self.part(part).stat().st_size
        except FileNotFoundError:
            return None

    def append(self, part: str, offset: int, data: bytes) -> int:
        """See the port. What did not fit is not there: a half-written piece is cut off again."""
        path = self.part(part)
        if self.length(part) != offset:
            raise ValueError("not at the end of what came before")
        try:
            with _Room(), path.open("ab") as file:
                file.write(data)
        except StoreFull:
            os.truncate(path, offset)
            raise
        return offset + len(data)

    def part(self, part: str) -> Path:
        """See the port."""
        return self._parts / part

    def digest(self, path: Path) -> str:
        """See the port."""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def keep(self, path: Path, sha256: str) -> None:
        """See the port."""
        place = self._place(sha256)
        with _Room():
            path.chmod(FILE_MODE)
            _sync(path)
            _made(place.parent)
            path.replace(place)
            _sync(place.parent)

    def find(self, sha256: str) -> Path | None:
        """See the port."""
        place = self._place(sha256)
        return place if place.is_file() else None

    def drop(self, sha256: str) -> None:
        """See the port."""
        self._place(sha256).unlink(missing_ok=True)

    def drop_part(self, part: str) -> None:
        """See the port."""
        for path in (self.part(part), self.part(f"{part}.made")):
            path.unlink(missing_ok=True)

    def old_parts(self, before_ms: int) -> Iterator[str]:
        """See the port."""
        for path in sorted(self._parts.iterdir()):
            if path.stat().st_mtime_ns // 1_000_000 < before_ms:
                yield path.name

    def kept(self) -> Iterator[str]:
        """See the port."""
        for folder in sorted(self._whole.iterdir()):
            yield from sorted(path.name for path in folder.iterdir())

    def _place(self, sha256: str) -> Path:
        return self._whole / sha256[:2] / sha256


def _made(folder: Path) -> Path:
    """The folder; a new one is durable in its parent."""
    if not folder.is_dir():
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        _sync(folder.parent)
    return folder


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Room:
    """A disk without room is an illness of the node, said as such."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise StoreFull(str(error)) from error

"""Ports for the bytes of files: where they are kept, and who looks for viruses in them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from corridor.engine.illness import Unavailable


class Files(Protocol):
    """Bytes by their hash, beside the database. Part files are what has come so far of one.

    Whatever `keep` returned from survives a crash, and so does of a part file what `synced` said.
    All of it blocks: call it off the event loop. Raises StoreFull, which is
    Unavailable, where there is no room.
    """

    def begin(self, part: str, size: int) -> None:
        """A new part file for so many bytes; DiskLow where they would use up the reserve."""

    def length(self, part: str) -> int | None:
        """Bytes that have come so far; None where there is no such part file."""

    def append(self, part: str, offset: int, data: bytes) -> int:
        """Write at the end, which must be at `offset`, else ValueError; the new length."""

    def part(self, part: str) -> Path:
        """Where it lies, for whoever looks into it."""

    def digest(self, path: Path) -> str:
        """SHA-256 in hexadecimal."""

    def keep(self, path: Path, sha256: str) -> None:
        """Durable under its hash from now on; the path is gone. Again: nothing changes."""

    def find(self, sha256: str) -> Path | None:
        """Where the bytes lie."""

    def drop(self, sha256: str) -> None:
        """They are gone; no error where they were not there."""

    def drop_part(self, part: str) -> None:
        """The same of a part file and of what was made from it."""

    def old_parts(self, before_ms: int) -> Iterable[str]:
        """Part files to which nothing was added since."""

    def kept(self) -> Iterable[str]:
        """The hashes of all files that are there."""


class ScannerAway(Unavailable):
    """The virus scanner does not answer: what was to be scanned waits."""

    illness = "scanner_away"


class Scanner(Protocol):
    """Looks for viruses."""

    async def scan(self, path: Path) -> str:
        """The name of what was found, empty where nothing was. Raises ScannerAway."""

    async def version(self) -> str:
        """What it is, with its database. Raises ScannerAway."""

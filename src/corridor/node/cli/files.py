"""Files that commands are given."""

from pathlib import Path

BYTES_MAX = 32 << 20


def read_bytes(file: Path) -> bytes:
    """The file's bytes, not endlessly many: whoever judges them refuses what is too long."""
    with file.open("rb") as stream:
        return stream.read(BYTES_MAX)

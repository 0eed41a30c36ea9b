"""A file is there whole or not at all: it gets its name when it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write it, beside its place; what breaks off leaves what was there before."""
    partial = path.with_name(f"{path.name}.part")
    yield partial
    partial.replace(path)

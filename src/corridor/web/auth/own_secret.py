"""Secrets of the node's own, in files beside the database that nobody else may read."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

_OWNER_ONLY: Final = 0o600


def own_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds. Made on first use, and then whole: a crash leaves none, not a part."""
    if not path.exists():
        beside = path.with_name(f"{path.name}.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    return path.read_bytes()

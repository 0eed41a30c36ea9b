"""Fills the growing node up to a size, and says how far it is."""

import time
from collections.abc import Callable
from pathlib import Path
from shutil import disk_usage

from corridor.engine.core import Core
from corridor.node.bench.filling import index
from corridor.node.bench.growing import Growth

BYTES_A_MOVEMENT = 16_000
TOLD_EVERY_S = 5.0
Told = Callable[[str], None]


class DiskTooSmall(Exception):
    """The store would not fit."""

    code = "bench-disk-too-small"

    def diagnostics(self) -> str:
        """What to do."""
        return "Free some space in the folder for temporary files, or ask for fewer movements."


def check_disk(folder: Path, movements: int) -> None:
    """Refuse what would not fit."""
    free, wanted = disk_usage(folder).free, movements * BYTES_A_MOVEMENT
    if free < wanted:
        raise DiskTooSmall(f"{folder}: {free >> 20} MiB are free, {wanted >> 20} MiB are needed")


def grow_to(growth: Growth, core: Core, size: int, told: Told) -> None:
    """So many movements, and what was said in them is findable."""
    _grow(growth, core, size, told)
    _index(core, told)


def _grow(growth: Growth, core: Core, size: int, told: Told) -> None:
    begun = said = time.monotonic()
    for done in growth.grow(core, size):
        if time.monotonic() - said > TOLD_EVERY_S:
            said = time.monotonic()
            told(f"{done:,} of {size:,} movements after {said - begun:.0f} s")


def _index(core: Core, told: Told) -> None:
    begun = time.monotonic()
    index(core)
    told(f"indexed after {time.monotonic() - begun:.0f} s")

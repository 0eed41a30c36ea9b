"""How much room the disk under a node's folder has: asked of the system, at most once a second."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

ASKED_S = 1.0


class DiskRoom:
    """`low_bytes`: with less free room, what need not go on waits; asked each time."""

    def __init__(
        self,
        folder: Path,
        low_bytes: Callable[[], int],
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._low = low_bytes
        self._folder = folder
        self._ask = free_bytes
        self._clock = clock
        self._asked_at = -ASKED_S
        self._free = 0

    @property
    def low_bytes(self) -> int:
        """As it is set now."""
        return self._low()

    @property
    def free_bytes(self) -> int:
        """For a process without privileges, as it was at most a second ago."""
        if self._clock() - self._asked_at >= ASKED_S:
            self._free, self._asked_at = self._ask(self._folder), self._clock()
        return self._free

    @property
    def is_low(self) -> bool:
        """Whether the room that is left is a reserve."""
        return self.free_bytes < self.low_bytes

"""An event loop whose time is virtual: it jumps to the next timer instead of waiting."""

import asyncio
import selectors
from typing import Any


class _Impatient(selectors.SelectSelector):
    """Waits for nothing; what it was asked to wait is added to the loop's time."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("the simulation waits for something that will never happen")
        self.now_s += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Same tasks, same timers, same order in each run; no thread, socket or signal."""

    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        """Seconds since the simulation began."""
        return self._impatient.now_s

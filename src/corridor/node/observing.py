"""The observatory of a running node: read by a process of its own now and then, never in the way.

What measures needs much memory and much of the processor, for a second: so it is no part of the
process that serves, nor of the writer's. It reads the database as any reader does, and what it
tells everybody comes back as one small file.
"""

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Final

import msgspec

from corridor.engine.observed import MAKING, OVERVIEW, PAST, Making, Overview
from corridor.engine.observed_invented import INVENTED, InventedMonth, month_file
from corridor.node.standing_back import stand_back

FIRST_S: Final = 20.0
"""A node that has just begun has others to think of."""
EACH_S: Final = 300.0
SHARE: Final = 20
"""It rests so many times as long as it took: a twentieth of one processor at most."""
LOOK_S: Final = 2.0
LOOKS: Final = 90
"""So often the years before a demonstration are looked for until nobody waits any longer."""
_READ: Final = msgspec.json.Decoder(Overview)
_MADE: Final = msgspec.json.Decoder(Making)
_INVENTED: Final = msgspec.json.Decoder(InventedMonth)
_log: Final = logging.getLogger("corridor")
Turn = Callable[[str], AbstractContextManager[None]]


class Observing:
    """`size`: entries of the log; nothing is done while it does not grow, or is not `is_open`.

    `tell`: what is done with what was read, each time.
    """

    def __init__(
        self,
        folder: Path,
        size: Callable[[], int],
        tell: Callable[[], Awaitable[None]] | None = None,
        is_open: Callable[[], bool] = lambda: True,
    ) -> None:
        self._folder, self._size, self._tell = folder, size, tell
        self._is_open = is_open
        self._read_at = (-1, False)
        self._known: tuple[int, Overview | None] = (0, None)

    async def run(self, turn: Turn) -> None:
        """Until the node stops."""
        await asyncio.sleep(FIRST_S)
        await self._past_is_made()
        while True:
            begun = time.monotonic()
            with turn("observatory"):
                if self._is_open():
                    await self.read_on()
            await asyncio.sleep(max(EACH_S, SHARE * (time.monotonic() - begun)))

    async def _past_is_made(self) -> None:
        """What would be read twice is waited for, but not for ever."""
        for _ in range(LOOKS):
            if self.making() is None:
                return
            await asyncio.sleep(LOOK_S)

    async def read_on(self) -> None:
        """Once: start the process where there is something to read, and wait for its end."""
        there = (self._size(), (self._folder / PAST).exists())
        if there == self._read_at:
            return
        arguments = ("-m", "corridor", "observatory", "read", str(self._folder))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        stand_back(process.pid)
        try:
            _, complaint = await process.communicate()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                process.kill()
            raise
        if process.returncode:
            raise RuntimeError(complaint.decode(errors="replace").strip()[-500:])
        self._read_at = there
        if self._tell is not None:
            await self._tell()

    @property
    def lag(self) -> int:
        """Entries of the log that were not read yet; all of them before the first time."""
        known = self.overview()
        return max(0, self._size() - (known.entries if known is not None else 0))

    def overview(self) -> Overview | None:
        """What was worked out last; None before the first time."""
        path = self._folder / OVERVIEW
        try:
            written = path.stat().st_mtime_ns
            if written != self._known[0]:
                self._known = (written, _READ.decode(path.read_bytes()))
        except OSError:
            return None
        except msgspec.DecodeError:
            _log.warning("%s is not readable: it is made anew at the next reading", path.name)
            return None
        return self._known[1]

    def making(self) -> Making | None:
        """How far the years before a demonstration are made; None where nothing is being made."""
        if (self._folder / PAST).exists():
            return None
        with suppress(OSError, msgspec.DecodeError):
            return _MADE.decode((self._folder / MAKING).read_bytes())
        return None

    def invented(self, month: str) -> InventedMonth | None:
        """What is behind the figures of an invented month; None where there is no such."""
        with suppress(OSError, msgspec.DecodeError):
            return _INVENTED.decode((self._folder / INVENTED / month_file(month)).read_bytes())
        return None

"""Work that is done in a process of its own, with bounds on all that it may take.

No request blocks the loop: the child is awaited. It is ended when its time is over or when who
asked has gone. Few are at work at once, and few wait; who comes then is told to come again.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from litestar.exceptions import HTTPException

AT_WORK_MAX: Final = 2
WAITING_MAX: Final = 8
_NOWHERE = "http://127.0.0.1:9"
_ENVIRONMENT: Final = {"http_proxy": _NOWHERE, "https_proxy": _NOWHERE, "all_proxy": _NOWHERE}
"""Nothing of ours, and should anything ever ask the network: no way there."""


class ChildBusy(HTTPException):
    """Too much of this kind is asked for at once."""

    status_code = 503


class ChildSlow(ChildBusy):
    """This one took too long."""


class ChildFailed(Exception):
    """The child could not do it: a mistake of ours or in what it was given, or not enough room."""


class Child:
    """One kind of work of a node. `program`: reads standard input, writes standard output."""

    def __init__(
        self,
        program: Path,
        seconds: float,
        bytes_max: int,
        name: str,
        waiting_max: int = WAITING_MAX,
    ) -> None:
        self._program = program
        self._seconds = seconds
        self._bytes_max = bytes_max
        self._name = name
        self._present_max = AT_WORK_MAX + waiting_max
        self._places = asyncio.Semaphore(AT_WORK_MAX)
        self._present = 0

    async def run(self, content: bytes, *arguments: str) -> bytes:
        """What the child makes of it. Raises ChildBusy, ChildSlow and ChildFailed."""
        async with self._place():
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._run(content, arguments)
            except TimeoutError:
                raise ChildSlow(detail=f"{self._name}_too_slow") from None

    @asynccontextmanager
    async def _place(self) -> AsyncGenerator[None, None]:
        if self._present >= self._present_max:
            raise ChildBusy(detail=f"{self._name}_busy")
        self._present += 1
        try:
            async with self._places:
                yield
        finally:
            self._present -= 1

    async def _run(self, content: bytes, arguments: tuple[str, ...]) -> bytes:
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(self._program),
            *arguments,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=_ENVIRONMENT,
        )
        try:
            made, said = await child.communicate(content)
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode or len(made) > self._bytes_max:
            raise ChildFailed(said.decode(errors="replace")[-2_000:])
        return made

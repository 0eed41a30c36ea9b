"""The press: sets sheets as one PDF, in a process of its own with bounds on all that it may take.

No request blocks the loop: the child is awaited. It is ended when its time is over or when who
asked has gone. Few are at work at once, and few wait; who comes then is told to come again.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec
from litestar.exceptions import HTTPException

from corridor.web.papers.sheet import Sheet

SECONDS_MAX: Final = 60
PDF_BYTES_MAX: Final = 20 << 20
AT_WORK_MAX: Final = 2
WAITING_MAX: Final = 8
CHILD: Final = Path(__file__).with_name("press_child.py")
_NOWHERE = "http://127.0.0.1:9"
_ENVIRONMENT: Final = {"http_proxy": _NOWHERE, "https_proxy": _NOWHERE, "all_proxy": _NOWHERE}
"""Nothing of ours, and should anything ever ask the network: no way there."""


class PressBusy(HTTPException):
    """Too many papers are asked for at once, or this one took too long."""

    status_code = 503


class PressFailed(Exception):
    """The child could not set the paper: a mistake of ours, or not enough memory."""


class Press:
    """One per node. Nothing is kept: a paper is set of what stands at the moment."""

    def __init__(self, seconds: float = SECONDS_MAX) -> None:
        self._seconds = seconds
        self._places = asyncio.Semaphore(AT_WORK_MAX)
        self._present = 0

    async def set(self, sheets: Sequence[Sheet]) -> bytes:
        """The PDF. Raises PressBusy and PressFailed."""
        content = msgspec.json.encode(sheets)
        async with self._place():
            try:
                async with asyncio.timeout(self._seconds):
                    return await _run(content)
            except TimeoutError:
                raise PressBusy(detail="paper_too_slow") from None

    @asynccontextmanager
    async def _place(self) -> AsyncGenerator[None, None]:
        if self._present >= AT_WORK_MAX + WAITING_MAX:
            raise PressBusy(detail="papers_busy")
        self._present += 1
        try:
            async with self._places:
                yield
        finally:
            self._present -= 1


async def _run(content: bytes) -> bytes:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(CHILD), stdin=pipe, stdout=pipe, stderr=pipe, env=_ENVIRONMENT
    )
    try:
        paper, said = await child.communicate(content)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode or len(paper) > PDF_BYTES_MAX:
        raise PressFailed(said.decode(errors="replace")[-2_000:])
    return paper

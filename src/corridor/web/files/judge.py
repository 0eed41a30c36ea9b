"""Has files judged by a child process: few at once, each with its bounds, none on the loop."""

import asyncio
import sys
from pathlib import Path
from typing import Final

import msgspec

CHILD: Final = Path(__file__).with_name("judge_child.py")
SECONDS_MAX: Final = 90.0
AT_WORK_MAX: Final = 2
_ENVIRONMENT: Final = {"PYTHONDONTWRITEBYTECODE": "1"}


class Judged(msgspec.Struct, frozen=True):
    """What a file is, or the code of why it is not taken."""

    media_type: str = ""
    refused: str = ""


class Judge:
    """One per node."""

    def __init__(self, seconds: float = SECONDS_MAX) -> None:
        self._seconds = seconds
        self._places = asyncio.Semaphore(AT_WORK_MAX)

    async def judge(self, path: Path, made: Path) -> Judged:
        """What it is. A picture lies at `made` afterwards, as it is to be kept."""
        async with self._places:
            try:
                async with asyncio.timeout(self._seconds):
                    return await _run(path, made)
            except TimeoutError:
                return Judged(refused="too_long")


async def _run(path: Path, made: Path) -> Judged:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-I", str(CHILD), str(path), str(made))
    child = await asyncio.create_subprocess_exec(
        *command, stdout=pipe, stderr=pipe, env=_ENVIRONMENT
    )
    try:
        said, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    # It was ended by its bounds, or by the file.
    return (
        Judged(refused="too_much") if child.returncode else msgspec.json.decode(said, type=Judged)
    )

"""Has files judged by a child process: few at once, each with its bounds, none on the loop."""

from pathlib import Path
from typing import Final

import msgspec

from corridor.web.child import Child, ChildFailed, ChildSlow

CHILD: Final = Path(__file__).with_name("judge_child.py")
SECONDS_MAX: Final = 90.0
SAID_BYTES_MAX: Final = 10_000
WAITING_MAX: Final = 1_000
"""An upload that is whole waits for its turn: its bytes are here already."""


class Judged(msgspec.Struct, frozen=True):
    """What a file is, or the code of why it is not taken."""

    media_type: str = ""
    refused: str = ""


class Judge:
    """One per node."""

    def __init__(self, seconds: float = SECONDS_MAX) -> None:
        self._child = Child(CHILD, seconds, SAID_BYTES_MAX, "judge", WAITING_MAX)

    async def judge(self, path: Path, made: Path) -> Judged:
        """What it is. A picture lies at `made` afterwards, as it is to be kept."""
        try:
            said = await self._child.run(b"", str(path), str(made))
        except ChildSlow:
            return Judged(refused="too_long")
        except ChildFailed:  # it was ended by its bounds, or by the file
            return Judged(refused="too_much")
        return msgspec.json.decode(said, type=Judged)

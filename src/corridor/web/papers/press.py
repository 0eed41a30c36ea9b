"""The press: sets sheets as one PDF, in a child process with bounds (`web.child`)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from corridor.web.child import Child
from corridor.web.papers.sheet import Sheet

SECONDS_MAX: Final = 300
"""By the clock: long, since a paper that a busy machine makes late is no wrong paper. What may be
taken of the processor the child bounds by itself.
"""
PDF_BYTES_MAX: Final = 20 << 20
CHILD: Final = Path(__file__).with_name("press_child.py")


class Press:
    """One per node. Nothing is kept: a paper is set of what stands at the moment."""

    def __init__(self, seconds: float = SECONDS_MAX) -> None:
        self._child = Child(CHILD, seconds, PDF_BYTES_MAX, "paper")

    async def set(self, sheets: Sequence[Sheet]) -> bytes:
        """The PDF. Raises ChildBusy, ChildSlow and ChildFailed."""
        return await self._child.run(msgspec.json.encode(sheets))

"""Sets reports as PDF, in a child process with bounds; apart from the papers of those who work."""

from collections import OrderedDict
from typing import Final

import msgspec

from corridor.web.child import Child
from corridor.web.papers.press import CHILD, PDF_BYTES_MAX, SECONDS_MAX
from corridor.web.report.content import Content

KEPT_MAX: Final = 16
LAYOUT: Final = "report.typ"


class Printer:
    """One per node. The last reports are kept: the same figures make the same report."""

    def __init__(self, seconds: float = SECONDS_MAX) -> None:
        self._child = Child(CHILD, seconds, PDF_BYTES_MAX, "report")
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    async def pdf(self, content: Content) -> bytes:
        """The PDF. Raises ChildBusy, ChildSlow and ChildFailed."""
        said = msgspec.json.encode(content)
        if said not in self._kept:
            self._kept[said] = await self._child.run(said, LAYOUT)
            if len(self._kept) > KEPT_MAX:
                self._kept.popitem(last=False)
        return self._kept[said]

"""A chart as PNG, for who cannot place an SVG: made by a child process with bounds."""

from collections import OrderedDict
from pathlib import Path
from typing import Final

from corridor.web.child import Child

SECONDS_MAX: Final = 20
BYTES_MAX: Final = 4 << 20
KEPT_MAX: Final = 32
CHILD: Final = Path(__file__).with_name("raster_child.py")


class Raster:
    """One per node. The last pictures are kept: the figures change every few minutes at most."""

    def __init__(self, seconds: float = SECONDS_MAX) -> None:
        self._child = Child(CHILD, seconds, BYTES_MAX, "chart")
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    async def png(self, svg: bytes) -> bytes:
        """The picture. Raises ChildBusy, ChildSlow and ChildFailed."""
        if svg not in self._kept:
            self._kept[svg] = await self._child.run(svg)
            if len(self._kept) > KEPT_MAX:
                self._kept.popitem(last=False)
        return self._kept[svg]

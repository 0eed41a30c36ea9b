"""The whole check, one short snapshot after the other: by hand, or slowly beside the work."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from corridor.evidence.keys import PublicKey
from corridor.node.check.channels import ChannelStage, PageStage
from corridor.node.check.finding import Finding, Stage, Step
from corridor.node.check.log import LogStage
from corridor.node.check.states import StateStage
from corridor.node.check.tables import AnswerStage, CountStage, FacetStage, IndexStage
from corridor.stores.errors import StoreDamaged
from corridor.stores.inspector import Inspector
from corridor.stores.sqlite import inspected

ROWS_AT_ONCE: Final = 500


class Place(msgspec.Struct, frozen=True):
    """Where a check stands: which stage, and what that stage goes on from."""

    stage: int = 0
    at: Any = None


class Walk:
    """A check of one node's database. `public` is the key that the node signs its log with."""

    def __init__(self, path: Path, node: str, public: PublicKey) -> None:
        self._path = path
        self.stages: tuple[Stage, ...] = (
            LogStage(node, public),
            StateStage(node),
            CountStage(),
            FacetStage(),
            IndexStage(),
            ChannelStage(),
            PageStage(),
            AnswerStage(),
        )

    def totals(self) -> list[int]:
        """How much there is to do in each stage."""
        with inspected(self._path) as look:
            return [stage.total(look) for stage in self.stages]

    def torn_pages(self) -> list[Finding]:
        """What SQLite itself finds wrong with the file; it reads all of it, in one snapshot."""
        with inspected(self._path) as look:
            return [Finding("file", self._path.name, line) for line in look.torn_pages()]

    def step(self, place: Place, limit: int = ROWS_AT_ONCE) -> tuple[Place | None, Step]:
        """Check a stretch; where to go on, None at the end of all."""
        stage = self.stages[place.stage]
        with inspected(self._path) as look:
            step = _stretch(stage, look, place.at, limit)
        if step.next is not None:
            return Place(place.stage, step.next), step
        after = place.stage + 1
        return (Place(after) if after < len(self.stages) else None), step

    def run(self, place: Place | None = None) -> Iterator[tuple[Place, Step]]:
        """All of it, stretch by stretch."""
        place = place or Place()
        while place is not None:
            following, step = self.step(place)
            yield place, step
            place = following


def _stretch(stage: Stage, look: Inspector, at: Any, limit: int) -> Step:
    """A stretch; where that cannot be read, one row, and where not even that, a finding."""
    try:
        return stage.step(look, at, limit)
    except StoreDamaged as error:
        if limit > 1:
            return _stretch(stage, look, at, 1)
        what = f"cannot be read: {error.detail}"
        return Step(stage.beyond(at), [Finding(stage.name, str(at or "beginning"), what)], 1)

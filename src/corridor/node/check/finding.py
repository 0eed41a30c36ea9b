"""What a check of the store comes to."""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from corridor.stores.inspector import Inspector


class Finding(msgspec.Struct, frozen=True):
    """One thing that is not as it was written. `table` and `row` name it; `what` is English."""

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.what}"


class Step(msgspec.Struct, frozen=True):
    """A stretch that was checked. `next`: where to go on (JSON), None at the end of the stage."""

    next: Any
    findings: Sequence[Finding] = ()
    done: int = 0
    owed: int = 0
    """What lists and timers of a later version lack until the node has started once: no finding."""


class Stage(Protocol):
    """One part of the check. Between two steps it may forget all; `at` is None at its beginning."""

    name: str

    def total(self, look: Inspector) -> int:
        """How much there is to do, in the measure of `Step.done`."""

    def step(self, look: Inspector, at: Any, limit: int) -> Step:
        """Check a stretch of about `limit` rows."""

    def beyond(self, at: Any) -> Any:
        """Where to go on when the row at this place cannot even be read."""

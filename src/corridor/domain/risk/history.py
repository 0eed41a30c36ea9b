"""What a node has seen so far, in figures that are kept and never recounted.

Values of a kilogram are kept as a histogram over steps of a tenth, so that the usual value is a
median: one declaration that is out of all proportion moves it by one place.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from corridor.domain.searching import identifier

STEPS_MAX: Final = 400
SERIES_MAX: Final = 50
SERIES_APART: Final = 1_000
"""Numbers so far from all that were seen are out of the series."""
SERIES_LEAST: Final = 5
"""So many seals of an office make a series."""


def _steps() -> tuple[int, ...]:
    """Lower bounds of the steps: each is a tenth above the one before, in whole units."""
    bounds = [0, 1]
    while len(bounds) < STEPS_MAX:
        bounds.append(max(bounds[-1] + 1, bounds[-1] * 11 // 10))
    return tuple(bounds)


BOUNDS: Final = _steps()


def step_of(amount: int) -> int:
    """The step in which an amount lies."""
    low, high = 0, len(BOUNDS) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if BOUNDS[middle] <= amount else (low, middle - 1)
    return low


class Figures(msgspec.Struct, frozen=True):
    """Values of a kilogram of one heading in one currency. `steps`: step → how many."""

    count: int = 0
    steps: dict[int, int] = {}

    def plus(self, amounts: Iterable[int]) -> "Figures":
        """The same with more of them; an amount is in thousandths of a minor unit a kilogram."""
        steps, count = dict(self.steps), self.count
        for amount in amounts:
            step = step_of(amount)
            steps[step] = steps.get(step, 0) + 1
            count += 1
        return Figures(count, steps)

    @property
    def median(self) -> int:
        """The lower bound of the step in which the middle one lies; 0 of none."""
        left = (self.count + 1) // 2
        for step in sorted(self.steps):
            left -= self.steps[step]
            if left <= 0:
                return BOUNDS[step]
        return 0


class Series(msgspec.Struct, frozen=True):
    """Seals that an office of departure has used: letters in front → (lowest, highest)."""

    count: int = 0
    spans: dict[str, tuple[int, int]] = {}

    def plus(self, seals: Iterable[str]) -> "Series":
        """The same with more of them; what bears no number is in no series."""
        spans, count = dict(self.spans), self.count
        for front, number in filter(None, map(parted, seals)):
            count += 1
            low, high = spans.get(front, (number, number))
            if front in spans or len(spans) < SERIES_MAX:
                spans[front] = (min(low, number), max(high, number))
        return Series(count, spans)

    def is_apart(self, seal: str) -> bool:
        """Whether a seal is out of what was seen; nothing is while little was."""
        found = parted(seal)
        if found is None or self.count < SERIES_LEAST:
            return False
        low, high = self.spans.get(found[0], (0, -1))
        return high < low or not low - SERIES_APART <= found[1] <= high + SERIES_APART


def parted(seal: str) -> tuple[str, int] | None:
    """Letters in front and the number behind them; None where it does not end in a number."""
    plain = identifier(seal)
    front = plain.rstrip("0123456789")
    return (front, int(plain[len(front) :])) if len(front) < len(plain) else None

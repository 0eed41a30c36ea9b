"""Axes: steps that people count in, and where a number lies."""

from math import ceil, floor
from typing import Final

import msgspec

from corridor.engine.observed_steps import step_of

TICKS: Final = 5


class Scale(msgspec.Struct, frozen=True):
    """From `low`..`high` to `start`..`end`; `ticks` are numbers worth naming."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where it lies."""
        part = (value - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)


def scale_of(low: float, high: float, start: float, end: float) -> Scale:
    """A scale that begins and ends at a tick and holds both; zero stands on it where all numbers
    are on one side of it.
    """
    low, high = min(low, 0.0), max(high, 0.0)
    step = step_of((high - low) / TICKS or 0.2)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    ticks = tuple(round(number * step, 9) for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def thinned(count: int, most: int) -> int:
    """Every which of so many labels is written, that there are at most so many."""
    return max(1, ceil(count / most))

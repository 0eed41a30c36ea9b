"""Steps that people count in: of axes, and of how something is spread."""

from math import floor, log10
from typing import Final

STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def step_of(wanted: float) -> float:
    """The next step from here: 1, 2, 2.5 or 5 times a power of ten. `wanted` is above nought."""
    size = float(10 ** floor(log10(wanted)))
    found = next((one for one in STEPS if one * size >= wanted * (1 - 1e-9)), STEPS[-1])
    return float(round(found * size, 9))

"""Size and type of a container: the four characters of ISO 6346 under its number, `22G1`.

The first one is the length. Twenty-foot equivalent units are counted by it, as ports and offices of
statistics do: a container of 40 feet is two, and a longer one two and a quarter.
"""

import re
from typing import Final

SIZE_TYPE: Final = r"\A([1-4A-HK-NP][0-9C-FL-P][A-Z][0-9A-Z])?\Z"
"""The shape of a code, or nothing: length, width and height, type."""
_SHAPE: Final = re.compile(SIZE_TYPE)
_TEU_100: Final = {"1": 50, "2": 100, "3": 150, "4": 200}
_BETWEEN: Final = "ABCDEF"
"""Lengths from 7.15 to 8.1 metres: more than 20 feet, less than 30."""


def teu_100(size_type: str) -> int | None:
    """Hundredths of a twenty-foot equivalent unit; None where the code says nothing, or is none."""
    if not size_type or not _SHAPE.match(size_type):
        return None
    length = size_type[0]
    return _TEU_100.get(length, 150 if length in _BETWEEN else 225)

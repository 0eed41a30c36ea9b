"""What an observatory would tell the other states of the months that have closed."""

from typing import Final

import msgspec

from corridor.domain.figures.state import Rows

MONTHS: Final = "observatory-months.json"
"""The file of a node's folder with it."""


class MonthTable(msgspec.Struct, frozen=True):
    """The figures of one month (`2026-10`), in the order of their keys."""

    month: str
    rows: Rows


class Months(msgspec.Struct, frozen=True):
    """Of one node, the months one after the other."""

    node: str
    months: tuple[MonthTable, ...]

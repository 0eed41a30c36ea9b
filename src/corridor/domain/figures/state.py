"""The state of one month's figures of one state: its table, and the tables that it had before."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

LEAST: Final = 5
"""Fewer than so many are told of by nobody: a single truck could be seen in them."""
ROWS_MAX: Final = 1_000
VINTAGES_MAX: Final = 24
Month = Annotated[str, Meta(pattern=r"\A20\d{2}-(0[1-9]|1[0-2])\Z")]
MeasureName = Annotated[str, Meta(pattern=r"\A[a-z0-9-]{1,32}\Z")]
Column = Annotated[str, Meta(pattern=r"\A[a-z_]{0,24}\Z")]
Value = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9>_.-]{0,40}\Z")]
Figure = Annotated[str, Meta(pattern=r"\A[a-z0-9_]{1,24}\Z")]
Number = Annotated[str, Meta(pattern=r"\A-?\d{1,18}(\.\d{1,6})?\Z")]
"""A decimal: an event has no floats."""
Cases = Annotated[int, Meta(ge=LEAST, le=10**12)]


class FigureRow(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The figures of all that have one value in common; of all together without column and value.

    ``measure`` its name, as `docs/measures.md` defines it
    ``by``      the column by which it is told
    ``n``       how many it is taken of
    ``figures`` by their names, decimals in the measure's unit
    """

    measure: MeasureName
    n: Cases
    figures: Annotated[dict[Figure, Number], Meta(max_length=8)]
    by: Column = ""
    value: Value = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the others of its table, and their order."""
        return self.measure, self.by, self.value


Rows = Annotated[tuple[FigureRow, ...], Meta(max_length=ROWS_MAX)]


class Vintage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table as it was told at an instant."""

    at: str
    rows: Rows
    invented: bool = False


class MonthFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    """All tables of a month, the first one first; the last one counts."""

    id: str
    node: str
    month: Month
    vintages: tuple[Vintage, ...]
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def last(self) -> Vintage:
        """That which counts."""
        return self.vintages[-1]


def figures_id(node: str, month: str) -> str:
    """The subject of a month: `ob-KG-2026-10`."""
    return f"ob-{node}-{month}"

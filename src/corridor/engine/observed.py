"""What an observatory tells everybody: figures of many movements, and of no single one."""

from typing import Final, Literal

import msgspec

OVERVIEW: Final = "observatory.json"
"""The file of a node's folder with what it tells everybody."""
PAST: Final = "past.parquet"
"""The file of a demonstration's node with invented rows of the years before it."""
MAKING: Final = "past.json"
"""The file of a demonstration's node with how far the years before it are made."""
OPEN: Final = "open"
"""The folder with the tables of the open data as Parquet."""
Figures = Literal["spread", "total", "share", "reliability", "quotient", "part", "balance"]


class Group(msgspec.Struct, frozen=True, omit_defaults=True):
    """The figures of all that have one value in common; of all together without `value`."""

    n: int
    figures: dict[str, float]
    value: str = ""


class Telling(msgspec.Struct, frozen=True):
    """One measure told by one column. `hidden`: groups that are too small to be told."""

    by: str
    groups: tuple[Group, ...]
    hidden: bool = False


class Measured(msgspec.Struct, frozen=True):
    """One measure, all together and by some columns; nothing of it where fewer than five are."""

    name: str
    title: str
    says: str
    unit: str
    figures: Figures
    source: str
    all: Group | None = None
    by: tuple[Telling, ...] = ()
    published: str = ""
    """The indicator of CAREC's that stands beside it."""
    kinds: tuple[str, ...] = ()
    """Of what happened, those of which a case of it is."""


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """Figures of those that have some values in common, in one month or year, or in all time
    (`period` empty). `figures` stand in the order in which their measure names them.
    """

    values: tuple[str, ...]
    period: str
    n: int
    figures: tuple[float, ...]


class Cells(msgspec.Struct, frozen=True):
    """A measure by some columns at once, by month, by year and over all time."""

    by: tuple[str, ...]
    cells: tuple[Cell, ...]


def table_name(by: tuple[str, ...]) -> str:
    """By which a table is asked for: `office-side`; `all` for all together."""
    return "-".join(by) or "all"


def open_file(measure: str, by: tuple[str, ...]) -> str:
    """The file of a table, in the folder of open data."""
    return f"{measure}--{table_name(by)}.parquet"


class Bin(msgspec.Struct, frozen=True, array_like=True):
    """How many lie from `start` up to but not at `end`; the last one has no end."""

    start: float
    end: float | None
    n: int


class Hour(msgspec.Struct, frozen=True, array_like=True):
    """An hour of the week, Monday 0 o'clock first: how many, and their middle one or their sum."""

    hour: int
    n: int
    figure: float


class Earlier(msgspec.Struct, frozen=True, array_like=True):
    """What was told of a month before it was told anew: by which columns (`table_name`), of which
    of their values, at which instant it was told first.
    """

    table: str
    values: tuple[str, ...]
    period: str
    told: str
    n: int
    figures: tuple[float, ...]


class Charted(msgspec.Struct, frozen=True):
    """All that is told of a measure in public. Every figure is of whole cells of five or more, so
    that no choice, and no difference of two, is of fewer.

    `parts`: the column whose values `hours` and `bins` name. `left_out`: how many are in no cell.
    `excluded`: how many cannot be, by the rule that says so (`negative`, `too_fast`,
    `no_rate`), in no figure either. Both are told in whole fives.
    """

    name: str
    figures: tuple[str, ...]
    tables: tuple[Cells, ...]
    parts: str = ""
    hours: dict[str, tuple[Hour, ...]] = {}
    bins: dict[str, tuple[Bin, ...]] = {}
    left_out: int = 0
    excluded: dict[str, int] = {}
    earlier: tuple[Earlier, ...] = ()
    """Of months that are over and were told anew, what was told before; the newest first."""


class Overview(msgspec.Struct, frozen=True, omit_defaults=True):
    """All measures of one node, as far as its log was read. Days are ISO, at their places."""

    node: str
    entries: int
    first: str
    last: str
    measured: tuple[Measured, ...]
    charted: tuple[Charted, ...] = ()
    invented: bool = False
    """Whether invented rows are among those that were measured."""


class Making(msgspec.Struct, frozen=True):
    """Days of the years before a demonstration that are made, of how many."""

    done: int
    of: int

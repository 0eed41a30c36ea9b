"""What a measure is: which rows it is taken of, the number on each, and what is told of many."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from ibis.expr.types import Column, Table

from corridor.domain.figures.state import LEAST
from corridor.engine.observed import Figures
from corridor.observatory.measures.figures import AFTER, BEFORE, FIGURES

MS_IN_HOUR: Final = 3_600_000


class Measure(msgspec.Struct, frozen=True):
    """One measure.

    ``name``      by which it is asked for, ``tfi1``
    ``title``     in English; translated where it is shown
    ``says``      what it says in a sentence, likewise
    ``unit``      of its value: ``h``, ``km/h``, ``t``, ``1``
    ``figures``   what is told of many: see `figures`
    ``by``        what it can be told by, all columns of its rows
    ``cells``     the columns by which everybody may choose, beside the month: what is in a group
                  of fewer than five by all of them is in no public figure at all
    ``wider``     columns that those determine, `country` by `office`: told likewise
    ``rows``      of the table of what happened: those it is taken of, with a column ``value``,
                  and what its figures need beside it
    ``kinds``     of what happened, those of which a case of it is: behind a figure stand these
    ``source``    who defines it
    ``public``    those by which everybody is told over the whole time
    ``published`` the indicator of `web/observed/published.csv` that stands beside it, if one does
    """

    name: str
    title: str
    says: str
    unit: str
    figures: Figures
    by: tuple[str, ...]
    rows: Callable[[Table], Table]
    source: str
    public: tuple[str, ...] = ()
    published: str = ""
    kinds: tuple[str, ...] = ()
    per: int = 1
    """By what figures are divided: a value is a whole number of so many parts of the unit. What is
    added up stays exact until then, and whole numbers are put in order at half of what others cost.
    Of a rate: of how many it is told.
    """
    apart: str = ""
    """The column without which it says nothing: amounts of two currencies have no sum."""
    cells: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()

    @property
    def definition(self) -> str:
        """What it says, in words: the docstring of its rows."""
        return " ".join((self.rows.__doc__ or "").split())


class Unmeasured(ValueError):
    """Something was asked that the measure cannot be told by. `allowed`: by what it can."""

    def __init__(self, asked: str, allowed: Sequence[str]) -> None:
        super().__init__(asked)
        self.asked, self.allowed = asked, tuple(allowed)


class Apart(ValueError):
    """The measure is told by this column alone, with or without others."""


SPANS: Final = ("year", "quarter", "month", "day")
"""What every measure can be told by, beside its own."""


def told(
    measure: Measure,
    facts: Table,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    first: str = "",
    last: str = "",
) -> Table:
    """A measure over a span of days, by some of its columns, of rows with certain values.

    Groups of fewer than five are left out, however they were chosen.
    """
    by = tuple(dict.fromkeys(by))
    for name in (*by, *(where or {})):
        if name not in (*measure.by, *SPANS):
            raise Unmeasured(name, (*measure.by, *SPANS))
    if measure.apart and measure.apart not in (*by, *(where or {})):
        raise Apart(measure.apart)
    rows = spanned(measure.rows(facts), first, last)
    for name, value in (where or {}).items():
        rows = rows.filter(_as_text(rows[name]) == value)
    return grouped(measure, rows, by)


def grouped(measure: Measure, rows: Table, by: Sequence[str] = ()) -> Table:
    """The figures of a measure's rows by some columns; groups of fewer than five are left out."""
    if measure.figures in BEFORE:
        rows = BEFORE[measure.figures](rows, by)
    groups = rows.group_by(list(by)) if by else rows
    found = groups.aggregate(**FIGURES[measure.figures](rows, measure.per))
    if measure.figures in AFTER:
        beside = [one for one in by if one != measure.apart]
        found = AFTER[measure.figures](found, beside, measure.per)
    enough = found.filter(found["n"] >= LEAST)
    return enough.order_by(list(by)) if by else enough


def _as_text(column: Column) -> Column:
    return column if column.type().is_string() else column.cast("string")


def spanned(rows: Table, first: str = "", last: str = "") -> Table:
    """Rows of a span of days, with their year and quarter."""
    rows = rows.filter(rows["day"] >= first) if first else rows
    rows = rows.filter(rows["day"] <= last) if last else rows
    month = rows["month"]
    quarter = (month.substr(5, 2).cast("int64") + 2) // 3
    return rows.mutate(
        year=month.substr(0, 4), quarter=month.substr(0, 4) + "-Q" + quarter.cast("string")
    )


def lasted(rows: Table) -> Column:
    """From when it began to when it ended, in milliseconds."""
    return rows["at"] - rows["since"]

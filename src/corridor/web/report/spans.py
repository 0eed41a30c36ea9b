"""The figures of some months together, as far as there is one: the same cells as the pages have."""

from collections.abc import Sequence
from typing import Final

import msgspec

from corridor.domain.growth import year_before
from corridor.domain.refusals import N_
from corridor.engine.observed import Cell
from corridor.web.observed import words
from corridor.web.observed.figure import Asked
from corridor.web.observed.shelf import (
    ADDED,
    MONTH,
    YEAR,
    growth_over,
    is_whole,
    quoted,
    together,
)

NOTHING: Final = N_("not told: fewer than five")
BY_MONTH: Final = N_("by month alone")
WHY_SORT: Final = N_("no common one of several months")
WHY_PART: Final = N_("the month goes on")
WHY_BASE: Final = N_("the year before is not told")
WHY_ZERO: Final = N_("the base is 0")
_FIGURES: Final = {"total": "sum", "spread": "mean", "share": "share"}


class Told(msgspec.Struct, frozen=True):
    """One measure over the period. `said`: which of its figures; `growth` or `why` there is none;
    `compared`: how many months of how many could be.
    """

    asked: Asked
    figure: str
    said: str
    n: int
    growth: str
    why: str
    compared: str


def told_of(asked: Asked, months: Sequence[str]) -> Told:
    """Of these months."""
    known = asked.shelf.periods(asked.name, asked.where)
    cells = [known[month] for month in months if month in known]
    name, figure, n = _together(asked, cells)
    growth, why, compared = _growth(asked, cells)
    said = words.HEADS[name] if name else ""
    return Told(asked, figure or (BY_MONTH if cells else NOTHING), said, n, growth, why, compared)


def _together(asked: Asked, cells: list[Cell]) -> tuple[str, str, int]:
    """(name of the figure, in words, n): of one month and of a whole year as the pages have it."""
    whole = cells[0] if len(cells) == 1 else _year(asked, cells)
    if whole is not None:
        return quoted(asked.shelf.charted[asked.name].figures), asked.said(whole), whole.n
    name, n = _FIGURES.get(asked.one.figures, ""), sum(one.n for one in cells)
    if not cells or not name:
        return "", "", n
    number = together(asked.shelf, asked.name, cells)
    return name, words.with_unit(asked.reader, asked.one, number, asked.currency), n


def _year(asked: Asked, cells: list[Cell]) -> Cell | None:
    """The cell of a year of which all months that are told are among these, and no others."""
    year = cells[0].period[:YEAR] if cells else ""
    known = asked.shelf.periods(asked.name, asked.where)
    of_year = {one for one in known if len(one) == MONTH and one.startswith(year)}
    return known.get(year) if cells and of_year == {one.period for one in cells} else None


def _growth(asked: Asked, cells: list[Cell]) -> tuple[str, str, str]:
    months = [one.period for one in cells]
    found = growth_over(asked.shelf, asked.name, asked.where, months)
    if found is None:
        return "", _why(asked, months) if cells else "", ""
    said = words.growth(asked.reader, found.rate, found.is_share)
    return said, "", f"{len(found.months)}/{len(months)}"


def _why(asked: Asked, months: list[str]) -> str:
    if asked.one.figures not in ADDED:
        return WHY_SORT
    known = asked.shelf.periods(asked.name, asked.where)
    whole = [one for one in months if is_whole(asked.shelf, one)]
    if not whole:
        return WHY_PART
    return WHY_ZERO if any(year_before(one) in known for one in whole) else WHY_BASE

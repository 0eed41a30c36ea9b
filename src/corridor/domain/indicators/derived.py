"""What can be worked out of reported figures: computed, and marked as such wherever it is shown.

Growth = this / base - 1, against the same period of the year before. Where the base is nought or
absent, nothing is worked out. Two series with the same figure are not the same series.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

import msgspec

from corridor.domain.growth import percent, tenth, year_before
from corridor.domain.indicators.state import Figure, Indicator

_NOT_GROWING: Final = ("percent", "year")


class Growth(msgspec.Struct, frozen=True):
    """In per cent; empty where the base is nought."""

    period: str
    base_period: str
    percent: str


def growth_of(state: Indicator) -> Iterator[Growth]:
    """Of each period that has one a year before it."""
    newest = (one.figure for one in state.newest if one.figure.value and one.figure.period)
    values = {one.period: one.value for one in newest}
    for period, value in values.items():
        base_period = year_before(period)
        if base_period in values and state.series.unit not in _NOT_GROWING:
            base = Decimal(values[base_period])
            grown = percent(Decimal(value) - base, base)
            yield Growth(period, base_period, "" if grown is None else f"{grown:f}")


def implied_base(figure: Figure, unit: str) -> str:
    """The value a year before that a stated growth comes from; empty where none does, as where
    the figure is the growth itself.
    """
    if unit in _NOT_GROWING or not (figure.value and figure.change):
        return ""
    if Decimal(figure.change) <= -100:
        return ""
    return f"{tenth(Decimal(figure.value) / (1 + Decimal(figure.change) / 100)):f}"


def alike(state: Indicator, others: Iterable[Indicator]) -> Iterator[Indicator]:
    """Other series with the same figure in the same unit: of other partners, or another period."""
    mine = {*figures_of(state)}
    return (one for one in others if one.id != state.id and mine.intersection(figures_of(one)))


def figures_of(state: Indicator) -> tuple[str, ...]:
    """Its figures of money and tonnes with their unit, in the order of the periods."""
    if state.series.unit not in ("USD_m", "t"):
        return ()
    values = (Decimal(one.figure.value) for one in state.newest if one.figure.value)
    return tuple(f"{state.series.unit}:{value.normalize():f}" for value in values)

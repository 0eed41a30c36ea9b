"""What can be worked out of reported figures: computed, and marked as such wherever it is shown.

Growth = this / base - 1, against the same period of the year before. Where the base is nought or
absent, nothing is worked out. Two series with the same figure are not the same series.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec

from corridor.domain.indicators.state import Figure, Indicator

TENTH: Final = Decimal("0.1")
_YEAR: Final = re.compile(r"\d{4}")


class Growth(msgspec.Struct, frozen=True):
    """In per cent; empty where the base is nought."""

    period: str
    base_period: str
    percent: str


def year_before(period: str) -> str:
    """The same period of the year before; a span that has two years keeps its length."""
    day, dash, rest = period.partition("-02-29")
    shifted = f"{day}-02-28{rest}" if dash else period
    return re.sub(
        r"(?:(?<=\A)|(?<=/))\d{4}", lambda found: str(int(found[0]) - 1).zfill(4), shifted
    )


def growth_of(state: Indicator) -> Iterator[Growth]:
    """Of each period that has one a year before it."""
    newest = (one.figure for one in state.newest if one.figure.value and one.figure.period)
    values = {one.period: one.value for one in newest}
    for period, value in values.items():
        base_period = year_before(period)
        if base_period in values and state.series.unit not in ("percent", "year"):
            base = Decimal(values[base_period])
            percent = tenth((Decimal(value) / base - 1) * 100) if base else ""
            yield Growth(period, base_period, percent)


def implied_base(figure: Figure) -> str:
    """The value a year before that a stated growth comes from; empty where none does."""
    if not (figure.value and figure.change) or Decimal(figure.change) <= -100:
        return ""
    return tenth(Decimal(figure.value) / (1 + Decimal(figure.change) / 100))


def tenth(value: Decimal) -> str:
    """To one decimal, halves away from nought."""
    return f"{value.quantize(TENTH, ROUND_HALF_UP):f}"


def alike(state: Indicator, others: Iterable[Indicator]) -> Iterator[Indicator]:
    """Other series with the same figure in the same unit: of other partners, or another period."""
    mine = _marks(state)
    return (one for one in others if one.id != state.id and mine & _marks(one))


def _marks(state: Indicator) -> set[tuple[str, str]]:
    is_money = state.series.unit in ("USD_m", "t")
    return {
        (state.series.unit, f"{Decimal(one.figure.value).normalize():f}")
        for one in state.newest
        if is_money and one.figure.value
    }

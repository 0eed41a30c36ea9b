"""The state of an indicator: its definition, and each figure in the order in which it came."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from corridor.domain.reported import NOTHING, Countries, Said, Source, row_id
from corridor.domain.values import Text

Unit = Literal["USD_m", "percent", "count", "t", "year", "none"]
UNITS: Final[tuple[Unit, ...]] = ("USD_m", "percent", "count", "t", "year", "none")
"""Million US dollars, per cent, pieces, tonnes, a calendar year, words without a figure."""
Standing = Literal["", "provisional", "final", "revised"]
STANDINGS: Final[tuple[Standing, ...]] = ("", "provisional", "final", "revised")
Answer = Literal["agreed", "disputed"]
FIGURES_MAX: Final = 500
"""In one command."""
KEPT_MAX: Final = 5_000
_POINT: Final = r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
Period = Annotated[str, Meta(pattern=rf"\A({_POINT}(/{_POINT})?)?\Z")]
"""A year, quarter, month or day, or the first and last of a span; empty where none was stated."""
Value = Annotated[str, Meta(pattern=r"\A(-?\d{1,15}(\.\d{1,6})?)?\Z")]
MaybeCountry = Annotated[str, Meta(pattern=r"\A([A-Z]{2})?\Z")]


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is counted, in which unit, between whom. `by`: whose, where it is not mutual.

    `is_target`: its figures are wanted, not found.
    """

    title: Said
    unit: Unit
    parties: Countries
    definition: Said = NOTHING
    by: MaybeCountry = ""
    is_target: bool = False


class Figure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One figure as reported. `said`: its words; `value`: the number in them, in the series' unit.

    `change`: growth in per cent as stated; `base`: against what, as stated. Nothing is filled in.
    """

    period: Period
    said: Said
    source: Source
    period_said: Said = NOTHING
    value: Value = ""
    bound: Literal["", ">", "<", "≈"] = ""
    change: Value = ""
    base: Said = NOTHING
    standing: Standing = ""


Figures = Annotated[tuple[Figure, ...], Meta(min_length=1, max_length=FIGURES_MAX)]


class Kept(msgspec.Struct, frozen=True):
    """A figure with who stated it and when; later ones of its period stand in its place."""

    number: int
    figure: Figure
    at: str
    by: str


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a party says of one figure; its own value, where it has another."""

    number: int
    node: str
    answer: Answer
    at: str
    by: str
    value: Value = ""
    reason: Text = ""


class Indicator(msgspec.Struct, frozen=True, omit_defaults=True):
    """One series."""

    id: str
    home: str
    number: str
    series: Series
    stated_at: str
    stated_by: str
    kept: tuple[Kept, ...] = ()
    answers: tuple[Answered, ...] = ()
    updated_at: str = ""
    unheard: tuple[str, ...] = ()

    @property
    def speakers(self) -> frozenset[str]:
        """The nodes that may say something of it."""
        return frozenset((self.home, *self.series.parties))

    @property
    def newest(self) -> tuple[Kept, ...]:
        """Of each period the figure that stands now, in the order of the periods."""
        found = {one.figure.period: one for one in self.kept}
        return tuple(found[period] for period in sorted(found))

    def earlier(self, kept: Kept) -> tuple[Kept, ...]:
        """What was said of the same period before."""
        same = (one for one in self.kept if one.figure.period == kept.figure.period)
        return tuple(one for one in same if one.number < kept.number)


def indicator_id(node: str, number: str) -> str:
    """The subject of a series: `in-KZ-F14`."""
    return row_id("in", node, number)


def news_in(state: Indicator | None, figures: Iterable[Figure]) -> Iterator[Figure]:
    """Of these figures, those that say something else than what stands."""
    newest = {} if state is None else {one.figure.period: one.figure for one in state.newest}
    return (one for one in figures if newest.get(one.period) != one)


def yearly_of(state: Indicator) -> dict[str, Decimal]:
    """Its values of whole years."""
    newest = (one.figure for one in state.newest if one.figure.period.isdecimal())
    return {one.period: Decimal(one.value) for one in newest if one.value}

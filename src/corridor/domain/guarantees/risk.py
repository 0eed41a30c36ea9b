"""The amount at risk: what a state of the way could ask for, were the goods to stay there.

The duty is reckoned on the value, the VAT on value and duty; a guarantee has to cover the state
that could ask for most. The rates are dated data and illustrative: no office has confirmed them,
excise and preferences are left out. Where nothing is known of the goods, a flat amount is usual.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib import resources
from typing import Annotated, Final, Literal, NamedTuple

import msgspec
from msgspec import Meta

from corridor.domain.territories import territory_of
from corridor.domain.values import Date

_HUNDRED: Final = Decimal(100)


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rate from one day to another, both included, of goods whose HS code begins so.

    `where`: of a duty the customs territory, of VAT the state.
    """

    kind: Literal["duty", "vat"]
    where: str
    hs: str
    percent: Annotated[str, Meta(pattern=r"\A\d{1,3}(\.\d{1,2})?\Z")]
    valid_from: Date
    valid_to: Date | None = None

    def holds(self, kind: str, where: str, hs: str, day: str) -> bool:
        """Whether it is said of these goods there on that day."""
        is_then = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return is_then and (self.kind, self.where) == (kind, where) and hs.startswith(self.hs)


class Goods(NamedTuple):
    """What the reckoning has to know of goods: their class, and what they are worth."""

    hs: str
    value_minor: int


class Step(NamedTuple):
    """Goods with the same rates in one state."""

    value_minor: int
    duty_percent: str
    duty_minor: int
    vat_percent: str
    vat_minor: int


class StateRisk(NamedTuple):
    """What one state could ask for; no steps where its rates are not known."""

    country: str
    steps: tuple[Step, ...]

    @property
    def amount_minor(self) -> int:
        """Duty and VAT of all goods."""
        return sum(step.duty_minor + step.vat_minor for step in self.steps)

    @property
    def is_known(self) -> bool:
        """Whether there are rates for all of it."""
        return bool(self.steps)


@cache
def load_rates() -> tuple[Rate, ...]:
    """The rates of this package."""
    data = resources.files(__package__) / "data" / "rates.json"
    return msgspec.json.decode(data.read_bytes(), type=tuple[Rate, ...])


def risks_of(
    goods: Iterable[Goods], countries: Iterable[str], rates: tuple[Rate, ...], day: str
) -> tuple[StateRisk, ...]:
    """What each state could ask for, in the order of the way; minor units, rounded up."""
    lines = tuple(goods)
    return tuple(StateRisk(country, _steps(lines, country, rates, day)) for country in countries)


def greatest(risks: tuple[StateRisk, ...]) -> StateRisk | None:
    """The state that could ask for most: so much is at risk. None where no rate is known."""
    known = [risk for risk in risks if risk.is_known]
    return max(known, key=lambda risk: risk.amount_minor, default=None)


def _steps(
    goods: tuple[Goods, ...], country: str, rates: tuple[Rate, ...], day: str
) -> tuple[Step, ...]:
    """Goods of the same rates together; none where one of them has no rate."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for one in goods:
        duty = _percent(rates, "duty", territory_of(country), one.hs, day)
        vat = _percent(rates, "vat", country, one.hs, day)
        if duty is None or vat is None:
            return ()
        sums[duty, vat] += one.value_minor
    return tuple(_step(value, duty, vat) for (duty, vat), value in sorted(sums.items()))


def _step(value: int, duty: str, vat: str) -> Step:
    due = _part(value, duty)
    return Step(value, duty, due, vat, _part(value + due, vat))


def _part(minor: int, percent: str) -> int:
    exact = Decimal(minor) * Decimal(percent) / _HUNDRED
    return int(exact.to_integral_value(ROUND_CEILING))


def _percent(rates: tuple[Rate, ...], kind: str, where: str, hs: str, day: str) -> str | None:
    """The rate of the longest HS prefix."""
    found = [rate for rate in rates if rate.holds(kind, where, hs, day)]
    best = max(found, key=lambda rate: len(rate.hs), default=None)
    return best.percent if best is not None else None

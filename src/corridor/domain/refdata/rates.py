"""Money of one currency in another, by the rates that one state issued for its own."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from corridor.domain.codes import CURRENCY_MINOR_DIGITS
from corridor.domain.reference.model import RateRow
from corridor.domain.values import Currency, Whole

Rates = Mapping[str, RateRow]
RateText = Annotated[str, Meta(max_length=24)]


class RateSaid(msgspec.Struct, frozen=True):
    """So many units of a currency cost so much of the issuing state's own."""

    currency: Currency
    per: Whole
    rate: RateText
    base: Currency


def converted(minor: int, currency: str, into: str, rates: Rates) -> int | None:
    """Minor units of `into`, rounded up; None where the state says nothing of one of the two."""
    if currency == into:
        return minor
    cost, price = _cost(currency, rates), _cost(into, rates)
    digits = CURRENCY_MINOR_DIGITS
    if cost is None or price is None or currency not in digits or into not in digits:
        return None
    shift = Decimal(10) ** (digits[into] - digits[currency])
    return int((minor * cost / price * shift).to_integral_value(ROUND_CEILING))


def _cost(currency: str, rates: Rates) -> Decimal | None:
    """What one unit costs in the state's own currency."""
    row = rates.get(currency)
    if row is not None:
        return Decimal(row.rate) / row.per
    return Decimal(1) if any(one.base == currency for one in rates.values()) else None


def said_of(currencies: Iterable[str], rates: Rates) -> tuple[RateSaid, ...]:
    """The rates of these currencies; the state's own has none."""
    rows = (rates[one] for one in currencies if one in rates)
    return tuple(RateSaid(row.currency, row.per, row.rate, row.base) for row in rows)

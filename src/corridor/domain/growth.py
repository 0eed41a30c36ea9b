"""Growth: this / base - 1 in per cent, against the same period of the year before."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

TENTH: Final = Decimal("0.1")
_YEARS: Final = re.compile(r"(?:(?<=\A)|(?<=/))\d{4}")


def year_before(period: str) -> str:
    """The same period of the year before; a span that has two years keeps its length."""
    day, dash, rest = period.partition("-02-29")
    shifted = f"{day}-02-28{rest}" if dash else period
    return _YEARS.sub(lambda found: str(int(found[0]) - 1).zfill(4), shifted)


def percent(part: Decimal | int, base: Decimal | int) -> Decimal | None:
    """A part of its base in per cent; None where the base is nought."""
    return tenth(Decimal(part) * 100 / Decimal(base)) if base else None


def tenth(value: Decimal) -> Decimal:
    """To one decimal, halves away from nought."""
    return value.quantize(TENTH, ROUND_HALF_UP)

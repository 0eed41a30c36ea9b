"""Amounts of money as people type them."""

import re
from decimal import Decimal
from typing import Final

from corridor.domain.codes import minor_digits
from corridor.domain.typed import number

_AMOUNT: Final = re.compile(r"\d{1,13}(?:\.\d{1,4})?", re.ASCII)


def minor_of(text: str, currency: str) -> int | None:
    """Minor units of `50 000,00`; None where it is no amount, or finer than the currency."""
    plain = number(text)
    if not _AMOUNT.fullmatch(plain):
        return None
    minor = Decimal(plain).scaleb(minor_digits(currency))
    return int(minor) if minor == minor.to_integral_value() else None

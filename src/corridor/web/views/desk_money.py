"""Amounts of money as people type them."""

import re
from decimal import Decimal
from typing import Final

from corridor.domain.codes import CURRENCY_MINOR_DIGITS, capitals, minor_digits
from corridor.domain.typed import number
from corridor.web.forms import Form
from corridor.web.i18n import Words

_AMOUNT: Final = re.compile(r"\d{1,13}(?:\.\d{1,4})?", re.ASCII)


def minor_of(text: str, currency: str) -> int | None:
    """Minor units of `50 000,00`; None where it is no amount, or finer than the currency."""
    plain = number(text)
    if not _AMOUNT.fullmatch(plain):
        return None
    minor = Decimal(plain).scaleb(minor_digits(currency))
    return int(minor) if minor == minor.to_integral_value() else None


def paid_in(form: Form, say: Words) -> tuple[int, str]:
    """Minor units and currency that a form says were paid; what is neither has an error there."""
    currency = capitals(form["currency"])
    minor = minor_of(form["amount"], currency)
    if currency not in CURRENCY_MINOR_DIGITS:
        form.add_error("currency", say("Choose a currency."))
    elif not minor:
        form.add_error("amount", say("State the amount, for example 1 250,00."))
    return minor or 0, currency

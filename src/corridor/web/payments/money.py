"""Amounts as people type them, in minor units of their currency."""

from babel.numbers import get_currency_precision

from corridor.web.views.desk_money import minor_of as plain_minor_of


def minor_of(text: str, currency: str) -> int:
    """Minor units of `150,00`; 0 where it is no amount above nothing in this currency."""
    return plain_minor_of(text, get_currency_precision(currency)) or 0 if currency else 0

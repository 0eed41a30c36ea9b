"""The currencies that forms offer."""

from typing import Final

OFFERED: Final = (
    *("EUR", "USD", "CHF", "CNY"),
    *("KGS", "KZT", "UZS", "TMT", "TJS", "AZN", "GEL", "TRY", "RUB"),
)
"""Those of the corridor, and those in which guarantees are given and drivers pay along it; any
other can be stated by the API.
"""

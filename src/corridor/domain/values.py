"""Field types of the declared data: their length and shape limits, and nothing else.

Check digits and code lists are rules (`movement/rules`), not shapes: a wrong check digit deserves
an explanation, a wrong shape cannot be stored. What stands in every goods item has limits of
length alone and is a rule for the rest: a pattern costs more than decoding all other of the item.
Patterns end in `\\Z`, since `$` lets a newline in.
Masses are kilograms as decimal strings; money is an integer of minor units with its currency.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal

from msgspec import Meta

Country = Annotated[str, Meta(min_length=2, max_length=2)]
Currency = Annotated[str, Meta(min_length=3, max_length=3)]
Date = Annotated[str, Meta(pattern=r"\A\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")]
Instant = Annotated[
    str, Meta(pattern=r"\A\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z\Z", max_length=27)
]
Whole = Annotated[int, Meta(ge=1 - 2**53, le=2**53 - 1)]
"""An integer that every reader of JSON reads alike (RFC 8785): an event has no other."""
Kilograms = Annotated[str, Meta(max_length=18)]
MinorUnits = Annotated[int, Meta(ge=0, le=10**15)]
Office = Annotated[str, Meta(min_length=8, max_length=8)]
Count = Annotated[int, Meta(ge=0, le=99_999_999)]
Number = Annotated[int, Meta(ge=1, le=99_999)]
Code = Annotated[str, Meta(min_length=1, max_length=17)]
QuestionCode = Annotated[str, Meta(pattern=r"\A[a-z0-9_]{1,40}\Z")]
DriverPaper = Literal["visa", "licence", "adr_training", "tachograph_card"]
"""Papers of a driver, as a firm's book names them."""
Short = Annotated[str, Meta(max_length=35)]
Line = Annotated[str, Meta(max_length=140)]
Text = Annotated[str, Meta(max_length=512)]
_SEEN = r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
_NOT_BLANK = rf"\A[\s\S]*{_SEEN}[\s\S]*\Z"
Reason = Annotated[str, Meta(min_length=1, max_length=512, pattern=_NOT_BLANK)]
"""What somebody has to explain: blanks and marks that nobody sees explain nothing."""
LongText = Annotated[str, Meta(max_length=2_000)]
Words = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=_NOT_BLANK)]
Reference = Annotated[str, Meta(min_length=1, max_length=70)]
SealId = Annotated[str, Meta(min_length=1, max_length=20)]


_MASS = re.compile(r"\d{1,11}(?:\.\d{1,6})?", re.ASCII)


@lru_cache(maxsize=10_000)
def is_mass(value: str) -> bool:
    """Whether a text is a mass: up to eleven digits and six decimals."""
    return _MASS.fullmatch(value) is not None


def kilograms(value: str) -> Decimal:
    """The number behind a mass; zero where it is absent, or no mass (another state may say so)."""
    return Decimal(value) if is_mass(value) else Decimal(0)


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return re.search(_SEEN, text) is None


def is_later(instant: str, than: str) -> bool:
    """Whether one instant comes after another, whatever the digits of their fractions."""
    return instant.removesuffix("Z") > than.removesuffix("Z")

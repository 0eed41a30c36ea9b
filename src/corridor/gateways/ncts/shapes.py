"""Whether a text has the shape that its element asks for (XML Schema part 2, simple types)."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from corridor.gateways.ncts.table import TABLE, Leaf

_WHITE = re.compile(r"[\t\n\r ]+")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")

Fault = tuple[str, str]
"""What is wrong (`pattern`, `length`, `type` …) and what was asked for."""


def normalised(text: str, base: str) -> str:
    """The text with the white space that its type does not keep taken out."""
    if base == "normalizedString":
        return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
    return _WHITE.sub(" ", text).strip(" ")


def fault_of(text: str, number: int) -> Fault | None:
    """What is wrong with a text as leaf `number` of the table, if anything."""
    leaf = TABLE.leaves[number]
    value = normalised(text, leaf.base)
    if not _TYPES[leaf.base](value):
        return "type", leaf.base
    return (
        _outside_codes(value, leaf)
        or _wrong_length(value, leaf)
        or _unmatched(value, number)
        or _wrong_number(value, leaf)
    )


def _outside_codes(value: str, leaf: Leaf) -> Fault | None:
    if leaf.enum and value not in leaf.enum:
        return "code", ", ".join(code.strip() for code in leaf.enum[:12])
    return None


def _wrong_length(value: str, leaf: Leaf) -> Fault | None:
    size = len(value)
    if leaf.length is not None and size != leaf.length:
        return "length", str(leaf.length)
    if leaf.min_length is not None and size < leaf.min_length:
        return "length", f"≥ {leaf.min_length}"
    if leaf.max_length is not None and size > leaf.max_length:
        return "length", f"≤ {leaf.max_length}"
    return None


def _unmatched(value: str, number: int) -> Fault | None:
    for pattern in _patterns(number):
        if not pattern.fullmatch(value):
            return "pattern", pattern.pattern
    return None


@cache
def _patterns(number: int) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in TABLE.leaves[number].patterns)


def _wrong_number(value: str, leaf: Leaf) -> Fault | None:
    if leaf.base not in ("integer", "decimal"):
        return None
    whole, _, fraction = value.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if leaf.total_digits is not None and len(whole) + len(fraction) > leaf.total_digits:
        return "digits", f"≤ {leaf.total_digits}"
    if leaf.fraction_digits is not None and len(fraction) > leaf.fraction_digits:
        return "decimals", f"≤ {leaf.fraction_digits}"
    return _out_of_bounds(int(whole or "0") * (-1 if value[0] == "-" else 1), bool(fraction), leaf)


def _out_of_bounds(whole: int, has_fraction: bool, leaf: Leaf) -> Fault | None:
    least, most = leaf.min_inclusive, leaf.max_inclusive
    if least is not None and whole < least:
        return "bounds", f"≥ {least}"
    if most is not None and (whole > most or (whole == most and has_fraction)):
        return "bounds", f"≤ {most}"
    return None


def _parses(read: Callable[[str], object]) -> Callable[[str], bool]:
    def can_read(value: str) -> bool:
        try:
            read(value)
        except ValueError:
            return False
        return True

    return can_read


def _date_time(value: str) -> datetime:
    """XML Schema writes the end of a day as 24:00:00."""
    return datetime.fromisoformat(value.replace("T24:00:00", "T00:00:00"))


_TYPES: dict[str, Callable[[str], bool]] = {
    "token": lambda value: True,
    "normalizedString": lambda value: True,
    "integer": lambda value: bool(_INTEGER.fullmatch(value)),
    "decimal": lambda value: bool(_DECIMAL.fullmatch(value)),
    "date": _parses(date.fromisoformat),
    "dateTime": _parses(_date_time),
}

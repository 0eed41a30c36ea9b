"""Codes of the Harmonised System, as tariff books print them and as spreadsheets spoil them.

A spreadsheet takes `0809290000` for a number: the leading zero falls away, and a long one turns
into `8.0929E+8`. What is likely is told to be offered, and is never taken without being asked.
"""

import re
from typing import Final

from corridor.domain.typed import listed, plain

LENGTHS: Final = (4, 6, 8, 10)
"""Heading, subheading, and the codes of unions and states."""
SHOWN_MIN: Final = 4
"""Digits behind the point from which on a rounded number still tells a code from its neighbours."""
_GROUPED: Final = re.compile(r"\d{4}(?:[ .-]?\d{1,4})*|\d{2}(?:[ .]\d{2})+", re.ASCII)
_POWER: Final = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.ASCII)
_FLOAT: Final = re.compile(r"(\d+)[.,]0+", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"(\d),(\d+E\+?\d)", re.IGNORECASE)


def hs_code(text: str) -> str:
    """The digits of `0809 29 00 00`; what cannot be read stays as it was given."""
    value = _bare(text)
    digits = re.sub(r"\D", "", value)
    is_code = _GROUPED.fullmatch(value) and len(digits) in LENGTHS and not _is_float(value)
    return digits if is_code else text.strip()


def hs_codes(text: str) -> tuple[str, ...]:
    """The codes of a list. Blanks group the digits of one, or divide several that are whole."""
    found: list[str] = []
    for part in listed(_DECIMAL_COMMA.sub(r"\1.\2", plain(text))):
        pieces = part.split()
        if len(pieces) == 1 or not all(map(is_hs, pieces)):
            found.append(hs_code(part))
        else:  # `0809 5205` may be one code or two: nobody knows but who wrote it
            found += pieces if len("".join(pieces)) > max(LENGTHS) else [part]
    return tuple(found)


def is_hs(text: str) -> bool:
    """Whether it is digits of a code, as many as codes have."""
    return text.isascii() and text.isdecimal() and len(text) in LENGTHS


def likely_hs(text: str) -> str:
    """What a spreadsheet probably was given, where it is no code now; else nothing."""
    value = _bare(text)
    power, float_ = _POWER.fullmatch(value), _FLOAT.fullmatch(value)
    if is_hs(hs_code(text)):
        return ""
    if power:
        digits = _expanded(power[1], power[2] or "", int(power[3]))
    else:
        digits = float_[1] if float_ else re.sub(r"[ .-]", "", value)
    zero = "0" if len(digits) % 2 else ""
    return zero + digits if is_hs(zero + digits) else ""


def _bare(text: str) -> str:
    """Without the marks by which spreadsheets are told that something is a text."""
    return plain(text).upper().strip("'\"=` \u2019")


def _is_float(value: str) -> bool:
    """`84139100.0` is a number that a program wrote; a group of one zero is none of a tariff."""
    return bool(re.fullmatch(r"\d+\.0", value, re.ASCII))


def _expanded(first: str, rest: str, power: int) -> str:
    """The digits of `8.0929E+8`; nothing where some were lost, or stand behind the point."""
    is_whole = len(rest) == power or SHOWN_MIN <= len(rest) < power
    return first + rest.ljust(power, "0") if is_whole else ""

"""Numbers painted on what moves: containers, wagons, plates; and the places it moves between."""

import re

from corridor.domain.codes.check_digits import (
    alternating_check_digit,
    check_digit,
    station_check_digit,
)
from corridor.domain.codes.iso import COUNTRY_CODES, CURRENCY_MINOR_DIGITS
from corridor.domain.codes.verdict import CodeVerdict, bad, good, matched

CONTAINER = re.compile(r"[A-Z]{3}[A-KUZ][0-9]{7}")
"""ISO 6346 (the fourth letter U, J or Z), or an ILU code of EN 13044-1 (any other up to K): UIRR
gives its owner keys so that they never meet those of the BIC. One digit checks both.
"""
_ANY_BOX = re.compile(r"[!-~](?:[ -~]{0,15}[!-~])?")
WAGON = re.compile(r"[0-9]{8}|[0-9]{12}")
_IMO = re.compile(r"[0-9]{7}")
_WAGON_SEPARATORS = str.maketrans("", "", " -")
_STATION = re.compile(r"[0-9]{6,8}")
_ESR_DIGITS = 6
_PLATE = re.compile(r"[^\W_a-z](?:[^\W_a-z]|[ \-./](?=[^\W_])){0,34}")
_UNLOCODE = re.compile(r"([A-Z]{2})[A-Z2-9]{3}")


def check_container(text: str) -> CodeVerdict:
    """ISO 6346 container number or ILU code of a swap body or semi-trailer, 11 characters.

    A box of another shape or with a wrong digit does travel: warns, does not block. Only what
    cannot stand in a declaration (empty, over 17 characters, not printable ASCII) blocks.
    """
    if not _ANY_BOX.fullmatch(text):
        return bad("container", text, "format")
    if not CONTAINER.fullmatch(text):
        return bad("container", text, "not_iso6346", blocking=False)
    expected = check_digit(text[:10])
    if expected != text[10]:
        return bad("container", text, "check_digit", expected=expected, blocking=False)
    return good("container", text)


def check_wagon(text: str) -> CodeVerdict:
    """Wagon number: 12 digits (UIC 438-2) or 8 (1520 mm gauge); spaces and hyphens as painted.

    A wagon whose digit is wrong, or painted over, does travel: warns, does not block.
    """
    digits = text.translate(_WAGON_SEPARATORS)
    if not WAGON.fullmatch(digits):
        return bad("wagon", text, "format")
    expected = alternating_check_digit(digits[:-1])
    if expected != digits[-1]:
        return bad("wagon", digits, "check_digit", expected=expected, blocking=False)
    return good("wagon", digits)


def check_imo(text: str) -> CodeVerdict:
    """IMO number of a ship, seven digits: six of them times 7 to 2 sum up to the last."""
    if not _IMO.fullmatch(text):
        return bad("imo", text, "format")
    total = sum(int(digit) * weight for digit, weight in zip(text, range(7, 1, -1), strict=False))
    if str(total % 10) != text[6]:
        return bad("imo", text, "check_digit", expected=str(total % 10))
    return good("imo", text)


def check_station(text: str) -> CodeVerdict:
    """Code of a railway station: six digits (1520 mm network), or seven or eight of the UIC.

    The sixth digit checks the five before it. Location codes of the UIC (state and five digits) are
    written with and without a digit of their own, which is not judged here. Warns only.
    """
    if not _STATION.fullmatch(text):
        return bad("station", text, "format", blocking=False)
    if len(text) != _ESR_DIGITS:
        return good("station", text)
    expected = station_check_digit(text[:-1])
    if expected != text[-1]:
        return bad("station", text, "check_digit", expected=expected, blocking=False)
    return good("station", text)


def check_plate(text: str) -> CodeVerdict:
    """Registration number of a vehicle: 1 to 35 capitals and digits (NCTS R0473).

    Plates have no worldwide form: letters of any script are taken, single separators between.
    """
    if text != text.upper():
        return bad("plate", text, "lower_case")
    return matched("plate", text, _PLATE)


def check_unlocode(text: str) -> CodeVerdict:
    """UN/LOCODE: country and three characters A-Z, 2-9, no space."""
    parts = _UNLOCODE.fullmatch(text)
    if not parts:
        return bad("unlocode", text, "format")
    return good("unlocode", text) if parts[1] in COUNTRY_CODES else bad("unlocode", text, "country")


def check_country(text: str) -> CodeVerdict:
    """ISO 3166-1 alpha-2 country code, existing today."""
    return good("country", text) if text in COUNTRY_CODES else bad("country", text, "unknown")


def check_currency(text: str) -> CodeVerdict:
    """ISO 4217 code of a currency that circulates today (no funds, metals or test codes)."""
    known = text in CURRENCY_MINOR_DIGITS
    return good("currency", text) if known else bad("currency", text, "unknown")

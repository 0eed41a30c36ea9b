"""Numbers that customs give or ask for: MRN, GRN, LRN, TIR carnet, e-permit, HS, office, seal."""

import re
from functools import lru_cache
from typing import Final

from corridor.domain.codes.check_digits import check_digit
from corridor.domain.codes.iso import COUNTRY_CODES
from corridor.domain.codes.verdict import CodeVerdict, bad, good, matched

PROCEDURE_LETTERS: Final = "JKLM"
"""17th character of an MRN: J no safety data, K exit, L entry, M both."""
PROCEDURE_LETTER_OF: Final = {"0": "J", "1": "L", "2": "K", "3": "M"}
"""That letter by the code of the safety data declared (NCTS R0410)."""

MRN = re.compile(r"[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9]")
GRN = re.compile(r"[0-9]{2}[A-Z]{2}[A-Z0-9]{12}[0-9](?:[A-Z][0-9]{6})?")
_LRN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,21}")
_SEAL = re.compile(r"[!-~](?:[ -~]{0,18}[!-~])?")
_OFFICE = re.compile(r"[A-Z]{2}[A-Z0-9]{6}")
_HS = re.compile(r"[0-9]{6}(?:[0-9]{2}){0,2}")
_TIR_NUMBER = re.compile(r"[1-9][0-9]{0,7}")
TIR_LETTERED = re.compile(r"(?:X[A-Z]|[A-Z]X)[0-9]{8,9}")
_TIR_LAST: Final = 25_000_000
_EPERMIT = re.compile(r"([A-Z]{2})-([A-Z]{2})-2[0-9]{3}-[123]-[1-9][0-9]{0,9}")

_YEAR = re.compile(r"[0-9]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_TWELVE = re.compile(r"[A-Z0-9]{12}")


def check_mrn(text: str) -> CodeVerdict:
    """MRN of a transit movement, 18 characters: shape, check digit, procedure letter."""
    if not MRN.fullmatch(text):
        return bad("mrn", text, "format")
    expected = check_digit(text[:17])
    if expected != text[17]:
        return bad("mrn", text, "check_digit", expected=expected)
    if text[16] not in PROCEDURE_LETTERS:
        return bad("mrn", text, "procedure_letter")
    return good("mrn", text)


@lru_cache(maxsize=10_000)
def check_grn(text: str) -> CodeVerdict:
    """GRN, 17 characters; with a voucher letter and six digits more, 24.

    Remembered, since a guarantee stands in every declaration that uses it.
    """
    if not GRN.fullmatch(text):
        return bad("grn", text, "format")
    expected = check_digit(text[:16])
    if expected != text[16]:
        return bad("grn", text, "check_digit", expected=expected)
    return good("grn", text)


def make_mrn(year2: str, country: str, twelve: str, procedure_letter: str) -> str:
    """An MRN with its check digit: ``make_mrn("26", "KG", "0000OSH00042", "J")``.

    Raises ValueError when a part has not its shape: the parts are ours, not a user's.
    """
    if procedure_letter not in tuple(PROCEDURE_LETTERS):
        raise ValueError(f"procedure letter {procedure_letter!r} is none of {PROCEDURE_LETTERS}")
    body = _body(year2, country, twelve) + procedure_letter
    return body + check_digit(body)


def guarantor_of(grn: str) -> str:
    """The state whose guarantor issued it, and whose node answers for it."""
    return grn[2:4]


def make_grn(year2: str, country: str, twelve: str, voucher: str = "") -> str:
    """A GRN with its check digit; ``voucher`` is empty or a letter and six digits."""
    body = _body(year2, country, twelve)
    made = body + check_digit(body) + voucher
    if not GRN.fullmatch(made):
        raise ValueError(f"voucher {voucher!r} is not a letter and six digits")
    return made


def _body(year2: str, country: str, twelve: str) -> str:
    for pattern, part in ((_YEAR, year2), (_COUNTRY, country), (_TWELVE, twelve)):
        if not pattern.fullmatch(part):
            raise ValueError(f"{part!r} is not of the shape {pattern.pattern}")
    return year2 + country + twelve


def check_lrn(text: str) -> CodeVerdict:
    """LRN: 1 to 22 Latin letters, digits and hyphens, as an office of NCTS prints it (an..22)."""
    return matched("lrn", text, _LRN)


def check_tir(text: str) -> CodeVerdict:
    """TIR carnet number: up to 25,000,000, or two letters, one of them X, and 8 or 9 digits.

    The algorithm behind the letters is not public, so the shape is all that is checked.
    """
    plain = _TIR_NUMBER.fullmatch(text)
    if plain:
        return good("tir", text) if int(text) <= _TIR_LAST else bad("tir", text, "range")
    return matched("tir", text, TIR_LETTERED)


def check_epermit(text: str) -> CodeVerdict:
    """e-permit id ``issuer-issuedfor-year-type-serial``: ``TR-UZ-2025-1-1``."""
    parts = _EPERMIT.fullmatch(text)
    if not parts:
        return bad("epermit", text, "format")
    if not COUNTRY_CODES.issuperset(parts.groups()):
        return bad("epermit", text, "country")
    if parts[1] == parts[2]:
        return bad("epermit", text, "same_country")
    return good("epermit", text)


def check_hs(text: str) -> CodeVerdict:
    """HS subheading of 6 digits, or a national or union code of 8 or 10 that begins with it.

    Chapters run from 01 to 97; 98 and 99 are left to national use, 77 and 00 do not exist.
    """
    if not _HS.fullmatch(text):
        return bad("hs", text, "format")
    if text[:2] in ("00", "77"):
        return bad("hs", text, "chapter")
    return good("hs", text)


def check_office(text: str) -> CodeVerdict:
    """Reference of a customs office: country and six alphanumerics. Existence is not checked."""
    return matched("office", text, _OFFICE)


def check_seal(text: str) -> CodeVerdict:
    """Seal identifier: 1 to 20 printable ASCII characters, no space at either end."""
    return matched("seal", text, _SEAL)

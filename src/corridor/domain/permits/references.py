"""References of payments: the creditor reference of ISO 11649, `RF` with two check digits.

The check digits are those of ISO 7064 MOD 97-10: the reference with `RF` and them moved to its end,
letters as numbers from A = 10, is 1 modulo 97.
"""

import re
from typing import Final

_FORM: Final = re.compile(r"RF\d{2}[A-Z0-9]{1,21}", re.ASCII)
_MODULUS: Final = 97


def creditor_reference(token: str) -> str:
    """The reference for capitals and digits, at most 21."""
    check = _MODULUS + 1 - _number(f"{token}RF00") % _MODULUS
    return f"RF{check:02d}{token}"


def read_reference(text: str) -> str:
    """The reference in a text as a bank wrote it; empty where it is none, or mistyped."""
    found = "".join(text.split()).upper()
    if not _FORM.fullmatch(found):
        return ""
    return found if _number(found[4:] + found[:4]) % _MODULUS == 1 else ""


def _number(text: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in text))

"""Texts in Latin letters, letter by letter, each script by a standard that can be named.

Cyrillic by ISO 9:1995, Georgian by the national system of 2002, Armenian by ISO 9985:1996; the
tables are `reference/letters.csv`. Georgian knows no capitals: a text that begins with its letters
begins with a capital. Arabic and Persian leave most vowels unwritten, so what stands for their
letters is approximate: signs after ISO 233-2 and 233-3, and no vowel is guessed. Letters of other
scripts stay as they are.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from corridor.domain.reference.loader import load_letters


def in_latin(text: str) -> str:
    """The text in Latin letters; itself where nothing in it has to be put into them."""
    if text.isascii():
        return text
    table, whole = _table(), unicodedata.normalize("NFC", text)
    said = "".join(table.get(letter, letter) for letter in whole)
    return said[:1].upper() + said[1:] if _is_georgian(whole[0]) else said


def _is_georgian(letter: str) -> bool:
    return "\u10d0" <= letter <= "\u10ff"


@cache
def _table() -> Mapping[str, str]:
    table = {}
    for row in load_letters():
        table[row.letter] = row.latin
        if not _is_georgian(row.letter) and row.letter.upper() != row.letter:
            table[row.letter.upper()] = row.latin[:1].upper() + row.latin[1:]
    return MappingProxyType(table)

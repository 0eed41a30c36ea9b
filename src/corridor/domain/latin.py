"""Texts in Latin letters, letter by letter, each script by a standard that can be named.

Cyrillic by ISO 9:1995, Georgian by the national system of 2002, Armenian by ISO 9985:1996; the
tables are `reference/letters.csv`. Georgian knows no capitals: a text that begins with its letters
begins with a capital, and of a name every word does. Arabic and Persian leave most vowels
unwritten, so what stands for their letters is approximate: signs after ISO 233-2 and 233-3, and no
vowel is guessed. Letters of other scripts stay as they are.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from corridor.domain.reference.loader import load_letters

_GEORGIAN: Final = re.compile("[\u10d0-\u10ff]+")


def in_latin(text: str, is_name: bool = False) -> str:
    """The text in Latin letters; itself where nothing in it has to be put into them."""
    if text.isascii():
        return text
    table, whole = _table(), unicodedata.normalize("NFC", text)
    said = [table.get(letter, letter) for letter in whole]
    for word in _GEORGIAN.finditer(whole):
        if is_name or word.start() == 0:
            first = said[word.start()]
            said[word.start()] = first[:1].upper() + first[1:]
    return "".join(said)


def _is_georgian(letter: str) -> bool:
    return _GEORGIAN.match(letter) is not None


@cache
def _table() -> Mapping[str, str]:
    table = {}
    for row in load_letters():
        table[row.letter] = row.latin
        if not _is_georgian(row.letter) and row.letter.upper() != row.letter:
            table[row.letter.upper()] = row.latin[:1].upper() + row.latin[1:]
    return MappingProxyType(table)

"""Names in Latin letters beside those of other scripts: on desks where the reader cannot read them,
on papers always, for a paper goes through the hands of all.

Cyrillic, Georgian and Armenian letter by letter (`domain/latin.py`); Chinese in pinyin with tones,
by ISO 7098:2015, syllable by syllable. Arabic and Persian do not write their vowels: what stands
for their letters is approximate, and is marked so.
"""

import importlib
import re
from typing import Final

from corridor.domain.latin import in_latin

_HAN: Final = re.compile("[\u4e00-\u9fff]+")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_LATIN: Final = (range(0x250), range(0x1E00, 0x1F00))
_CYRILLIC: Final = range(0x400, 0x530)


def latin(text: str, is_name: bool = False) -> str:
    """The text in Latin letters; empty where it needs none."""
    said = in_latin(_HAN.sub(_pinyin, text), is_name) if not text.isascii() else text
    about = "~ " if _ARABIC.search(text) else ""
    return about + said if said != text else ""


def legible(text: str, lang: str, is_name: bool = False) -> str:
    """The text, with Latin letters in brackets where a reader of this language needs them."""
    if not is_foreign(text, lang):
        return text
    said = latin(text, is_name)
    return f"{text} [{said}]" if said else text


def is_foreign(text: str, lang: str) -> bool:
    """Whether something in it is written in letters that a reader of this language cannot read."""
    return not text.isascii() and any(_is_foreign(letter, lang) for letter in text)


def _is_foreign(letter: str, lang: str) -> bool:
    code = ord(letter)
    known = any(code in part for part in _LATIN) or (lang == "ru" and code in _CYRILLIC)
    return not known and letter.isalpha()


def _pinyin(found: re.Match[str]) -> str:
    """Loaded when the first Chinese name comes, and not by every node at its start: it is large."""
    library = importlib.import_module("pypinyin")
    syllables = library.lazy_pinyin(found[0], style=library.Style.TONE)
    return " ".join(syllables).capitalize()

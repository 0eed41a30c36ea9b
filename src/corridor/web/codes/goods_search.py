"""Codes of goods by words in Russian and English, or by their first digits.

A word that is asked for is cut to its stem, and a word of a title answers when it begins with that:
`черешни` finds `черешня`. Most of the words asked for count first, then whole words before parts.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import takewhile
from typing import Final, NamedTuple

import snowballstemmer

from corridor.domain.reference.nomenclature import Nomenclature
from corridor.web.headings import english

HEADINGS_MAX: Final = 20
WORDS_MAX: Final = 12
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_PLAIN: Final = {0x0451: 0x0435}  # Cyrillic io as ie
_WHOLE, _NEAR, _PART = 4, 2, 1
_ENDING: Final = 3
"""Letters by which a word may be longer than the stem and still be the word that was meant."""


class Hit(NamedTuple):
    """A heading, and those of its subheadings that were meant."""

    heading: str
    subheadings: tuple[str, ...]


class _Index(NamedTuple):
    words: tuple[str, ...]
    codes: Mapping[str, frozenset[str]]


def find(asked: str, goods: Nomenclature) -> tuple[Hit, ...]:
    """The headings of a list that fit best, the best first; nothing where nothing fits."""
    digits = re.sub(r"[\s.-]", "", asked)
    if digits.isascii() and digits.isdecimal():
        return tuple(_by_digits(digits, goods))
    words = tuple(dict.fromkeys(_words(asked)))[:WORDS_MAX]
    return tuple(_by_words(words, goods))[:HEADINGS_MAX]


def _by_digits(digits: str, goods: Nomenclature) -> Iterator[Hit]:
    for code in goods.headings:
        if len(code) == len("0000") and (code.startswith(digits) or digits.startswith(code)):
            under = _under(code, goods)
            meant = tuple(one for one in under if one.startswith(digits[:6]))
            yield Hit(code, meant if len(digits) > len(code) else under)


def _under(heading: str, goods: Nomenclature) -> tuple[str, ...]:
    return tuple(heading + end for end in goods.headings[heading].subheadings)


def _by_words(words: tuple[str, ...], goods: Nomenclature) -> list[Hit]:
    headings, subheadings = _indexes(goods)
    in_headings = [_scores(headings, word) for word in words]
    in_subheadings = [_scores(subheadings, word) for word in words]
    ranks: dict[str, tuple[int, int]] = {}
    for code in {c[:4] for scores in (*in_headings, *in_subheadings) for c in scores}:
        best = [
            max((above.get(code, 0), *(below.get(sub, 0) for sub in _under(code, goods))))
            for above, below in zip(in_headings, in_subheadings, strict=True)
        ]
        ranks[code] = (sum(1 for one in best if one), sum(best))
    most = max((count for count, _ in ranks.values()), default=0)
    fitting = [code for code, (count, _) in ranks.items() if count == most]
    fitting.sort(key=lambda code: (-ranks[code][1], code))
    return [Hit(code, _meant(_under(code, goods), in_subheadings)) for code in fitting]


def _meant(under: tuple[str, ...], below: Iterable[Mapping[str, int]]) -> tuple[str, ...]:
    """The subheadings that answer each word that any of them answers; all, if none answers all."""
    narrower = [scores for scores in below if any(sub in scores for sub in under)]
    meant = tuple(sub for sub in under if all(sub in scores for scores in narrower))
    return meant or under


def _scores(index: _Index, word: str) -> dict[str, int]:
    """How well each code answers a word."""
    stem = _stem(word)
    found: dict[str, int] = {}
    begun = index.words[bisect_left(index.words, stem) :]
    for one in takewhile(lambda candidate: candidate.startswith(stem), begun):
        near = _NEAR if len(one) <= len(stem) + _ENDING else _PART
        score = _WHOLE if one == word else near
        for code in index.codes[one]:
            found[code] = max(score, found.get(code, 0))
    return found


def _stem(word: str) -> str:
    language = "russian" if "\u0400" <= word[0] <= "\u04ff" else "english"
    stem = str(_stemmers()[language].stemWord(word))
    return stem if word.startswith(stem) and len(stem) >= _ENDING else word


@cache
def _stemmers() -> Mapping[str, snowballstemmer.stemmer]:
    return {language: snowballstemmer.stemmer(language) for language in ("russian", "english")}


@lru_cache(maxsize=4)
def _indexes(goods: Nomenclature) -> tuple[_Index, _Index]:
    """Of headings, in both languages, and of subheadings; made once for each list."""
    headings = {
        code: f"{one.name_ru} {one.words_ru} {one.name_en} {english().get(code, '')}"
        for code, one in goods.headings.items()
        if len(code) == len("0000")
    }
    subheadings = {
        code: text
        for code, text in english().items()
        if len(code) == len("000000") and code[:4] in headings and goods.exists(code)
    }
    return _index(headings), _index(subheadings)


def _index(texts: Mapping[str, str]) -> _Index:
    codes: dict[str, set[str]] = {}
    for code, text in texts.items():
        for word in _words(text):
            codes.setdefault(word, set()).add(code)
    return _Index(tuple(sorted(codes)), {word: frozenset(them) for word, them in codes.items()})


def _words(text: str) -> list[str]:
    """Words of two letters or more, without case; letters with accents stay what they are."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    return _WORD.findall(folded)

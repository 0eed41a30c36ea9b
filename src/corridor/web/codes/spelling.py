"""How states and places are spelled in the languages of the corridor, whichever the reader's is.

A name is looked for with its letters as they are and once more as somebody writes it who has no
such keys: `Oʻsh` is found by `Osh`, `Қазақстан` by `Казакстан`.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from corridor.domain.reference import Reference
from corridor.domain.reference.loader import load_country_spellings
from corridor.domain.searching import words_of

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'`´ʹʻʼʽ‘’′"))
_LETTERS: Final = {
    0x049B: 0x043A,  # Cyrillic ka with descender as ka
    0x0493: 0x0433,  # Cyrillic ghe with stroke as ghe
    0x04B1: 0x0443,  # Cyrillic straight u with stroke as u
    0x04AF: 0x0443,  # Cyrillic straight u as u
    0x0456: 0x0438,  # Cyrillic byelorussian-ukrainian i as i
    0x04A3: 0x043D,  # Cyrillic en with descender as en
    0x04E9: 0x043E,  # Cyrillic barred o as o
    0x04BB: 0x0445,  # Cyrillic shha as ha
    0x04B3: 0x0445,  # Cyrillic ha with descender as ha
    0x04B7: 0x0447,  # Cyrillic che with descender as che
    0x0497: 0x0436,  # Cyrillic zhe with descender as zhe
    0x04D9: 0x0430,  # Cyrillic schwa as a
}
_BARE: Final[dict[int, int | None]] = {**_LETTERS, **_APOSTROPHES}


@lru_cache(maxsize=20_000)
def spellings(text: str) -> tuple[tuple[str, ...], ...]:
    """Its words, and last, without apostrophes and the letters that one alphabet alone has."""
    plain = words_of(text)
    bare = words_of(text.casefold().translate(_BARE))
    return (plain,) if plain == bare else (plain, bare)


def of_country(code: str) -> tuple[str, ...]:
    """What a state is called in languages of the corridor that no page is in."""
    return load_country_spellings().get(code, ())


def of_place(reference: Reference, id: str) -> tuple[str, ...]:
    """The same of a place."""
    found = reference.places.get(id)
    return found.names_other if found is not None else ()


def of_office(reference: Reference, code: str) -> tuple[str, ...]:
    """An office by the name in its state's language, and by those of the place where it stands."""
    found = reference.offices.get(code)
    return () if found is None else (found.name_own, *of_place(reference, found.place))


def fits(asked: str, names: Iterable[str]) -> bool:
    """Whether each word asked for is in one of the names, in whatever spelling."""
    known = [" ".join(words) for name in names for words in spellings(name)]
    return all(any(word in one for one in known) for word in spellings(asked)[-1])

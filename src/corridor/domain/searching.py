"""The one normal form of what people look for: identifiers by any part, names by words.

A plate, a container, a seal or a number is compared without case, spaces and hyphens, and with the
Latin letter for a Cyrillic one that looks the same; a name by its words, without accents.
"""

import unicodedata
from functools import lru_cache
from typing import Final

import msgspec

from corridor.domain.typed import latin, tidy

PART_MIN: Final = 3
"""Letters that a part of an identifier must have to be looked for."""
_PLAIN: Final[dict[int, str | int]] = {
    0x0451: 0x0435,  # Cyrillic io as ie
    0x0259: "e",  # schwa
    0x0131: "i",  # i without a dot
    0x0142: "l",  # l with a stroke
    0x00F8: "o",  # o with a stroke
    0x0111: "d",  # d with a stroke
}


class Findable(msgspec.Struct, frozen=True):
    """By what a subject is found, and at which desks: `customs:KGOSH001`, `carrier:ala-too`.

    Who is at none of these desks does not find it, nor is it counted for them.
    """

    desks: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@lru_cache(maxsize=10_000)
def identifier(text: str) -> str:
    """Capitals and digits alone, full-width ones as the plain ones."""
    return "".join(letter for letter in latin(text) if letter.isalnum())


def mark_of(text: str) -> str:
    """What tells a seal, a box or a vehicle from another, also one of whose marks none is plain."""
    return identifier(text) or text


@lru_cache(maxsize=10_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, without case and accents: ё as е, ə as e, ş as s."""
    folded = unicodedata.normalize("NFKC", tidy(text)).casefold().translate(_PLAIN)
    bare = (c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return tuple("".join(c if c.isalnum() else " " for c in bare).split())


def findable(desks: frozenset[str], ids: tuple[str, ...], names: tuple[str, ...]) -> Findable:
    """In normal form; identifiers shorter than a part are left out."""
    known = frozenset(found for found in map(identifier, ids) if len(found) >= PART_MIN)
    return Findable(desks, known, frozenset[str]().union(*map(words_of, set(names))))

"""Which codes of goods there are, by one list of chapters and headings."""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Final

from corridor.domain.reference.code_rows import CodeRow, GoodsCode

NATIONAL: Final = ("98", "99")
"""Chapters that the Harmonized System leaves to the states."""


class Nomenclature:
    """One list, down to the six digits that are the same everywhere. Compared by identity.

    ``headings``  chapters and headings, by code
    ``exists``    whether there is such a chapter, heading or subheading; of a longer code, its
                  subheading. The code is made of digits. Chapters left to the states are taken
                  as they are. Remembered, since the same few thousand come again and again.
    """

    __slots__ = ("exists", "headings")

    def __init__(self, rows: Mapping[str, CodeRow]) -> None:
        self.headings = {code: row for code, row in rows.items() if isinstance(row, GoodsCode)}
        under = (
            code + end for code, heading in self.headings.items() for end in heading.subheadings
        )
        known = frozenset((*self.headings, *under))
        self.exists = lru_cache(maxsize=10_000)(partial(_exists, known))


def _exists(known: frozenset[str], code: str) -> bool:
    return code[:2] in NATIONAL or code[:6] in known

"""The sections of the Harmonized System: the first and last chapter of each."""

from typing import Final

import ibis
from ibis.expr.types import Column

SECTIONS: Final = {
    "I": ("01", "05"),
    "II": ("06", "14"),
    "III": ("15", "15"),
    "IV": ("16", "24"),
    "V": ("25", "27"),
    "VI": ("28", "38"),
    "VII": ("39", "40"),
    "VIII": ("41", "43"),
    "IX": ("44", "46"),
    "X": ("47", "49"),
    "XI": ("50", "63"),
    "XII": ("64", "67"),
    "XIII": ("68", "70"),
    "XIV": ("71", "71"),
    "XV": ("72", "83"),
    "XVI": ("84", "85"),
    "XVII": ("86", "89"),
    "XVIII": ("90", "92"),
    "XIX": ("93", "93"),
    "XX": ("94", "96"),
    "XXI": ("97", "97"),
}
"""HS 2022, World Customs Organization. Chapter 77 is kept free in XV."""


def section_of(chapter: Column) -> Column:
    """The number of the section, in Roman figures; nothing where there is no such chapter."""
    branches = (
        (chapter.between(first, last), number) for number, (first, last) in SECTIONS.items()
    )
    return ibis.cases(*branches, else_="")

"""The commodity nomenclature that all states share: which codes of goods there are.

The Harmonized System in its edition of 2022, down to the six digits that are the same everywhere.
Digits seven to ten are a state's or a union's own and are not known here.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from corridor.domain.reference.loader import GoodsCode, load_goods_codes

EDITION: Final = "HS 2022"
VALID_TO: Final = "2027-12-31"
"""Last day of this edition; that of 2028 takes its place."""
NATIONAL: Final = ("98", "99")
"""Chapters that the Harmonized System leaves to the states."""


@cache
def goods_codes() -> Mapping[str, GoodsCode]:
    """Chapters and headings, by code."""
    return MappingProxyType({one.code: one for one in load_goods_codes()})


@lru_cache(maxsize=10_000)
def exists(code: str) -> bool:
    """Whether there is such a chapter, heading or subheading; of a longer code, its subheading.

    ``code`` is made of digits. Chapters left to the states are taken as they are.
    """
    if code[:2] in NATIONAL:
        return True
    if len(code) < len("000000"):
        return code in goods_codes()
    heading = goods_codes().get(code[:4])
    return heading is not None and code[4:6] in heading.subheadings

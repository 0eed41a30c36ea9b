"""The commodity nomenclature that comes with the program.

The Harmonized System in its edition of 2022, down to the six digits that are the same everywhere.
Digits seven to ten are a state's or a union's own and are not known here. Which codes count on a
day, where a state issued a list of its own, says `Reference.goods`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from corridor.domain.reference.code_rows import GoodsCode
from corridor.domain.reference.loader import load_goods_codes

EDITION: Final = "HS 2022"
VALID_TO: Final = "2027-12-31"
"""Last day of this edition; that of 2028 takes its place."""


@cache
def goods_codes() -> Mapping[str, GoodsCode]:
    """Chapters and headings, by code."""
    return MappingProxyType({one.code: one for one in load_goods_codes()})

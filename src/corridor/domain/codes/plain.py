"""A number as it is issued, out of how people write it: small letters, blanks, hyphens.

For what a person types, and for judging whether two texts name the same. What has not the shape of
its kind stays as given, so that whoever checks it shows what was written.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from corridor.domain.codes.customs import GRN, MRN, TIR_LETTERED
from corridor.domain.codes.transport import CONTAINER
from corridor.domain.searching import identifier

_SHAPES: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {"mrn": MRN, "grn": GRN, "container": CONTAINER, "tir": TIR_LETTERED}
)


def as_issued(kind: str, text: str) -> str:
    """The number of this kind that a text stands for: `msku 123456-5` is MSKU1234565."""
    shape, plain = _SHAPES.get(kind), identifier(text)
    return plain if shape and shape.fullmatch(plain) else text.strip()


def capitals(text: str) -> str:
    """As a plate or a permit number stands written: capitals, single blanks, its own hyphens."""
    return " ".join(text.upper().split())

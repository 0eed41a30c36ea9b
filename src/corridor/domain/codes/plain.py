"""A number as it is issued, out of how people write it: small letters, blanks, hyphens.

For what a person types, and for judging whether two texts name the same. What has not the shape of
its kind stays as given, so that whoever checks it shows what was written.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from corridor.domain.codes.customs import GRN, MRN, TIR_LETTERED
from corridor.domain.codes.transport import CONTAINER, WAGON
from corridor.domain.searching import identifier
from corridor.domain.typed import latin, one_line, plain

_SHAPES: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "mrn": MRN,
        "grn": GRN,
        "container": CONTAINER,
        "tir": TIR_LETTERED,
        "wagon": WAGON,
        "station": re.compile(r"[0-9]{6,8}"),
        "plate": re.compile(r"[A-Z0-9]{1,35}"),
        "currency": re.compile(r"[A-Z]{3}"),
        "access_code": re.compile(r"[A-Z0-9]{4}"),
    }
)
PLATE_MIN: Final = 5
PLATE_MAX: Final = 12
"""What the numbers of the corridor's states and their neighbours hold, with room to spare."""
_UN: Final = re.compile(r"(?:UN|OOH)? ?(?:NO)?[ .:-]*(?P<digits>[0-9]+)")


def as_issued(kind: str, text: str) -> str:
    """The number of this kind that a text stands for: `msku 123456-5` is MSKU1234565."""
    shape, found = _SHAPES.get(kind), identifier(text)
    return found if shape and shape.fullmatch(found) else one_line(text)


def capitals(text: str) -> str:
    """As a seal or a permit number stands written: capitals, single blanks, its own hyphens.

    A letter of another script stays where not all of them look like Latin ones.
    """
    found = latin(text)
    return " ".join((found if found.isascii() else plain(text).upper()).split())


def plate_of(text: str) -> str:
    """A registration number in capitals without blanks, as the forms ask for it."""
    found = as_issued("plate", text)
    return found if found.isascii() else "".join(plain(text).upper().split())


def is_hardly_a_plate(text: str) -> bool:
    """Whether it is unlike the number of any vehicle: too short, too long, no digit, no letter."""
    found = identifier(text)
    digits = sum(map(str.isdigit, found))
    is_vehicle = PLATE_MIN <= len(found) <= PLATE_MAX and 2 <= digits < len(found)
    return not (is_vehicle or WAGON.fullmatch(found))


def un_number(text: str) -> str:
    """The digits of `UN 1203`; what is no such number stays as given."""
    found = _UN.fullmatch(latin(text))
    return found["digits"] if found else text.strip()

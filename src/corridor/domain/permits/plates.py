"""Registration numbers of vehicles: when two of them are the same, and when they may be.

One plate is written with and without spaces and dashes, in Cyrillic or Latin letters: that is the
same plate. A letter O for a zero is for an officer's eyes.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from corridor.domain.refusals import Refusal
from corridor.domain.searching import identifier
from corridor.domain.typed import listed

PLATE_LETTERS_MAX: Final = 35
PLATES_MAX: Final = 10
"""A truck with its trailers; more are other permits."""

_ALIKE = str.maketrans("01", "OI")


def covers(permitted: Iterable[str], plates: Iterable[str]) -> bool:
    """Whether all vehicles are named in the permit; a permit that names none is for any."""
    named = {identifier(plate) for plate in permitted}
    return not named or named.issuperset(identifier(plate) for plate in plates)


def alike(permitted: Iterable[str], plate: str) -> bool:
    """Whether the plate differs from a permitted one in digits that look like letters alone."""
    return identifier(plate).translate(_ALIKE) in {
        identifier(one).translate(_ALIKE) for one in permitted
    }


def wrong_plates(plates: tuple[str, ...], pointer: str) -> Iterator[Refusal]:
    """Each names one vehicle, and has a letter or a figure that an officer can compare."""
    if len(plates) > PLATES_MAX:
        yield Refusal("permit_plates_many", pointer, "", {"limit": str(PLATES_MAX)})
        return
    for place, plate in enumerate(plates):
        is_one = len(listed(plate)) == 1 and identifier(plate)
        if not is_one or len(plate) > PLATE_LETTERS_MAX:
            args = {"plate": plate[:60], "limit": str(PLATE_LETTERS_MAX)}
            yield Refusal("permit_plate_form", f"{pointer}/{place}", "", args)

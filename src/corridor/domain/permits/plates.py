"""Registration numbers of vehicles: when two of them are the same, and when they may be.

People write one plate with and without spaces and dashes, and with Cyrillic or Latin letters that
look alike. The first is the same plate; the second is for an officer's eyes.
"""

from collections.abc import Iterable

VEHICLE_KINDS = frozenset(
    {"road_transit", "oversize", "dangerous_goods", "explosives", "radioactive"}
)
"""Permits for a named vehicle; the others are for the goods."""

_SEPARATORS = str.maketrans("", "", " -\u00a0")
_ALIKE = str.maketrans("АВЕКМНОРСТУХІ0", "ABEKMHOPCTYXIO")


def plate_key(plate: str) -> str:
    """The plate as it is compared: capitals, without separators."""
    return plate.translate(_SEPARATORS).upper()


def covers(permitted: Iterable[str], plates: Iterable[str]) -> bool:
    """Whether all vehicles are named in the permit; a permit that names none is for any."""
    named = {plate_key(plate) for plate in permitted}
    return not named or named.issuperset(plate_key(plate) for plate in plates)


def alike(permitted: Iterable[str], plate: str) -> bool:
    """Whether the plate differs from a permitted one in look-alike letters alone."""
    return plate_key(plate).translate(_ALIKE) in {
        plate_key(one).translate(_ALIKE) for one in permitted
    }

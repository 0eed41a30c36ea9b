"""What CAREC's CPMM published of the same: it stands beside a figure, and is not one of ours.

CPMM asks drivers of some corridors; a node measures what it sees. The two are not the same thing.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

FILE: Final = Path(__file__).with_name("published.csv")
SHOWN_MAX: Final = 6


class Published(msgspec.Struct, frozen=True):
    """One value by road. `of`: a state, an office, or nothing for all of CAREC."""

    indicator: str
    of: str
    year: str
    direction: str
    value: str
    unit: str
    source: str


@cache
def all_published() -> tuple[Published, ...]:
    """In the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Published(**row) for row in csv.DictReader(file))


def published_of(indicator: str, where: Mapping[str, str]) -> tuple[Published, ...]:
    """The latest of both directions together, or of each where that is all there is."""
    of = where.get("office") or where.get("country") or ""
    known = [one for one in all_published() if one.indicator == indicator and one.of == of]
    both = [one for one in known if one.direction == "all"]
    return tuple(sorted(both or known, key=lambda one: one.year, reverse=True)[:SHOWN_MAX])

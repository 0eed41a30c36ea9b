"""Sets of serial numbers, kept as ranges that do not touch, in rising order."""

from collections.abc import Iterable
from typing import Final

import msgspec

from corridor.domain.values import Whole

RANGES_MAX: Final = 1_000


class Range(msgspec.Struct, frozen=True):
    """Serial numbers from the first to the last, both included."""

    first: Whole
    last: Whole

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


Ranges = tuple[Range, ...]


def count_of(ranges: Ranges) -> int:
    """How many numbers there are in all."""
    return sum(one.count for one in ranges)


def holds(ranges: Ranges, wanted: Range) -> bool:
    """Whether all numbers of a range are among them."""
    return any(one.first <= wanted.first and wanted.last <= one.last for one in ranges)


def plus(ranges: Ranges, more: Range) -> Ranges:
    """With the numbers of a range; those that are there already stay."""
    found: list[Range] = []
    for one in sorted((*ranges, more), key=lambda one: one.first):
        if found and one.first <= found[-1].last + 1:
            found[-1] = Range(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return tuple(found)


def minus(ranges: Ranges, less: Range) -> Ranges:
    """Without the numbers of a range; those that are not there are no matter."""
    return tuple(part for one in ranges for part in _without(one, less))


def first_of(ranges: Ranges, count: int) -> Iterable[int]:
    """So many numbers, the lowest first; fewer where there are no more."""
    for one in ranges:
        yield from range(one.first, min(one.last, one.first + count - 1) + 1)
        count -= one.count
        if count <= 0:
            return


def highest_of(ranges: Ranges, count: int) -> Ranges:
    """So many numbers from the upper end; fewer where there are no more."""
    found: Ranges = ()
    for one in reversed(ranges):
        if count <= 0:
            break
        part = Range(max(one.first, one.last - count + 1), one.last)
        found, count = (part, *found), count - part.count
    return found


def _without(one: Range, less: Range) -> Ranges:
    if less.last < one.first or one.last < less.first:
        return (one,)
    parts = Range(one.first, less.first - 1), Range(less.last + 1, one.last)
    return tuple(part for part in parts if part.first <= part.last)

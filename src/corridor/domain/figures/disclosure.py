"""What a table may tell, so that no single movement can be made out: not by taking groups from
their total, and not by taking an earlier table of the month from a later one. Tables that states
tell each other and figures that the public reads are held to the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from corridor.domain.figures.state import LEAST, FigureRow

Group = tuple[str, str]


class Counted(Protocol):
    """A group."""

    @property
    def n(self) -> int:
        """How many are in it."""


G = TypeVar("G", bound=Counted)


def told_beside(groups: Sequence[G], total: int) -> list[G]:
    """Groups that may be told beside their total: what is missing from it is nobody, or at least
    five, else it could be told by taking the others away. The smallest go first. One case may be
    in several groups.
    """
    shown = list(groups)
    while shown and 0 < _left(total, shown) < LEAST:
        shown.remove(min(shown, key=_size))
    return shown


def _left(total: int, groups: Iterable[Counted]) -> int:
    return total - sum(one.n for one in groups)


def _size(group: Any) -> tuple[int, str]:
    return group.n, str(getattr(group, "value", ""))


def discloses(rows: Iterable[FigureRow]) -> FigureRow | None:
    """The total that groups do not fit: one to four are left of it, or they are more than it."""
    groups = _grouped(rows)
    for (measure, by), told in groups.items():
        whole = groups.get((measure, ""), {}).get("") if by else None
        if whole is not None and not _fit(whole, told):
            return whole
    return None


def undisclosed(rows: Iterable[FigureRow]) -> tuple[FigureRow, ...]:
    """Those that may be told together, in their order: the smallest groups go first."""
    groups = _grouped(rows)
    for (measure, by), told in groups.items():
        whole = groups.get((measure, ""), {}).get("") if by else None
        while whole is not None and told and not _fit(whole, told):
            del told[min(told.values(), key=_size).value]
    left = [row for told in groups.values() for row in told.values()]
    return tuple(sorted(left, key=lambda one: one.key))


def later(before: Iterable[FigureRow], now: Iterable[FigureRow]) -> tuple[FigureRow, ...]:
    """The table that may follow another one of the same month.

    A row stays as it was told, unless at least five more, or five fewer, are in it: the difference
    of the two would tell of those that came between.
    """
    told = {row.key: row for row in before}
    held = (_held(told.get(row.key), row) for row in now)
    return undisclosed(held)


def _held(told: FigureRow | None, row: FigureRow) -> FigureRow:
    return row if told is None or abs(row.n - told.n) >= LEAST else told


def _grouped(rows: Iterable[FigureRow]) -> Mapping[Group, dict[str, FigureRow]]:
    groups: dict[Group, dict[str, FigureRow]] = defaultdict(dict)
    for row in rows:
        groups[row.measure, row.by][row.value] = row
    return groups


def _fit(whole: FigureRow, told: Mapping[str, FigureRow]) -> bool:
    """Each case is in one group: what is left of the total is nobody, or at least five."""
    left = _left(whole.n, told.values())
    return left == 0 or left >= LEAST

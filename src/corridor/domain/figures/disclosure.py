"""What a table may tell, so that no single movement can be made out: not by taking groups from
their total, and not by taking an earlier table of the month from a later one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from corridor.domain.figures.state import LEAST, FigureRow

Group = tuple[str, str]


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
            del told[min(told.values(), key=lambda one: (one.n, one.value)).value]
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
    left = whole.n - sum(row.n for row in told.values())
    return left == 0 or left >= LEAST

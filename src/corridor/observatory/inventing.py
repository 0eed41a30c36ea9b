"""The invented years by month, as the pages read them: a small file for each month."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import duckdb
import msgspec

from corridor.engine.observed_invented import (
    INVENTED,
    InventedEvent,
    InventedMonth,
    InventedMovement,
    month_file,
)
from corridor.observatory.store import Observatory
from corridor.observatory.whole import whole

_ROWS: Final = """
SELECT movement, "at", kind, office, country, month, side, what,
  corridor, mode, bound, origin, destination
FROM facts WHERE invented AND movement <> '' AND kind <> 'carried'
ORDER BY movement, "at", entry, part
"""
_EVENT: Final = slice(1, 8)
_PLACES: Final = slice(8, 13)


def write_invented(observatory: Observatory, folder: Path) -> None:
    """Once: they do not change. Nothing where nothing is invented."""
    target = folder / INVENTED
    if target.exists():
        return
    with observatory.opened() as db:
        months = _by_month(db)
    if months:
        with whole(target) as partial:
            partial.mkdir(exist_ok=True)
            for month, movements in months.items():
                found = InventedMonth(month, tuple(movements))
                (partial / month_file(month)).write_bytes(msgspec.json.encode(found))


def _by_month(db: duckdb.DuckDBPyConnection) -> dict[str, list[InventedMovement]]:
    months = defaultdict[str, list[InventedMovement]](list)
    for movement in _movements(db.execute(_ROWS).fetchall()):
        for month in dict.fromkeys(one.month for one in movement.events):
            months[month].append(movement)
    return months


def _movements(rows: list[tuple[Any, ...]]) -> Iterator[InventedMovement]:
    for name, group in groupby(rows, key=lambda row: row[0]):
        found = list(group)
        ways = (row[_PLACES] for row in found if row[9])  # those of its permits name no mode
        corridor, mode, bound, origin, destination = next(ways, ("", "", "", "", ""))
        events = tuple(InventedEvent(*row[_EVENT]) for row in found)
        yield InventedMovement(name, corridor, mode, bound, origin, destination, events)

"""The tables of closed months that a state tells all others: of what is its own to tell.

A movement is told of by the state where it departs, so that who adds the states up counts it once;
a border by each of its two sides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb
import msgspec

from corridor.domain.days import months_later
from corridor.domain.figures.disclosure import undisclosed
from corridor.domain.figures.state import LEAST, ROWS_MAX, FigureRow
from corridor.engine.observed_months import MONTHS, Months, MonthTable
from corridor.observatory.asking import asked_of
from corridor.observatory.keyed import Keyed
from corridor.observatory.measures.borders import TFI1, THROUGHPUT, WAIT
from corridor.observatory.measures.crossings import CROSSINGS
from corridor.observatory.measures.measure import Measure
from corridor.observatory.measures.speed import TRANSIT_TIME
from corridor.observatory.measures.volumes import CONSIGNMENTS, TONNES, VALUE
from corridor.observatory.own import keep_own
from corridor.observatory.public import keep_rows
from corridor.observatory.store import Observatory
from corridor.observatory.whole import whole

KEPT_MONTHS: Final = 36
ROWS_OF_MONTH: Final = 150
"""Of one measure by one column: the first in their order."""
PLACES: Final = Decimal("0.001")
_TOLD: Final = ("sum", "mean", "sd", "median", "p95")
TELLINGS: Final[Mapping[Measure, tuple[str, ...]]] = {
    TONNES: ("", "corridor", "mode"),
    CONSIGNMENTS: ("", "corridor", "mode"),
    VALUE: ("currency",),
    THROUGHPUT: ("", "office"),
    TFI1: ("", "office"),
    WAIT: ("", "office"),
    TRANSIT_TIME: ("", "corridor"),
}
"""Columns by which each is told; borders beside them, both sides by themselves."""
SIDES: Final = ("exit", "entry")


def monthly(observatory: Observatory, node: str, today: str) -> Months:
    """Of a node, the months from the first that it knows of up to the last that closed before a
    day (ISO): one in which nothing happened has no rows.
    """
    months: dict[str, list[FigureRow]] = defaultdict(list)
    with observatory.opened() as db:
        [(first,)] = db.execute("SELECT min(month) FROM facts").fetchall()
        for measure, columns in TELLINGS.items():
            for month, row in _own(db, measure, columns, node):
                months[month].append(row)
        for side in SIDES:
            for month, row in _crossings(db, side, node):
                months[month].append(row)
    closed = _closed(first or today[:7], today)
    tables = (MonthTable(one, undisclosed(months[one][:ROWS_MAX])) for one in closed)
    return Months(node, tuple(tables))


def keep_months(found: Months, folder: Path) -> None:
    """Write it beside the node's database, whole or not at all."""
    with whole(folder / MONTHS) as partial:
        partial.write_bytes(msgspec.json.encode(found))


def _closed(first: str, today: str) -> list[str]:
    months, month = list[str](), max(first, months_later(f"{today[:7]}-01", -KEPT_MONTHS)[:7])
    while month < today[:7]:
        months.append(month)
        month = months_later(f"{month}-01", 1)[:7]
    return months


def _own(
    db: duckdb.DuckDBPyConnection, measure: Measure, columns: Sequence[str], node: str
) -> Iterator[tuple[str, FigureRow]]:
    """What this state has to tell of the cells that its pages tell of."""
    keep_rows(db, measure)
    keep_own(db, measure, node)
    keyed = Keyed(db, measure)
    for column in columns:
        counts = Counter[str]()
        for one in keyed.groups(("month", column) if column else ("month",)):
            month, *rest = one["values"]
            counts[month] += 1
            if counts[month] <= ROWS_OF_MONTH:
                yield month, _row(measure, column, "".join(rest), one)


def _crossings(
    db: duckdb.DuckDBPyConnection, side: str, node: str
) -> Iterator[tuple[str, FigureRow]]:
    """Of a side of the borders, which no page tells of; nothing where those of others that the
    node knows of too are so few that who takes one from the other sees them.
    """
    by, every = ("month", "border"), {"side": side}
    all_of = {_key(one): int(one["n"]) for one in asked_of(db, CROSSINGS, by, every)}
    counts = Counter[str]()
    for one in asked_of(db, CROSSINGS, by, every | {"country": node}):
        month, border = key = _key(one)
        counts[month] += 1
        others = all_of.get(key, 0) - int(one["n"])
        if not 0 < others < LEAST and counts[month] <= ROWS_OF_MONTH:
            yield month, _row(CROSSINGS, side, border, one)


def _key(one: dict[str, Any]) -> tuple[str, str]:
    return str(one["month"]), str(one["border"] or "")


def _row(measure: Measure, column: str, value: str, one: dict[str, Any]) -> FigureRow:
    figures = {name: decimal(one[name]) for name in _TOLD if one.get(name) is not None}
    return FigureRow(measure.name, int(one["n"]), figures, column, value)


def decimal(number: float) -> str:
    """A figure as it is told: three places at most."""
    text = format(Decimal(repr(number)).quantize(PLACES), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

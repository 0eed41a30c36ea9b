"""The tables of closed months that a state tells all others: of what is its own to tell.

A movement is told of by the state where it departs, so that who adds the states up counts it once;
a border by each of its two sides.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import msgspec
from ibis.expr.types import Table

from corridor.domain.days import months_later
from corridor.domain.figures.disclosure import undisclosed
from corridor.domain.figures.state import LEAST, ROWS_MAX, FigureRow
from corridor.engine.observed_months import MONTHS, Months, MonthTable
from corridor.observatory.asking import facts_in
from corridor.observatory.measures.borders import TFI1, THROUGHPUT, WAIT
from corridor.observatory.measures.crossings import CROSSINGS
from corridor.observatory.measures.measure import Measure, told
from corridor.observatory.measures.speed import TRANSIT_TIME
from corridor.observatory.measures.volumes import CONSIGNMENTS, TONNES, VALUE
from corridor.observatory.store import Observatory

KEPT_MONTHS: Final = 36
ROWS_OF_MONTH: Final = 150
"""Of one measure by one column: the first in their order."""
PLACES: Final = Decimal("0.001")
_TOLD: Final = ("sum", "mean", "sd", "median", "p95")
TELLINGS: Final[tuple[tuple[Measure, str], ...]] = (
    (TONNES, ""),
    (TONNES, "corridor"),
    (TONNES, "mode"),
    (CONSIGNMENTS, ""),
    (CONSIGNMENTS, "corridor"),
    (CONSIGNMENTS, "mode"),
    (VALUE, "currency"),
    (CROSSINGS, "exit"),
    (CROSSINGS, "entry"),
    (THROUGHPUT, ""),
    (THROUGHPUT, "office"),
    (TFI1, ""),
    (TFI1, "office"),
    (WAIT, ""),
    (WAIT, "office"),
    (TRANSIT_TIME, ""),
    (TRANSIT_TIME, "corridor"),
)
"""(measure, column); of crossings the side, since both of a border are told by themselves."""


def monthly(observatory: Observatory, node: str, today: str) -> Months:
    """Of a node, the months from the first that it knows of up to the last that closed before a
    day (ISO): one in which nothing happened has no rows.
    """
    months: dict[str, list[FigureRow]] = defaultdict(list)
    with observatory.opened() as db:
        facts = facts_in(db)
        [span] = facts.aggregate(first=facts["month"].min()).to_pyarrow().to_pylist()
        for measure, column in TELLINGS:
            for month, row in _rows(measure, column, facts, node):
                months[month].append(row)
    closed = _closed(span["first"] or today[:7], today)
    tables = (MonthTable(one, undisclosed(months[one][:ROWS_MAX])) for one in closed)
    return Months(node, tuple(tables))


def keep_months(found: Months, folder: Path) -> None:
    """Write it beside the node's database, whole or not at all."""
    partial = folder / f"{MONTHS}.part"
    partial.write_bytes(msgspec.json.encode(found))
    partial.replace(folder / MONTHS)


def _closed(first: str, today: str) -> list[str]:
    months, month = list[str](), max(first, months_later(f"{today[:7]}-01", -KEPT_MONTHS)[:7])
    while month < today[:7]:
        months.append(month)
        month = months_later(f"{month}-01", 1)[:7]
    return months


def _rows(
    measure: Measure, column: str, facts: Table, node: str
) -> Iterator[tuple[str, FigureRow]]:
    """Of what this state has to tell; nothing where those of others that its node knows of too
    are so few that who takes one from the other sees them.
    """
    own, every = {"country": node}, dict[str, str]()
    by = ("month", column) if column else ("month",)
    if measure is CROSSINGS:
        own, every, by = own | {"side": column}, {"side": column}, ("month", "border")
    if not (mine := _told(measure, facts, by, own)):
        return
    all_of = {_key(one, by): int(one["n"]) for one in _told(measure, facts, by, every)}
    counts = dict[tuple[str, str], int]()
    for one in mine:
        key = _key(one, by)
        counts[key[0], ""] = counts.get((key[0], ""), 0) + 1
        others = all_of.get(key, 0) - int(one["n"])
        if not 0 < others < LEAST and counts[key[0], ""] <= ROWS_OF_MONTH:
            yield key[0], _row(measure, column, key[1], one)


def _told(
    measure: Measure, facts: Table, by: tuple[str, ...], where: dict[str, str]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(measure, facts, by, where).to_pyarrow().to_pylist()
    return found


def _key(one: dict[str, Any], by: tuple[str, ...]) -> tuple[str, str]:
    return str(one["month"]), str(one[by[1]] or "") if len(by) > 1 else ""


def _row(measure: Measure, column: str, value: str, one: dict[str, Any]) -> FigureRow:
    figures = {name: decimal(one[name]) for name in _TOLD if one.get(name) is not None}
    return FigureRow(measure.name, int(one["n"]), figures, column, value)


def decimal(number: float) -> str:
    """A figure as it is told: three places at most."""
    text = format(Decimal(repr(number)).quantize(PLACES), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

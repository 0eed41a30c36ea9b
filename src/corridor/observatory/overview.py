"""The figures that a node tells everybody, worked out once and kept as one small file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import duckdb
import msgspec

from corridor.domain.figures.disclosure import told_beside
from corridor.domain.figures.state import LEAST
from corridor.engine.observed import OVERVIEW, Charted, Group, Measured, Overview, Telling
from corridor.engine.observed_steps import step_of
from corridor.observatory.charting import charted
from corridor.observatory.keyed import Keyed
from corridor.observatory.measures.measure import Measure
from corridor.observatory.measures.registry import PUBLIC
from corridor.observatory.public import RULES, dividing, in_fives, keep_rows
from corridor.observatory.store import Observatory
from corridor.observatory.vintages import with_earlier
from corridor.observatory.whole import whole

NEVER: Final = "0000-00-00T00:00:00.000Z"
TOLD_MAX: Final = 200
"""Groups of one telling: the first in their order."""
FRUGAL: Final = (
    "SET memory_limit = '256MB'",
    "SET preserve_insertion_order = false",
)
"""A node works this out by itself, again and again, beside all else: what does not find room goes
to the disk for a while, and no row waits for another.
"""
_SPAN: Final = "SELECT min(day), max(day), bool_or(invented) FROM facts"
_N: Final = "n"
_SUM: Final = "sum"
"""Of totals: no other measure is told by what divides cells."""


def overview(observatory: Observatory, node: str, told: str = NEVER) -> Overview:
    """All measures, all together, by month, by what each is told by in public, and for charts.
    `told`: the instant of this telling.
    """
    with observatory.opened() as db:
        for frugal in FRUGAL:
            db.execute(frugal)
        entries = observatory.position_in(db)
        [(first, last, invented)] = db.execute(_SPAN).fetchall()
        made = [worked_out(db, one) for one in PUBLIC]
        measured, charts = zip(*made, strict=True)
        charts = with_earlier(db, charts, last or "", told)
    return Overview(node, entries, first or "", last or "", measured, charts, bool(invented))


def keep(told_of: Overview, folder: Path) -> None:
    """Write it beside the node's database, whole or not at all."""
    with whole(folder / OVERVIEW) as partial:
        partial.write_bytes(msgspec.json.encode(told_of))


def worked_out(db: duckdb.DuckDBPyConnection, measure: Measure) -> tuple[Measured, Charted]:
    """All that the public is told of one measure."""
    left_out = keep_rows(db, measure)
    keyed = Keyed(db, measure)
    return _measured(measure, keyed), charted(db, measure, keyed, left_out)


def _measured(measure: Measure, keyed: Keyed) -> Measured:
    whole = None if measure.apart else next(iter(_groups(keyed, ())), None)
    tellings = tuple(_tellings(measure, keyed, whole))
    return Measured(
        measure.name,
        measure.title,
        measure.says,
        measure.unit,
        measure.figures,
        measure.source,
        whole,
        tellings,
        measure.published,
        measure.kinds,
    )


def _tellings(measure: Measure, keyed: Keyed, whole: Group | None) -> Iterator[Telling]:
    """Where there is a total, nothing that it would give away."""
    if measure.apart:
        yield Telling(measure.apart, _told(_groups(keyed, (measure.apart,))))
    elif whole is not None:
        for column in ("month", *measure.public):
            groups = list(_groups(keyed, (column,)))
            shown = told_beside(_told(groups), whole.n)
            if column in dividing(measure):
                shown = _roughly(shown, whole)
            yield Telling(column, tuple(shown), len(shown) < len(groups))


def _roughly(groups: Iterable[Group], whole: Group) -> list[Group]:
    """What divides cells, in steps of what five movements have on average: two readings of it do
    not show what a single one had. What is less than half a step is not told.
    """
    step = step_of(LEAST * whole.figures[_SUM] / whole.n) if whole.figures[_SUM] > 0 else 1.0
    rounded = [
        Group(in_fives(one.n), {_SUM: round(one.figures[_SUM] / step) * step}, one.value)
        for one in groups
    ]
    return [one for one in rounded if one.figures[_SUM]]


def _told(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(one for one in groups if one.value)[:TOLD_MAX]


def _groups(keyed: Keyed, by: tuple[str, ...]) -> Iterator[Group]:
    for row in keyed.groups(by):
        values, n = row.pop("values"), int(row.pop(_N))
        figures = {
            name: float(one) for name, one in row.items() if one is not None and name not in RULES
        }
        yield Group(n, figures, values[0] if by else "")

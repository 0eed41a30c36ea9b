"""The open data: each table of each measure as rows, in CSV and JSON."""

from collections.abc import Iterator

import msgspec

from corridor.engine.observed import Cells, Charted, Earlier, table_name
from corridor.web.delivering import csv_of
from corridor.web.observed.shelf import Shelf


class Row(msgspec.Struct, frozen=True):
    """Figures of those that have these values in common, in a month or year, or in all time."""

    values: dict[str, str]
    period: str
    n: int
    figures: dict[str, float]


class Published(msgspec.Struct, frozen=True):
    """One table as JSON. `provisional`: the month that goes on; `revised`: months that were told
    anew, of which `/open/earlier` has what was told before. `invented`: all or some of what it is
    taken of is the demonstration's.
    """

    measure: str
    unit: str
    definition: str
    source: str
    node: str
    licence: str
    first: str
    last: str
    provisional: str
    revised: tuple[str, ...]
    invented: bool
    rows: tuple[Row, ...]


def table_of(chart: Charted, name: str) -> Cells | None:
    """The table of this name."""
    return next((one for one in chart.tables if table_name(one.by) == name), None)


def as_csv(chart: Charted, table: Cells) -> bytes:
    """Its columns, then period, n and the figures."""
    rows = ((*one.values, one.period, one.n, *one.figures) for one in table.cells)
    return csv_of((*table.by, "period", "n", *chart.figures), rows)


def earlier_csv(chart: Charted, table: Cells) -> bytes:
    """What was told of its months before they were told anew: `told` is the instant of that."""
    rows = (
        (*one.values, one.period, one.told, one.n, *one.figures)
        for one in _earlier_of(chart, table)
    )
    return csv_of((*table.by, "period", "told", "n", *chart.figures), rows)


def as_json(shelf: Shelf, chart: Charted, table: Cells, licence: str) -> bytes:
    """The same with what it says and whose it is."""
    one, overview = shelf.measured[chart.name], shelf.overview
    return msgspec.json.encode(
        Published(
            one.name,
            one.unit,
            one.says,
            one.source,
            overview.node,
            licence,
            overview.first,
            overview.last,
            overview.last[:7],
            tuple(sorted({one.period for one in _earlier_of(chart, table)})),
            overview.invented,
            tuple(_rows(chart, table)),
        )
    )


def _earlier_of(chart: Charted, table: Cells) -> list[Earlier]:
    return [one for one in chart.earlier if one.table == table_name(table.by)]


def _rows(chart: Charted, table: Cells) -> Iterator[Row]:
    for one in table.cells:
        yield Row(
            dict(zip(table.by, one.values, strict=True)),
            one.period,
            one.n,
            dict(zip(chart.figures, one.figures, strict=True)),
        )

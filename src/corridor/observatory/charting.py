"""What the pages of the observatory draw of a measure, worked out once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import duckdb
from msgspec.structs import replace

from corridor.domain.figures.disclosure import told_beside
from corridor.domain.figures.state import LEAST
from corridor.engine.observed import Bin, Cell, Cells, Charted, Hour
from corridor.engine.observed_steps import step_of
from corridor.observatory.keyed import Keyed
from corridor.observatory.measures.measure import Measure
from corridor.observatory.public import LeftOut, choices, in_fives

SHOWN: Final = {
    "spread": ("mean", "median", "p95", "sd", "margin"),
    "total": ("sum",),
    "share": ("share",),
    "reliability": ("ratio", "buffer"),
    "quotient": ("quotient",),
}
"""Which figures are told, by the kind of the measure, in this order."""
CELLS_MAX: Final = 20_000
"""Of one choice: the last ones in their order are kept."""
PARTS_MAX: Final = 100
BINS: Final = 12
STEP_LEAST: Final = 0.01
_HOURS: Final = """
SELECT "{part}" AS part, hour, count(*) AS n, count(DISTINCT movement) AS people,
  median(value) / $per AS figure
FROM kept GROUP BY ALL
"""
_HIGH: Final = "SELECT quantile_cont(value, 0.95) / $per AS high FROM kept"
_STEPS: Final = """
SELECT "{part}" AS part, least(floor(value / $per / $step)::BIGINT, $last) AS bin,
  count(*) AS n, count(DISTINCT movement) AS people
FROM kept GROUP BY ALL
"""
_SPANS: Final[tuple[str, ...]] = ("", "year", "month")


def charted(
    db: duckdb.DuckDBPyConnection, measure: Measure, keyed: Keyed, left_out: LeftOut
) -> Charted:
    """Of its public rows, which are in the table `kept`."""
    tables = tuple(
        Cells(by, tuple(_cells(measure, keyed, by))[-CELLS_MAX:]) for by in choices(measure)
    )
    part = measure.cells[0] if measure.figures == "spread" and not keyed.is_empty else ""
    return Charted(
        measure.name,
        SHOWN[measure.figures],
        tables,
        part,
        _hours(db, part, measure.per) if part and "hour" in measure.by else {},
        _bins(db, part, measure.per) if part else {},
        left_out.small,
        left_out.excluded,
    )


def _cells(measure: Measure, keyed: Keyed, by: tuple[str, ...]) -> Iterator[Cell]:
    for span in _SPANS:
        for row in keyed.groups((*by, span) if span else by):
            wanted = [row[name] for name in SHOWN[measure.figures]]
            values = row["values"][: len(by)]
            if all(values) and None not in wanted:
                figures = tuple(map(_number, wanted))
                yield Cell(values, row["values"][-1] if span else "", int(row["n"]), figures)


def _hours(db: duckdb.DuckDBPyConnection, part: str, per: int) -> dict[str, tuple[Hour, ...]]:
    """By hour of the week, of each part; an hour of fewer than five is not told."""
    found = _asked(db, _HOURS.format(part=part), per=per)
    told: dict[str, tuple[Hour, ...]] = {}
    for value, group in _parts(found):
        hours = [_hour(one) for one in group]
        told[value] = tuple(_safe(hours, [int(one["people"]) for one in group]))
    return told


def _bins(db: duckdb.DuckDBPyConnection, part: str, per: int) -> dict[str, tuple[Bin, ...]]:
    """How they are spread, of each part. All have the same steps."""
    [ends] = _asked(db, _HIGH, per=per)
    step = step_of(max(_number(ends["high"]) / (BINS - 1), STEP_LEAST))
    found = _asked(db, _STEPS.format(part=part), per=per, step=step, last=BINS - 1)
    told: dict[str, tuple[Bin, ...]] = {}
    for value, group in _parts(found):
        bins = [_bin(int(one["bin"]), step, int(one["n"])) for one in group]
        told[value] = tuple(_safe(bins, [int(one["people"]) for one in group]))
    return told


def _hour(one: Mapping[str, Any]) -> Hour:
    return Hour(int(one["hour"]), int(one["n"]), float(f"{_number(one['figure']):.2g}"))


def _bin(number: int, step: float, n: int) -> Bin:
    end = None if number == BINS - 1 else round((number + 1) * step, 6)
    return Bin(round(number * step, 6), end, n)


def _safe(groups: Sequence[Any], people: Sequence[int]) -> Iterator[Any]:
    """Those of five or more, of so many movements, that are not given away by the rest; in whole
    fives, so that two readings do not differ by one.
    """
    told = [one for one, of in zip(groups, people, strict=True) if min(one.n, of) >= LEAST]
    shown = told_beside(told, sum(one.n for one in groups))
    return (replace(one, n=in_fives(one.n)) for one in groups if one in shown)


def _parts(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(str(row["part"] or ""), []).append(row)
    known = sorted(found.items(), key=lambda one: (-sum(row["n"] for row in one[1]), one[0]))
    for value, group in known[:PARTS_MAX]:
        if value:
            yield value, sorted(group, key=lambda row: row.get("hour", row.get("bin")))


def _asked(db: duckdb.DuckDBPyConnection, sql: str, **given: float) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = db.execute(sql, given).to_arrow_table().to_pylist()
    return found


def _number(value: Any) -> float:
    return round(float(value or 0), 6)

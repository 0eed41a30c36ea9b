"""`bench measures`: each measure over many facts, beside a bare scan of the same columns.

The facts are invented and made by DuckDB itself, the same in each run. The limit of a measure is
the plainest thing that DuckDB does with the columns which it reads: count one, and the least of
each of the others. What takes facts in is measured beside the same rows, ready made in Arrow, that
are inserted in transactions of the same size.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb
import ibis
from msgspec.structs import replace

from corridor.domain.reference import load_reference
from corridor.node.bench.filling import core_of, fill, lodgements, opened
from corridor.node.bench.lodge import bodies_for
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.result import Result, cost, rate
from corridor.observatory.asking import facts_in
from corridor.observatory.following import STEP, Following
from corridor.observatory.happening import KINDS, Happening
from corridor.observatory.measures.measure import Measure, told
from corridor.observatory.measures.registry import MEASURES
from corridor.observatory.store import FILE, SCHEMA, Observatory, columns_of
from corridor.stores.sqlite import inspected

ROUNDS: Final = 3
BATCHES: Final = 40
PLACES: Final = 40
MONTHS: Final = 24
HOUR_MS: Final = 3_600_000
_WORD: Final = re.compile(r"\w+")
_FACTS: Final = """
INSERT INTO facts BY NAME SELECT
  n AS entry, 0 AS part, $kinds[1 + (h % len($kinds))::INTEGER] AS kind,
  1700000000000 + n * 7 AS at, day, day[:7] AS month, (h % 168)::INTEGER AS hour,
  'mv-KG-' || n // 12 AS subject, 'mv-KG-' || n // 12 AS movement, 'KG' AS node,
  1700000000000 + n * 7 - (h % 400000000) AS since, 'KG' || h % $places AS office,
  'KG' AS country, ['entry', 'exit'][1 + (h % 2)::INTEGER] AS side,
  ['road', 'rail', 'multimodal'][1 + (h % 3)::INTEGER] AS mode, 'truck' AS vehicle,
  (10 + h % 88)::VARCHAR AS chapter, (h % 20000)::DECIMAL(18,6) AS gross_kg,
  h % 900 AS packages, h % 9000000 AS value_minor, 'EUR' AS currency, 'CN' AS origin,
  'GE' AS destination, 'CAREC' || h % 6 AS corridor, ['KG', 'UZ', 'TM'] AS states,
  h % 900 AS km, 'KG-ROAD' AS authority, ['A1', 'B1', 'red'][1 + (h % 3)::INTEGER] AS what,
  '' AS cause, h % 5 = 0 AS by_rule, h % 7 = 0 AS again,
  ['east', 'west'][1 + (h % 2)::INTEGER] AS bound, 'KG-' || h % 30 || '>UZ-1' AS segment,
  false AS invented,
  1700000000000 + n * 7 - (h % 90000000) AS before,
  ['customs', 'carrier', 'peer', 'authority'][1 + (h % 4)::INTEGER] AS holder,
  ['2025-06-01', '2027-01-01'][1 + (h % 2)::INTEGER] AS due, 1 + (h % 3)::INTEGER AS vehicles,
  (h % 3)::INTEGER AS containers, 1 + h % 2 AS count
FROM (SELECT n, (hash(n) >> 8)::BIGINT AS h, strftime(
  DATE '2024-11-01' + ((hash(n) >> 20) % ($months * 30))::INTEGER, '%Y-%m-%d') AS day
  FROM range($facts) AS made(n))
"""


def bench_measures(facts: int, movements: int) -> Iterator[Result]:
    """A result for each measure, the median of them, taking in, and reading a log anew."""
    with TemporaryDirectory(prefix="corridor-bench-") as name:
        observatory = Observatory(Path(name) / FILE)
        with observatory.opened() as db:
            fill_facts(db, facts)
            results = [_measured(one, db, facts) for one in MEASURES]
        yield from results
        yield _middle(results)
        yield _taken_in(Path(name))
    yield _read_anew(movements)


_PARTS: Final = {"kinds": list(KINDS), "places": PLACES, "months": MONTHS}


def fill_facts(db: duckdb.DuckDBPyConnection, facts: int) -> None:
    """So many invented rows, the same at each time."""
    db.execute(_FACTS, {**_PARTS, "facts": facts})


def _measured(one: Measure, db: duckdb.DuckDBPyConnection, facts: int) -> Result:
    table = facts_in(db)
    asked = told(one, table, ("month", *((one.apart,) if one.apart else ())))
    sql = str(ibis.to_sql(asked, dialect="duckdb"))
    [(_, plan)] = db.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()
    scanned = db.table("facts")
    bare = ", ".join(f'min("{name}")' for name in sorted(set(_read(json.loads(plan)))))
    ours = _spent(lambda: db.execute(sql).fetchall())
    limit = _spent(lambda: scanned.aggregate(bare).fetchall())
    return cost(
        f"measures-{one.name}", ours, limit, "ms", "a bare scan of the same columns", facts=facts
    )


def _read(plan: Any) -> Iterator[str]:
    """Columns of the facts that a plan of DuckDB's reads, those it filters by among them."""
    if isinstance(plan, list):
        for one in plan:
            yield from _read(one)
    elif plan["name"].strip() == "SEQ_SCAN":
        told_of = plan["extra_info"]
        said = " ".join(map(str, (told_of.get("Projections"), told_of.get("Filters"))))
        yield from set(_WORD.findall(said)) & set(SCHEMA.names)
    else:
        yield from _read(plan["children"])


def _spent(work: Callable[[], object]) -> float:
    """Milliseconds, the median of some times, after one that warms up."""
    work()
    spans: list[float] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        spans.append((time.perf_counter() - begun) * 1000)
    return median(spans)


def _middle(results: list[Result]) -> Result:
    """The measure in the middle, by its ratio."""
    found = sorted(results, key=lambda one: one.ratio)[len(results) // 2]
    least = min(one.ratio for one in results)
    return Result(
        "measures",
        found.ours,
        found.limit,
        found.ratio,
        found.unit,
        found.limit_is,
        {"measures": len(results), "least": round(least, 2)},
    )


def _taken_in(folder: Path) -> Result:
    rounds: list[tuple[float, float]] = []
    for number in range(ROUNDS):
        batches = [[_row(n) for n in range(b * STEP, (b + 1) * STEP)] for b in range(BATCHES)]
        ours = Observatory(folder / f"ours-{number}.duckdb")
        begun = time.perf_counter()
        with ours.opened() as db:
            for at, rows in enumerate(batches):
                ours.append(db, rows, at * STEP, (at + 1) * STEP)
        spent = time.perf_counter() - begun
        ready = [columns_of(rows) for rows in batches]
        bare = Observatory(folder / f"bare-{number}.duckdb")
        begun = time.perf_counter()
        with bare.opened() as db:
            for batch in ready:
                db.register("batch", batch)
                db.execute("INSERT INTO facts SELECT * FROM batch")
        count = STEP * BATCHES
        rounds.append((count / spent, count / (time.perf_counter() - begun)))
    return rate("measures-intake", rounds, "facts/s", "the same rows in Arrow, as many at once")


def _row(number: int) -> Happening:
    return replace(
        _PLAIN,
        entry=number,
        at=_PLAIN.at + number,
        movement=f"mv-KG-{number // 12}",
        gross_kg=Decimal(number % 20_000),
        office=f"KG{number % PLACES}",
    )


_PLAIN: Final = Happening(
    0,
    0,
    "carried",
    1_700_000_000_000,
    "2026-03-02",
    "2026-03",
    9,
    "mv-KG-0",
    "mv-KG-0",
    "KG",
    since=1_700_000_000_000 - HOUR_MS,
    country="KG",
    mode="road",
    vehicle="truck",
    chapter="08",
    packages=12,
    value_minor=125_000,
    currency="EUR",
    origin="CN",
    destination="GE",
    corridor="CAREC2",
    states=("KG", "UZ", "TM", "AZ", "GE"),
)


def _read_anew(movements: int) -> Result:
    """Entries of a filled log that become rows in a second, beside reading the entries alone."""
    with bench_nodes(["KG"]) as nodes:
        node = nodes["KG"]
        folder = node.folder
        with opened(node) as running:
            jobs = lodgements(node, bodies_for(node, "MEASURE"))
            fill(core_of(running), jobs, movements, lambda _: None)
        following = Following(
            Observatory(folder / FILE), lambda: inspected(folder / "store.db"), load_reference()
        )
        begun = time.perf_counter()
        entries = max(progress.done for progress in following.steps())
        spent = time.perf_counter() - begun
        begun = time.perf_counter()
        with inspected(folder / "store.db") as reader:
            for start in range(0, entries, STEP):
                reader.log(start, STEP)
        return rate(
            "measures-rebuild",
            [(entries / spent, entries / (time.perf_counter() - begun))],
            "entries/s",
            "the entries read alone",
            entries=entries,
        )

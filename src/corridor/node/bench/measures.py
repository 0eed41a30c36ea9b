"""`bench measures`: each measure over many facts, beside a bare scan of the same columns.

The facts are those of a demonstration's invented years, over and over (`many_facts`). The limit of
a measure is what DuckDB takes for the plainest question to the columns which it reads (`_bare`);
`without_groups` is the same beside one that has no groups either. What takes facts in is measured
beside the same rows, ready made in Arrow, that are inserted in transactions of the same size.
"""

import json
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb
import httpx
import ibis
from msgspec.structs import replace

from corridor.node.bench.filling import core_of, fill, lodgements, opened
from corridor.node.bench.lodge import bodies_for
from corridor.node.bench.many_facts import fill_facts
from corridor.node.bench.nodes import bench_nodes
from corridor.node.bench.rebuilding import read_anew
from corridor.node.bench.result import Result, cost, percentile, rate
from corridor.node.demo.client import plainly
from corridor.observatory.asking import facts_in
from corridor.observatory.following import STEP
from corridor.observatory.happening import MOVER, Happening
from corridor.observatory.measures.measure import Measure, told
from corridor.observatory.measures.registry import MEASURES
from corridor.observatory.overview import keep, overview
from corridor.observatory.store import FILE, SCHEMA, Observatory, columns_of

ROUNDS: Final = 3
BATCHES: Final = 40
PLACES: Final = 40
NODE: Final = "KG"
PAGES: Final = 100
COUNTING: Final = ("total", "part", "balance")
"""Figures with a number of movements, each counted once."""
MADE_OF: Final = {"stage": "kind"}
"""Groups that are a column of the facts under another name."""
COUNTED: Final = (MOVER, "subject")
HOUR_MS: Final = 3_600_000
_WORD: Final = re.compile(r"\w+")


def bench_measures(facts: int, movements: int) -> Iterator[Result]:
    """A result for each measure, the median of them, taking in, and reading a log anew."""
    with TemporaryDirectory(prefix="corridor-bench-") as name:
        observatory, results = Observatory(Path(name) / FILE), list[Result]()
        with observatory.opened() as db:
            fill_facts(db, facts)
            for one in MEASURES:
                results.append(_measured(one, db, facts))
                yield results[-1]
        yield _middle(results)
        yield from _overview_page(observatory, facts)
        yield _taken_in(Path(name))
    yield _read_anew(movements)


def _measured(one: Measure, db: duckdb.DuckDBPyConnection, facts: int) -> Result:
    by = ("month", *((one.apart,) if one.apart else ()))
    sql = str(ibis.to_sql(told(one, facts_in(db), by), dialect="duckdb"))
    [(_, plan)] = db.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()
    read = sorted(set(_read(json.loads(plan))))
    ours, limit, plain = (
        _spent(lambda text=text: db.execute(text).fetchall())  # type: ignore[misc]
        for text in (sql, _bare(one, read, by), _bare(one, read, ()))
    )
    return cost(
        f"measures-{one.name}",
        ours,
        limit,
        "ms of the processor",
        "a bare scan and aggregate of the same columns",
        times=round(ours / limit, 2),
        without_groups=round(ours / plain, 2),
        facts=facts,
    )


def _bare(one: Measure, read: Sequence[str], by: Sequence[str]) -> str:
    """What a person would ask of these columns, of all rows: by the same groups, movements counted
    where the measure counts them, and of all else the least. No filter, no join, no arithmetic.
    """
    groups = [f'"{name}"' for told_by in by if (name := MADE_OF.get(told_by, told_by)) in read]
    counted = COUNTED if one.figures in COUNTING else ()
    told_of = [
        f'count(DISTINCT "{name}")' if name in counted else f'min("{name}")'
        for name in read
        if f'"{name}"' not in groups
    ]
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    return f"SELECT {', '.join([*groups, *told_of])} FROM facts{grouped}"  # noqa: S608 - ours


def _read(plan: Any) -> Iterator[str]:
    """Columns of the facts that a plan of DuckDB's reads, those it filters by among them."""
    if isinstance(plan, list):
        for one in plan:
            yield from _read(one)
    elif plan["name"].strip() == "SEQ_SCAN":
        told_of = plan["extra_info"]
        said = " ".join(map(str, (told_of.get("Projections"), told_of.get("Filters"))))
        yield from set(_WORD.findall(said)) & {*SCHEMA.names, MOVER}
    else:
        yield from _read(plan["children"])


def _spent(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median of some times, after one that warms up: what a
    neighbour takes is not among them.
    """
    work()
    spans: list[float] = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        spans.append((time.process_time() - begun) * 1000)
    return median(spans)


def _middle(results: list[Result]) -> Result:
    """The measure in the middle, by its ratio."""
    found = sorted(results, key=lambda one: one.ratio)[len(results) // 2]
    slowest = min(results, key=lambda one: one.ratio)
    return Result(
        "measures",
        found.ours,
        found.limit,
        found.ratio,
        found.unit,
        found.limit_is,
        {
            "times": found.detail["times"],
            "measures": len(results),
            "slowest": slowest.name,
            "slowest_times": slowest.detail["times"],
            "without_groups": median(one.detail["without_groups"] for one in results),
            "memory_mb": _memory_mb(),
        },
    )


def _memory_mb() -> int:
    """The most that this process has had of memory."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _overview_page(observatory: Observatory, facts: int) -> Iterator[Result]:
    """All that everybody is told, worked out once; and the page of it, of a running node."""
    begun = time.process_time()
    told_of = overview(observatory, NODE)
    spent = time.process_time() - begun
    with bench_nodes([NODE]) as nodes:
        keep(told_of, nodes[NODE].folder)
        with nodes[NODE].running(), httpx.Client(base_url=nodes[NODE].url, **plainly()) as client:
            pages, empty = (
                [_answered(client, path) for _ in range(PAGES)]
                for path in ("/observatory", "/about")
            )
    yield cost(
        "measures-overview-page",
        percentile(pages, 0.95),
        percentile(empty, 0.95),
        "ms at p95",
        "a page that shows nothing",
        p50_ms=round(median(pages), 1),
        facts=facts,
        worked_out_s=round(spent, 1),
        memory_mb=_memory_mb(),
    )


def _answered(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path).raise_for_status()
    return (time.perf_counter() - begun) * 1000


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
                db.execute("INSERT INTO facts BY NAME SELECT * FROM batch")
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
        return read_anew("measures-rebuild", folder, lambda _: None)

"""As many rows of what happened as are wanted: the invented years of a demonstration, over again.

They have what real ones have: some twenty of each movement, one after the other within weeks, each
kind as often as it is. DuckDB repeats them, each time with other movements, in the order in which
a log would have them; the same rows at each time.
"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb

from corridor.engine.observed import PAST
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.past.making import DAYS, make_past

NODE: Final = "KG"
UNTIL: Final = date(2026, 11, 1)
FACTS_OF_DAY: Final = 90
"""Fewer than a node of the demonstration has of any of its invented days, at the mean."""
DAYS_LEAST: Final = 60
_REPEATED: Final = """
INSERT INTO facts BY NAME
SELECT rows.* REPLACE (
  entry * $times + time AS entry, subject || '-' || time AS subject,
  movement || '-' || time AS movement
), number * $times + time AS mover
FROM read_parquet($past) rows
JOIN (
  SELECT movement, row_number() OVER (ORDER BY min(entry)) - 1 AS number
  FROM read_parquet($past) GROUP BY movement
) USING (movement),
range($times) AS again(time)
LIMIT $facts
"""


def fill_facts(db: duckdb.DuckDBPyConnection, facts: int) -> None:
    """So many; of few, of fewer days."""
    days = min(DAYS, max(DAYS_LEAST, facts // FACTS_OF_DAY))
    with TemporaryDirectory(prefix="corridor-past-") as name:
        folder = Path(name)
        for node in DEMO_NODES:
            (folder / node).mkdir()
        # In a process of its own: what it takes of memory is none of the measures'.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as others:
            others.submit(make_past, folder, UNTIL, _untold, days).result()
        past = str(folder / NODE / PAST)
        [(once,)] = db.execute("SELECT count(*) FROM read_parquet(?)", [past]).fetchall()
        times = -(-facts // once)
        db.execute(_REPEATED, {"past": past, "times": times, "facts": facts})


def _untold(_: int, __: int) -> None:
    """Nobody waits for its progress."""

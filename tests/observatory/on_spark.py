"""The measures' examples on Spark, from Parquet as a node exports it: `make test-cluster`.

No part of `make test`: it takes a Java runtime and 300 MB more.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import ibis
import pytest

from corridor.observatory.measures.measure import told
from corridor.observatory.measures.registry import MEASURES
from corridor.observatory.parquet import export
from corridor.observatory.store import Observatory
from tests.observatory.examples import EXAMPLES

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.log.level": "ERROR",
}
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """One engine on this machine, in one process."""
    builder = import_module("pyspark.sql").SparkSession.builder.master("local[2]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.name)
def test_the_same_as_worked_out_by_hand(measure: Any, spark: Any, tmp_path: Path) -> None:
    rows, asked, expected = EXAMPLES[measure.name]
    observatory = Observatory(tmp_path / "observatory.duckdb")
    with observatory.opened() as db:
        observatory.append(db, rows, 0, 1)
    assert list(export(observatory, tmp_path, "2020-01", "2099-12"))
    facts = spark.read_parquet(f"{tmp_path}/month=*/*.parquet")
    nth = {**asked}.get("nth", 0)
    asked = {name: value for name, value in asked.items() if name != "nth"}
    found = spark.to_pyarrow(told(measure, facts, **asked)).to_pylist()[nth]
    assert {key: found[key] for key in expected} == pytest.approx(expected)

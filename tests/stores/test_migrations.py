"""The schema's steps: each once, whole or not at all, never backwards."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.stores.errors import SchemaForeign, SchemaNewer, SchemaOlder, StoreDamaged
from corridor.stores.migrations import Migration, migrate, shipped
from corridor.stores.sqlite import SqliteStore, inspected
from tests.stores.samples import database, event

ADDS = Migration(2, "0002_adds.sql", "CREATE TABLE extra (name TEXT) STRICT;")
BREAKS = Migration(
    3, "0003_breaks.sql", "CREATE TABLE half (name TEXT) STRICT;\nCREATE TABLE log (name);"
)
# Opens the database with a second step that takes minutes, saying so when it begins.
SLOW_STEP = """
import sys
from pathlib import Path
from corridor.stores.migrations import Migration, shipped
from corridor.stores.sqlite import SqliteStore

sql = (
    "CREATE TABLE extra (name TEXT) STRICT; INSERT INTO extra"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
    " SELECT printf('%1000d', i) FROM n;"
)
print("begins", flush=True)
SqliteStore.open(Path(sys.argv[1]), (shipped()[0], Migration(2, "0002_slow.sql", sql)))
"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(tmp_path / "plain.sqlite3", isolation_level=None)
    yield opened
    opened.close()


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name for (name,) in rows}


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_shipped_steps_are_numbered_without_gaps() -> None:
    steps = shipped()
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))
    assert all(step.name.startswith(f"{step.version:04d}_") for step in steps)


def test_steps_are_applied_once_and_in_order(connection: sqlite3.Connection) -> None:
    first = shipped()[:1]
    assert migrate(connection, first) == 0
    assert migrate(connection, first) == 1
    assert migrate(connection, (*first, ADDS)) == 1
    assert _version(connection) == 2
    assert "extra" in _tables(connection)


def test_a_step_that_fails_leaves_the_version_before_it(connection: sqlite3.Connection) -> None:
    steps = (shipped()[0], ADDS, BREAKS)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(connection, steps)
    assert _version(connection) == 2
    assert "half" not in _tables(connection)
    mended = Migration(3, "0003_mended.sql", "CREATE TABLE half (x TEXT) STRICT;")
    assert migrate(connection, (*steps[:2], mended)) == 2
    assert "half" in _tables(connection)


def test_a_killed_step_leaves_the_version_before_it(tmp_path: Path) -> None:
    path = database(tmp_path)
    SqliteStore.open(path, shipped()[:1]).close()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_STEP, str(path)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begins\n"
        time.sleep(0.3)
        assert process.poll() is None, "the step is under way"
        process.kill()
    left = sqlite3.connect(path, isolation_level=None)
    assert _version(left) == 1
    assert "extra" not in _tables(left)
    left.close()
    store = SqliteStore.open(path, (shipped()[0], ADDS))
    assert store.check() == []
    store.close()


def test_data_outlive_a_migration(tmp_path: Path) -> None:
    store = SqliteStore.open(database(tmp_path), shipped()[:1])
    with store.write() as tx:
        tx.append([event(0)])
    store.close()
    store = SqliteStore.open(database(tmp_path), (*shipped()[:1], ADDS))
    with store.read() as reader:
        assert reader.log(0, 9) == [event(0)]
    store.close()


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = database(tmp_path)
    SqliteStore.open(path, (*shipped()[:1], ADDS)).close()
    before = path.read_bytes()
    with pytest.raises(SchemaNewer, match="version 2, this program knows 1") as caught:
        SqliteStore.open(path, shipped()[:1])
    assert "newer program" in caught.value.diagnostics()
    assert path.read_bytes() == before


def test_who_only_looks_refuses_an_older_database_and_leaves_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    SqliteStore.open(path, shipped()[:1]).close()
    before = path.read_bytes()
    with pytest.raises(SchemaOlder, match="version 1"), inspected(path):
        pass
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = database(tmp_path)
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(SchemaForeign) as caught:
        SqliteStore.open(path)
    assert "another program" in caught.value.diagnostics()
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = database(tmp_path)
    path.write_bytes(b"cherries" * 1000)
    with pytest.raises(StoreDamaged, match="not a database"):
        SqliteStore.open(path)
    assert path.read_bytes() == b"cherries" * 1000

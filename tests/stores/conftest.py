"""One contract, every store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.stores.memory import MemoryStore
from corridor.stores.sqlite import SqliteStore
from tests.stores.samples import Checkable, database


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Checkable]:
    """An empty store of each kind."""
    opened = MemoryStore() if request.param == "memory" else SqliteStore.open(database(tmp_path))
    yield opened
    assert opened.check() == []
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty SQLite store."""
    opened = SqliteStore.open(database(tmp_path))
    yield opened
    opened.close()

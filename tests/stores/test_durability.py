"""A node killed with SIGKILL at any moment: what was acknowledged is there, and nothing is torn."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from corridor.stores.sqlite import SqliteStore
from tests.stores.committer import EVENTS_PER_COMMIT, body
from tests.stores.samples import database

KILLS = 20
ROOT = Path(__file__).resolve().parents[2]


def _run_until_killed(path: Path, seconds: float) -> int:
    """The size that the process acknowledged last; 0 when it had no time to commit."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.stores.committer", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        time.sleep(seconds)
        process.kill()
        whole_lines = process.stdout.read().split(b"\n")[:-1]
    assert process.returncode == -signal.SIGKILL, "it did not end by itself"
    return int(whole_lines[-1]) if whole_lines else 0


def _sound_size(path: Path) -> int:
    store = SqliteStore.open(path)
    assert store.check() == []
    with store.read() as reader:
        size = reader.size()
        state, cursor = reader.state("mv-A"), reader.cursor("UZ")
        assert size % EVENTS_PER_COMMIT == 0, "a commit is whole or absent"
        assert [one.data for one in reader.log(0, size)] == [body(index) for index in range(size)]
        assert reader.last_number("KG") == size
        assert cursor.position == reader.channel_end("UZ")[0] == size
        assert reader.counts("list").get("list", 0) == size
        assert len(reader.rows("list", "name", limit=size + 1)) == size
        assert (state.version, state.data) == (size, body(size)) if state else size == 0
        assert reader.checkpoint() == ((size, f"note {size}") if size else None)
    store.close()
    return size


def test_every_acknowledged_commit_survives_kill(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    known = 0
    for _ in range(KILLS):
        acknowledged = _run_until_killed(database(tmp_path), chance.uniform(0.0, 0.12))
        size = _sound_size(database(tmp_path))
        assert size >= max(acknowledged, known)
        assert size <= max(acknowledged, known) + EVENTS_PER_COMMIT, "one commit may be unsaid"
        known = size
    assert known > KILLS * EVENTS_PER_COMMIT

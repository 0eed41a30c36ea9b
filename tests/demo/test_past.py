"""The invented years before a demonstration: made through the same events, the same each time."""

from datetime import date
from pathlib import Path

import msgspec
from pyarrow import parquet

from corridor.engine.observed import PAST
from corridor.engine.observed_invented import INVENTED, InventedMonth
from corridor.node.demo.network import DEMO_NODES
from corridor.node.demo.past.making import make_past
from corridor.observatory.inventing import write_invented
from corridor.observatory.store import FILE, Observatory
from corridor.web.observed.invented import HAPPENED

UNTIL = date(2026, 3, 1)
DAYS = 30


def _made(folder: Path) -> Path:
    for node in DEMO_NODES:
        (folder / node).mkdir(parents=True)
    make_past(folder, UNTIL, lambda done, of: None, DAYS)
    return folder


def test_the_same_days_give_the_same_bytes_which_an_observatory_keeps(tmp_path: Path) -> None:
    """Everything happened before its day, is marked, and outlives a rebuilding."""
    one, other = _made(tmp_path / "one"), _made(tmp_path / "other")
    assert all((one / n / PAST).read_bytes() == (other / n / PAST).read_bytes() for n in DEMO_NODES)
    observatory = Observatory(one / "UZ" / FILE)
    with observatory.opened() as db:
        [told] = db.execute(
            "SELECT min(day) >= '2026-01-29', max(day) < '2026-03-02', bool_and(invented), "
            "count(DISTINCT kind) >= 22 FROM facts"
        ).fetchall()
    assert told == (True, True, True, True)
    write_invented(observatory, one)
    files = sorted((one / INVENTED).iterdir())
    assert [file.stem for file in files] == ["2026-01", "2026-02", "2026-03"]
    behind = msgspec.json.decode(files[1].read_bytes(), type=InventedMonth)
    assert all(movement.id.startswith("mv-") for movement in behind.movements)
    assert {event.kind for one in behind.movements for event in one.events} <= {*HAPPENED}
    there = observatory.count()
    observatory.clear()
    assert observatory.count() == there > 1_000
    older = parquet.read_table(one / "UZ" / PAST).drop_columns(["holder"])
    parquet.write_table(older, one / "UZ" / PAST)
    observatory.clear()
    assert observatory.count() == there, "a column that was added later is missing, and no row"

"""From a log to rows: the same whenever it is read and wherever reading was interrupted."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from corridor.engine.ports import Store
from corridor.observatory.following import STEP, Following
from corridor.observatory.happening import KINDS, Happening
from corridor.observatory.overview import keep, overview
from corridor.observatory.parquet import export
from corridor.observatory.reading import Reading
from corridor.observatory.store import Busy, Observatory, Unusable
from tests.simulation.test_simulation import kind_run
from tests.support.engines import REFERENCE
from tests.web.desk_world import released


def rows_of(store: Store, steps: int) -> list[Happening]:
    """Read in stretches of so many entries, each by somebody who remembers nothing."""
    with store.read() as reader:
        size = reader.size()
        return [
            row
            for start in range(0, size, steps)
            for row in Reading(REFERENCE).happenings(reader, reader.log(start, steps))
        ]


@pytest.fixture(scope="module")
def stores() -> dict[str, Store]:
    """Those of whole nodes after a day of faults."""
    machines, _ = kind_run()
    return {name: machine.store for name, machine in machines.items()}


def test_the_same_rows_however_reading_is_interrupted(stores: dict[str, Store]) -> None:
    for name, store in stores.items():
        whole = rows_of(store, 1_000_000)
        assert whole, name
        assert rows_of(store, 7) == whole
        assert {row.kind for row in whole} <= set(KINDS)


def test_the_way_of_a_movement_is_seen_at_each_node(stores: dict[str, Store]) -> None:
    kinds = {row.kind for store in stores.values() for row in rows_of(store, 1_000_000)}
    assert kinds >= {"lodged", "accepted", "released", "carried", "crossed", "arrived"}
    seen = [row for store in stores.values() for row in rows_of(store, 1_000_000) if row.km]
    assert all(row.corridor for row in seen)
    assert all(row.since is not None for row in seen if row.kind != "section_paid")


def test_what_came_from_each_other_node_has_its_lag(stores: dict[str, Store]) -> None:
    for name, store in stores.items():
        with store.read() as reader:
            entries = reader.log(0, reader.size())
        rows = [row for row in rows_of(store, 1_000_000) if row.kind == "followed"]
        theirs = [entry for entry in entries if entry.node != name]
        assert {row.subject for row in rows} == {entry.subject for entry in theirs}
        assert len(rows) == len(theirs)
        assert all(row.country == row.node != name and row.since for row in rows)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every Parquet file below."""
    found: Iterator[Path] = folder.rglob("*.parquet")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_what_is_made_anew_has_the_same_bytes(stores: dict[str, Store], tmp_path: Path) -> None:
    store = next(iter(stores.values()))
    observatory = Observatory(tmp_path / "observatory.duckdb")
    made: list[dict[str, bytes]] = []
    for number in range(2):
        observatory.clear()
        following = Following(observatory, store.read, REFERENCE)
        assert [one.lag for one in following.steps()][-1] == 0
        assert list(following.steps()) == []
        written = list(export(observatory, tmp_path / str(number), "2020-01", "2099-12"))
        assert sum(one.rows for one in written) == observatory.count()
        made.append(files_of(tmp_path / str(number)))
    assert made[0] == made[1]
    assert made[0]
    assert not list(tmp_path.rglob("*.part"))


def test_a_log_that_goes_on_is_read_on(tmp_path: Path) -> None:
    core = released()
    observatory = Observatory(tmp_path / "observatory.duckdb")
    assert observatory.position() == observatory.count() == 0
    following = Following(observatory, core.store.read, REFERENCE)
    [progress] = following.steps()
    assert (progress.done, progress.of) == (core.tip.size, core.tip.size)
    assert core.tip.size < STEP
    again = Following(observatory, core.store.read, REFERENCE)
    assert list(again.steps()) == []
    assert again.progress().lag == 0
    with observatory.opened() as db, pytest.raises(ValueError, match="are wanted, not of 0"):
        observatory.append(db, [], 0, 1)


def test_who_has_the_file_open_is_waited_for_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise duckdb.IOException("Could not set lock")

    monkeypatch.setattr("corridor.observatory.store.WAITS_S", 0.05)
    monkeypatch.setattr(duckdb, "connect", locked)
    with pytest.raises(Busy), Observatory(tmp_path / "observatory.duckdb").opened():
        pass


def test_a_damaged_file_is_made_anew_and_what_is_no_file_is_said(tmp_path: Path) -> None:
    observatory = Observatory(tmp_path / "observatory.duckdb")
    observatory.path.write_bytes(b"rubbish" * 9_000)
    assert observatory.position() == 0
    with pytest.raises(Unusable), Observatory(tmp_path / "nowhere" / "file").opened():
        pass


def test_the_overview_tells_of_no_single_movement(tmp_path: Path) -> None:
    core = released()
    observatory = Observatory(tmp_path / "observatory.duckdb")
    list(Following(observatory, core.store.read, REFERENCE).steps())
    found = overview(observatory, "KG")
    keep(found, tmp_path)
    assert found.entries == core.tip.size
    assert all(one.all is None and not any(t.groups for t in one.by) for one in found.measured)
    assert b"01KG777ABC" not in (tmp_path / "observatory.json").read_bytes()


def test_what_another_state_said_wrongly_stops_nothing_else(stores: dict[str, Store]) -> None:
    """A time that is in no calendar, and bytes that nobody reads: each costs its own rows."""
    with next(iter(stores.values())).read() as reader:
        entries = reader.log(0, reader.size())
        whole = list(Reading(REFERENCE).happenings(reader, entries))
        crossed = next(row for row in whole if row.kind in ("crossed", "left", "arrived"))
        entry = entries[crossed.entry]
        said = json.loads(entry.data)["payload"]
        moment = next(said[name] for name in said if name.endswith("_at"))
        never = entry.data.replace(moment.encode(), b"2026-02-31T10:00:00.000Z")
        for data in (never, b"{"):
            wrong = [*entries]
            wrong[crossed.entry] = replace(entry, data=data)
            found = list(Reading(REFERENCE).happenings(reader, wrong))
            assert crossed not in found
            others = [row for row in whole if row.subject != crossed.subject]
            assert [row for row in found if row.subject != crossed.subject] == others

"""The search index: the same in both stores, within a desk, newest first, page by page."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.domain.searching import Findable, findable, identifier, words_of
from corridor.engine.indexing import IndexNext
from corridor.engine.outcome import Published
from corridor.engine.ports import Pick, Store
from corridor.engine.queries import Queries
from corridor.stores.memory import MemoryStore
from corridor.stores.sqlite import SqliteStore
from tests.support.engines import MOVEMENT, lodge, make_core, register_guarantee

DESKS = ("carrier:a", "carrier:ab", "customs:KGOSH001")
plates = st.text("AB1 -", min_size=1, max_size=8)
names = st.lists(st.sampled_from(["Черешня", "Ёлки", "Cherry", "şeker"]), max_size=3)
finds = st.builds(
    findable,
    st.frozensets(st.sampled_from(DESKS), max_size=3),
    st.tuples(plates, plates),
    st.tuples(names.map(" ".join)),
)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Any = MemoryStore() if request.param == "memory" else SqliteStore.open(tmp_path / "db")
    yield opened
    opened.close()


def put(store: Store, **subjects: Findable) -> None:
    with store.write() as tx:
        for subject, found in subjects.items():
            tx.put_findable(subject, found)


def search(store: Store, desk: str, text: str, before: int | None = None, limit: int = 10) -> Any:
    with store.read() as reader:
        return reader.search(desk, identifier(text), words_of(text), before, limit)


def found(*args: Any) -> list[str]:
    return [subject for _, subject in search(*args)]


def test_any_part_of_three_letters_finds(store: Store) -> None:
    truck = findable(frozenset({DESKS[0]}), ("01KG777ABC", "MSKU 123456-7"), ("Черешня свежая",))
    put(store, one=truck)
    for text in ("777", "01 kg 777", "7АВ", "msku", "U1234", "свеж", "ЧЕРЕШНЯ све"):
        assert found(store, DESKS[0], text) == ["one"], text
    for text in ("77", "777X", "ерешня", "черешня гнилая", '"', "* OR", ""):
        assert found(store, DESKS[0], text) == [], text


def test_what_is_at_another_desk_is_not_there(store: Store) -> None:
    put(store, one=findable(frozenset({"carrier:ab"}), ("ABC777",), ("cherries",)))
    for text in ("777", "cherries", "carrier", "0001", "ab"):
        assert found(store, "carrier:a", text) == []
        assert found(store, "carrier:unknown", text) == []


def test_the_newest_come_first_and_page_by_page(store: Store) -> None:
    plain = {f"s{n}": findable(frozenset({DESKS[0]}), (f"KG{n:03d}",), ()) for n in range(7)}
    put(store, **plain)
    put(store, s2=findable(frozenset({DESKS[0]}), ("KG002", "NEW"), ()))
    first = search(store, DESKS[0], "KG0", None, 4)
    assert [subject for _, subject in first] == ["s2", "s6", "s5", "s4"]
    rest = search(store, DESKS[0], "KG0", first[-1][0], 4)
    assert [subject for _, subject in rest] == ["s3", "s1", "s0"]


def test_what_changed_is_found_so_and_no_longer_as_before(store: Store) -> None:
    put(store, one=findable(frozenset({DESKS[0]}), ("OLD777",), ("old",)))
    put(store, one=findable(frozenset({DESKS[1]}), ("NEW888",), ("new",)))
    assert found(store, DESKS[1], "888") == ["one"]
    assert found(store, DESKS[0], "777") == found(store, DESKS[1], "old") == []
    put(store, one=Findable())
    assert found(store, DESKS[1], "888") == []


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("abc"), finds), max_size=8), plates, names.map(" ".join))
def test_both_stores_find_the_same(said: list[tuple[str, Findable]], part: str, words: str) -> None:
    memory = MemoryStore()
    with (
        TemporaryDirectory() as folder,
        closing(SqliteStore.open(Path(folder) / "store.db")) as sqlite,
        memory.write() as plain,
        sqlite.write() as real,
    ):
        for subject, how in said:
            plain.put_findable(subject, how)
            real.put_findable(subject, how)
        for desk in DESKS:
            for text in (part, words):
                asked = desk, identifier(text), words_of(text), None, 10
                mine = [subject for _, subject in plain.search(*asked)]
                assert [subject for _, subject in real.search(*asked)] == mine


def test_the_index_follows_the_log_and_goes_on_where_it_was(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "db")
    core = make_core(store=store)
    register_guarantee(core)
    assert not lodge(core).refusals
    queries = Queries(core)
    assert queries.entries_to_index() == 2
    assert core.run_one(IndexNext(limit=1)) == 1
    assert queries.find("carrier:ala-too", "OSH-2026").subjects == ()
    store.close()
    store = SqliteStore.open(tmp_path / "db")
    core = make_core(store=store)
    told: list[Published] = []
    core.listeners.append(told.append)
    assert core.run_one(IndexNext()) == 0
    assert told[-1].lists == {"carrier:ala-too:found", "customs:KGOSH001:found"}
    queries = Queries(core)
    assert queries.find("carrier:ala-too", "osh 2026").subjects == (MOVEMENT,)
    assert queries.find("carrier:ala-too", "osh 2026", limit=1).next == ""
    assert queries.entries_to_index() == 0
    assert core.run_one(IndexNext()) == 0
    store.close()


def test_what_an_earlier_version_stored_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "db"
    old = SqliteStore.open(path)
    core = make_core(store=old)
    register_guarantee(core)
    assert not lodge(core).refusals
    with old.write() as tx:  # as it was kept before: a plate as it was written
        tx.change_keys(MOVEMENT, ("plate:01KG777ABC",), ("plate:01 KG 777 ABC",))
    old.close()
    _as_the_first_version_left_it(path)
    store = SqliteStore.open(path)
    core = make_core(store=store)
    queries = Queries(core)
    open_list, vehicle = "carrier:ala-too:open", Pick(("vehicle=01KG777ABC",))
    assert queries.picked(open_list, vehicle).rows == ()
    assert queries.search("01 kg 777-abc") == ()
    assert queries.entries_to_index() == 2
    assert core.run_one(IndexNext()) == 0
    assert queries.search("01 kg 777-abc") == (MOVEMENT,)
    assert queries.find("carrier:ala-too", "777").subjects == (MOVEMENT,)
    assert [row.subject for row in queries.picked(open_list, vehicle, "since").rows] == [MOVEMENT]
    assert queries.counts(open_list) == {open_list: 1}
    store.close()


def _as_the_first_version_left_it(path: Path) -> None:
    """Without what later versions added to the schema."""
    connection = sqlite3.connect(path, isolation_level=None)
    for table in ("found", "desks", "found_ids", "found_words", "indexed", "marks", "facets"):
        connection.execute(f"DROP TABLE {table}")
    for index in ("rows_by_since", "rows_by_amount", "rows_by_share", "keys_by_age"):
        connection.execute(f"DROP INDEX {index}")
    for column in ("since", "amount", "share", "marks"):
        connection.execute(f"ALTER TABLE rows DROP COLUMN {column}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_of_all_that_a_plate_ever_carried_the_newest_is_found(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "db")
    core = make_core(store=store)
    with store.write() as tx:
        for number in range(30):
            tx.change_keys(f"mv-KG-{number:020d}", (), ("plate:01KG777ABC",))
    found = Queries(core).search("01 KG 777 ABC")
    assert found[0] == f"mv-KG-{29:020d}"
    assert len(found) == 20
    store.close()

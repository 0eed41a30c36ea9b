"""Real bytes are flipped in a store; the check names each row, and nothing that is sound."""

import asyncio
import lzma
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from corridor.domain.besides import Noted
from corridor.domain.commitments.stating import StateCommitment
from corridor.domain.facts import Actor
from corridor.domain.kinds import kind_of
from corridor.engine.core import Core, Job
from corridor.engine.indexing import IndexNext
from corridor.engine.jobs import Execute, Note
from corridor.engine.mending import CompleteLists, CompleteTimers
from corridor.engine.noted import NOTED, as_kept
from corridor.engine.ports import Document, ListRow
from corridor.engine.queries import Queries
from corridor.engine.records import NodeStarted
from corridor.engine.standing import rows_of
from corridor.engine.unit import Unit
from corridor.evidence.trust import BilingualName
from corridor.node.check.finding import Finding
from corridor.node.check.scrub import AWAITED_S, KIND, ROUND_MS, Scrub
from corridor.node.check.walk import Walk
from corridor.node.cli import group
from corridor.node.settings import NodeSettings, write_secret, write_settings
from corridor.stores.lock import FileLock
from corridor.stores.sqlite import SqliteStore
from tests.simulation.register import PROMISE
from tests.support.engines import (
    MOVEMENT,
    FakeClock,
    lodge,
    make_core,
    register_guarantee,
    signer_of,
)

FIXTURES = Path(__file__).parent.parent / "fixtures" / "first_version"
NODE = Actor("", "KG", "", "system")


def kept(folder: Path, name: str) -> Path:
    """A store with all that a movement through six states leaves behind."""
    path = folder / "store.db"
    path.write_bytes(lzma.decompress(FIXTURES.joinpath(f"{name}.db.xz").read_bytes()))
    store = SqliteStore.open(path)
    core = make_core(name[:2], store)
    for job in (CompleteTimers(), CompleteLists()):
        core.run_one(job)  # what came later, as when a node starts
    while core.run_one(IndexNext()):
        pass  # its rows and keys become those of this version
    store.close()
    return path


def check(path: Path, node: str = "KG") -> list[Finding]:
    walk = Walk(path, node, signer_of(node).public)
    return [finding for _, step in walk.run() for finding in step.findings]


def alter(path: Path, sql: str, *values: object) -> None:
    """Past the program, as a failing disk does."""
    with sqlite3.connect(path) as connection:
        assert connection.execute(sql, values).rowcount > 0, sql
    connection.close()


@pytest.mark.parametrize("name", ["KG", "UZ", "GE", "KG-exceptions", "UZ-exceptions"])
def test_what_any_version_wrote_is_sound(tmp_path: Path, name: str) -> None:
    path = kept(tmp_path, name)
    assert check(path, name[:2]) == []
    assert Walk(path, name[:2], signer_of(name[:2]).public).torn_pages() == []


class AsBefore:
    """As a version wrote it that had one list without marks, and no other of the register."""

    def run(self, unit: Unit) -> None:
        for row in unit.tx.rows("register:promised"):
            before = ListRow("register:commitments", row.due, row.name, row.updated, row.data)
            unit.tx.change_rows(row.subject, ("register:promised", "register:paired"), (before,))


def test_what_the_first_start_makes_good_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore.open(path)
    core = make_core("KG", store)
    registrar = Actor("", "KG", "aida", "registrar")
    for number in ("C1", "C2"):
        job = Execute(StateCommitment(number, PROMISE), registrar, f"cm-KG-{number}")
        assert core.run_one(job).refusals == ()
    while core.run_one(IndexNext()):
        pass
    core.run_one(AsBefore())
    store.close()
    walk = Walk(path, "KG", signer_of("KG").public)
    steps = [step for _, step in walk.run()]
    assert [one for step in steps for one in step.findings] == []
    assert sum(step.owed for step in steps) == 6
    store = SqliteStore.open(path)
    assert make_core("KG", store).run_one(CompleteLists()) == 6
    store.close()
    steps = [step for _, step in walk.run()]
    assert ([one for step in steps for one in step.findings], sum(s.owed for s in steps)) == ([], 0)


class MarkBesides:
    """What the follower of the log does where permits are still to be asked for."""

    def run(self, unit: Unit) -> None:
        state, kind = unit.look(MOVEMENT).state, kind_of(MOVEMENT)
        assert kind is not None
        rows = [row for row in rows_of(kind, state, "KG") if row.list.startswith("carrier:")]
        noted = Noted(tuple(row.list for row in rows), ("waits=apply",))
        document = Document(MOVEMENT, "", unit.now(), msgspec.json.encode(noted))
        unit.tx.put_document(NOTED, document)
        unit.tx.change_rows(MOVEMENT, (), tuple(as_kept(unit.tx, MOVEMENT, rows, noted)))


def test_what_rows_are_marked_with_besides_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = SqliteStore.open(path)
    core = make_core("KG", store)
    register_guarantee(core)
    lodge(core)
    while core.run_one(IndexNext()):
        pass
    core.run_one(MarkBesides())
    store.close()
    assert check(path) == []


def flip(value: Any) -> Any:
    """The value with one bit of its middle byte changed."""
    if isinstance(value, int):
        return value ^ 4096
    data = bytearray(value.encode() if isinstance(value, str) else value)
    data[len(data) // 2] ^= 1
    return data.decode() if isinstance(value, str) else bytes(data)


# Each: what is altered, in which row; the finding's table and a part of its row.
ROWS: list[tuple[str, str, str, str, str]] = [
    ("log", "data", "entry = 20", "log", "20 ("),
    ("log", "leaf", "entry = 25", "log", "25 ("),
    ("log", "tag", "entry = 30", "log", "30 ("),
    ("log", "clock", "entry = 35", "log", "35 ("),
    ("log", "number", "entry = 40", "log", "40 ("),
    ("states", "data", "length(data) > 0 AND subject LIKE 'mv-%'", "states", "mv-"),
    ("states", "version", "subject LIKE 'gr-%'", "states", "gr-"),
    ("rows", "data", "list LIKE 'customs:%'", "rows", "customs:"),
    ("rows", "due", "list LIKE 'carrier:%'", "rows", "carrier:"),
    ("counts", "count", "list LIKE 'guarantor:%'", "counts", "guarantor:"),
    ("channel", "head", "peer = 'UZ' AND position = 3", "channel", "UZ 3"),
    ("channel", "leaf", "peer = 'TM' AND position = 2", "channel", "TM 2"),
    ("pages", "proof", "peer = 'GE'", "pages", "GE "),
    ("cursors", "position", "peer = 'UZ'", "cursors", "UZ"),
    ("receipts", "data", "peer = 'GE'", "receipts", "GE "),
    ("answers", "body", "1", "answers", ""),
]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What is found after one bit was flipped in each of `ROWS`."""
    path = kept(tmp_path_factory.mktemp("spoilt"), "KG")
    for table, column, where, _, _ in ROWS:
        with sqlite3.connect(path) as connection:
            one = f"SELECT rowid, {column} FROM {table} WHERE {where} LIMIT 1"
            if table in ("channel", "counts"):
                one = one.replace("rowid", "1")
            _, value = connection.execute(one).fetchone()
        connection.close()
        alter(
            path,
            f"UPDATE {table} SET {column} = ? WHERE {where} AND {column} = ?",
            flip(value),
            value,
        )
    return check(path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}.{row[1]}")
def test_one_flipped_bit_is_found_and_its_row_is_named(
    spoilt: list[Finding], row: tuple[str, str, str, str, str]
) -> None:
    *_, table, named = row
    assert [one for one in spoilt if one.table == table and named in one.row], spoilt


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("DELETE FROM log WHERE entry = 17", "log"),
        ("DELETE FROM states WHERE subject LIKE 'pm-%'", "states"),
        ("DELETE FROM rows WHERE list LIKE 'customs:%'", "rows"),
        ("DELETE FROM channel WHERE peer = 'UZ' AND position = 2", "channel"),
        ("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)", "checkpoints"),
        (
            "UPDATE states SET subject = 'mv-KG-X' WHERE subject LIKE 'gr-26KGALA%'",
            "states",
        ),
    ],
)
def test_what_is_missing_is_found(tmp_path: Path, sql: str, table: str) -> None:
    path = kept(tmp_path, "KG")
    alter(path, sql)
    assert table in {finding.table for finding in check(path)}


def grown(path: Path, entries: int = 0) -> Core:
    """A node of this version with a lodged movement that the search index has."""
    from tests.support.web import keep_indexed

    core = make_core(store=SqliteStore.open(path), clock=FakeClock())
    keep_indexed(core)
    register_guarantee(core)
    lodge(core)
    core.run([Note(NodeStarted(n), NODE) for n in range(entries)])
    return core


def test_tiles_keys_timers_and_search_are_compared(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    grown(path, 300).store.close()
    assert check(path) == []
    alter(path, "UPDATE tiles SET data = zeroblob(8192) WHERE level = 0")
    alter(path, "UPDATE keys SET key = key || 'x' WHERE key LIKE 'lrn:%'")
    alter(path, "UPDATE facets SET mark = mark || 'x' WHERE id % 2")
    alter(path, "UPDATE facets SET count = count + 1 WHERE id % 2 = 0")
    alter(path, "DELETE FROM found_words")
    found = check(path)
    assert {one.table for one in found} >= {"tiles", "keys", "marks", "facets", "found"}, found


def spoil_bytes(path: Path, known: bytes, by: int = 1) -> None:
    """Flip a bit of the file where these bytes stand."""
    content = bytearray(path.read_bytes())
    at = content.index(known) + len(known) // 2
    content[at] ^= by
    path.write_bytes(content)


def test_a_bit_of_the_file_itself(tmp_path: Path) -> None:
    path = kept(tmp_path, "KG")
    with sqlite3.connect(path) as connection:
        [data] = connection.execute("SELECT data FROM log WHERE entry = 60").fetchone()
    connection.close()
    spoil_bytes(path, data[:200])
    assert any(one.row.startswith("60 (") for one in check(path))


def test_a_page_that_cannot_be_read_is_named_and_the_rest_is_checked(tmp_path: Path) -> None:
    path = kept(tmp_path, "KG")
    with sqlite3.connect(path) as connection:
        [size] = connection.execute("PRAGMA page_size").fetchone()
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'log' AND pagetype = 'leaf' ORDER BY path"
        )
        page = pages.fetchall()[3][0]
    connection.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : (page - 1) * size + 64] = bytes(64)
    path.write_bytes(content)
    found = check(path)
    assert any("cannot be read" in one.what for one in found), found
    assert Walk(path, "KG", signer_of("KG").public).torn_pages()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = BilingualName(ru="Кыргызстан", en="Kyrgyzstan")
    write_settings(tmp_path, NodeSettings(node="KG", name=names, key_id="KG/1"))
    write_secret(tmp_path / "key.pem", signer_of("KG").to_pem())
    return tmp_path


def run(folder: Path, *options: str) -> tuple[int, str]:
    said = CliRunner().invoke(
        group, ["store", "check", str(folder), *options], standalone_mode=False
    )
    if said.exception is not None:
        error: Any = said.exception
        return error.exit_code, error.message
    return said.return_value, said.output


def test_exit_codes(folder: Path) -> None:
    assert run(folder)[0] == 3  # there is no store yet
    path = kept(folder, "KG")
    lock = FileLock.take(path.with_name("store.db.lock"))  # as a node that runs
    assert run(folder) == (0, "sound: the store is what its log says\n")
    lock.release()
    alter(path, "UPDATE log SET data = zeroblob(length(data)) WHERE entry = 5")
    code, said = run(folder, "--json")
    assert code == 1
    assert '"table":"log","row":"5 (' in said
    path.write_bytes(bytes(8192))
    assert run(folder)[0] == 1


class Rested(Exception):
    """Enough for this test."""


def scrubbed(
    core: Core, path: Path, stretches: int, clock: FakeClock, rests: list[float] | None = None
) -> Scrub:
    """A scrub that was stopped after so many stretches, and kept where it stood."""
    left = iter(range(stretches))

    async def rest(seconds: float) -> None:
        if rests is not None:
            rests.append(seconds)
        if next(left, None) is None:
            raise Rested

    async def submit(job: Job) -> Any:
        return core.run_one(job)

    walk = Walk(path, "KG", signer_of("KG").public)
    scrub = Scrub(walk, Queries(core), submit, clock, rest)
    with pytest.raises(Rested):
        asyncio.run(scrub.run())
    return scrub


def test_the_scrub_goes_on_where_it_was_and_tells_what_it_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridor.node.check.scrub.KEPT_EVERY", 1)
    monkeypatch.setattr("corridor.node.check.scrub.ROWS_AT_ONCE", 20)
    path, clock = tmp_path / "store.db", FakeClock()
    core = grown(path, 100)
    first = scrubbed(core, path, 3, clock)
    assert first.state.place is not None
    assert first.state.place.at == 60
    alter(path, "UPDATE log SET leaf = zeroblob(32) WHERE entry = 70")
    second = scrubbed(core, path, 1, clock)
    assert second.state.place is not None
    assert second.state.place.at == 80, "it went on, and did not begin anew"
    assert {one.row.split()[0] for one in second.state.findings} == {"70"}
    third = scrubbed(core, path, 200, clock)
    assert third.state.place is None
    assert third.state.finished
    assert {one.row.split()[0] for one in third.state.findings if one.table == "log"} == {"70"}
    assert Queries(core).document(KIND, KIND) is not None
    clock.turn(ROUND_MS - 1)
    rests: list[float] = []
    assert scrubbed(core, path, 3, clock, rests).state.place is None, "once a day is enough"
    assert rests[1:] == [AWAITED_S] * 3, "nor is it looked ten times a second whether it is time"
    clock.turn(1)
    assert scrubbed(core, path, 3, clock).state.place is not None
    core.store.close()

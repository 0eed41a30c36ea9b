"""How long a file is kept: while somebody may need it, then as long as the node's rule says."""

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from corridor.domain.attachments import Attachment
from corridor.domain.movement.cancelling import CancelDeclaration
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.file_jobs import ChangeDraftFiles, KeepFile
from corridor.engine.file_keeping import FileKeeper
from corridor.engine.hlc import instant
from corridor.engine.jobs import PutDocument
from corridor.engine.kept_files import KEPT, OF_DRAFT, KeptFile
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.node.file_sweep import UPLOAD_MS, FileSweep
from corridor.node.settings import FilesKept, NodeSettings
from corridor.stores.files import FileStore
from corridor.web.files.intake import UPLOAD
from tests.support.engines import CARRIER, DOSSIER, START, FakeClock, do, make_core
from tests.support.samples import PDF
from tests.support.straight import Straight

DAY_MS = 24 * 3600 * 1000
SHA256 = sha256(PDF).hexdigest()
FILE = Attachment(SHA256, len(PDF), "application/pdf", "CMR.pdf", "cmr")
KEPT_FILE = KeptFile(len(PDF), "application/pdf", START, orgs=("ala-too",))
RULES = (FilesKept("2026-01-01", 10, 3), FilesKept("2026-12-24", 20, 3))


class World:
    """A node with one file, and the sweep of its files."""

    def __init__(self, folder: Path, kept: KeptFile = KEPT_FILE) -> None:
        self.clock = FakeClock()
        self.core = make_core(clock=self.clock)
        self.store = FileStore(folder, lambda size: True)
        path = folder / "upload"
        path.write_bytes(PDF)
        self.store.keep(path, SHA256)
        self.core.run_one(KeepFile(SHA256, kept))
        writer = Straight(self.core)
        queries = Queries(self.core)
        keeper = FileKeeper(self.store, writer)
        self.sweep = FileSweep(keeper, writer, queries, self.clock, RULES)

    async def after(self, days: int) -> bool:
        """Whether the file is there so many days later, when it was looked at."""
        self.clock.turn(days * DAY_MS)
        await self.sweep.round()
        there = self.store.find(SHA256) is not None
        assert there == (Queries(self.core).document(KEPT, SHA256) is not None)
        return there

    def lodge(self) -> None:
        command = LodgeDeclaration(replace(DOSSIER, attachments=(FILE,)), "A1B2")
        assert not do(self.core, command, CARRIER).refusals


async def test_what_nothing_ever_named_goes_soon(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert [await world.after(days) for days in (0, 2, 1)] == [True, True, False]


async def test_what_an_open_dossier_names_stays_and_what_a_closed_one_named_goes(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    world.lodge()
    assert await world.after(20)
    assert not do(world.core, CancelDeclaration("Sold"), CARRIER).refusals
    assert [await world.after(days) for days in (0, 9)] == [True, True]
    assert [await world.after(days) for days in (4, 7)] == [True, False]  # by the newer rule


async def test_a_copy_of_another_nodes_file_goes_soon(tmp_path: Path) -> None:
    world = World(tmp_path, replace(KEPT_FILE, orgs=(), was_named=True))
    assert [await world.after(days) for days in (0, 3)] == [True, False]


async def test_a_draft_keeps_its_files_and_one_that_is_used_again_begins_anew(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, replace(KEPT_FILE, drafts=("mv-KG-draft",)))
    world.core.run_one(ChangeDraftFiles("mv-KG-draft", "ala-too", added=FILE))
    assert await world.after(9)
    world.core.run_one(ChangeDraftFiles("mv-KG-draft", "ala-too", removed=SHA256))
    assert [await world.after(days) for days in (0, 2)] == [True, True]
    world.core.run_one(KeepFile(SHA256, KEPT_FILE))
    assert [await world.after(days) for days in (0, 2, 1)] == [True, True, False]


async def test_papers_that_wait_for_a_message_nobody_sends_go_and_those_of_a_draft_stay(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, replace(KEPT_FILE, drafts=("tray:mv-KG-1:ala-too",)))
    world.core.run_one(ChangeDraftFiles("tray:mv-KG-1:ala-too", "ala-too", added=FILE))
    world.core.run_one(ChangeDraftFiles("mv-KG-draft", "ala-too", added=FILE))
    assert [await world.after(days) for days in (0, 59, 0)] == [True, True, True]
    world.clock.turn(2 * DAY_MS)
    world.core.run_one(ChangeDraftFiles("tray:mv-KG-2:ala-too", "ala-too", added=FILE))
    assert await world.after(0)
    left = {one.id for one in Queries(world.core).documents(OF_DRAFT)}
    assert left == {"mv-KG-draft", "tray:mv-KG-2:ala-too"}
    assert [await world.after(days) for days in (2, 1)] == [True, False]


async def test_an_upload_that_nobody_finishes_goes(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.clock.ms = int((tmp_path / "files").stat().st_mtime * 1000)
    world.store.begin("half", 10)
    begun = Document("half", "ala-too", instant(world.clock.now_ms()), b"{}")
    world.core.run_one(PutDocument(UPLOAD, begun))
    await world.sweep.round()
    assert world.store.length("half") == 0
    world.clock.turn(UPLOAD_MS + 60_000)
    await world.sweep.round()
    assert world.store.length("half") is None
    assert Queries(world.core).document(UPLOAD, "half") is None


def test_only_the_owner_changes_the_files_of_a_draft(tmp_path: Path) -> None:
    core = World(tmp_path).core
    assert core.run_one(ChangeDraftFiles("mv-KG-1", "ala-too", added=FILE)) == "changed"
    assert core.run_one(ChangeDraftFiles("mv-KG-1", "rival", removed=SHA256)) == "not_yours"
    many = tuple(replace(FILE, sha256=f"{n:064x}") for n in range(50))
    core.run_one(ChangeDraftFiles("mv-KG-2", "ala-too", many, removed="x"))
    assert core.run_one(ChangeDraftFiles("mv-KG-2", "ala-too", added=FILE)) == "full"


def test_the_rule_is_dated_data_of_the_node() -> None:
    said = (
        b'{"node":"KG","name":{"en":"KG","ru":"KG"},"unscanned_files":"refuse",'
        b'"files_kept":[{"from":"2027-01-01","named_days":365}]}'
    )
    settings = msgspec.json.decode(said, type=NodeSettings)
    assert settings.files_kept == (FilesKept("2027-01-01", 365, 30),)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(said.replace(b"2027-01-01", b"soon"), type=NodeSettings)

"""A file is fetched from where it was uploaded: whole, when it is opened, by who may see it."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corridor.domain.attachments import Attachment
from corridor.domain.movement.accepting import AcceptDeclaration
from corridor.domain.movement.lodging import LodgeDeclaration
from corridor.engine.file_jobs import KeepFile
from corridor.engine.file_keeping import FileKeeper
from corridor.engine.file_ports import ScannerAway
from corridor.engine.kept_files import KEPT, KeptFile, read_kept
from corridor.engine.queries import Queries
from corridor.exchange.errors import LineFault
from corridor.exchange.file_ask import FileAsker
from corridor.exchange.file_serve import PER_MINUTE_MAX, FileDesk
from corridor.exchange.files import STRETCH_BYTES_MAX
from corridor.exchange.transport import Answer
from corridor.node.file_fetch import FileFetch
from corridor.stores.files import FileStore
from corridor.web.services import Fetched
from tests.exchange.network import AREAS, Node, Wires, sealed, trust_list
from tests.support.engines import CARRIER, DOSSIER, MOVEMENT, START, customs, do
from tests.support.samples import PDF, pdf_with
from tests.support.straight import Straight

SCAN = pdf_with(b"0" * (2 * STRETCH_BYTES_MAX))
"""Three stretches."""


def named(data: bytes, **changes: Any) -> Attachment:
    """As a dossier names it."""
    one = Attachment(sha256(data).hexdigest(), len(data), "application/pdf", "CMR.pdf", "cmr")
    return replace(one, **changes)


class Scanner:
    """Finds what it is told to find."""

    def __init__(self, found: str = "", away: bool = False) -> None:
        self.found = found
        self.away = away

    async def scan(self, path: Path) -> str:
        if self.away:
            raise ScannerAway("away")
        return self.found

    async def version(self) -> str:
        return "of the test"


class Two:
    """KG, where the file was uploaded, and UZ, on the way."""

    def __init__(self, folder: Path, data: bytes = SCAN, file: Attachment | None = None) -> None:
        self.wires = Wires()
        self.kg, self.uz = Node("KG", self.wires), Node("UZ", self.wires)
        self.file = file or named(data)
        self.folder = folder
        store = FileStore(folder / "kg", lambda size: True)
        self.kg.files = FileDesk(self.kg.core, self.kg.submit, self.kg.trust, store)
        part = folder / "upload"
        part.write_bytes(data)
        store.keep(part, self.file.sha256)
        kept = KeptFile(self.file.size, self.file.media_type, START, orgs=("ala-too",))
        self.kg.core.run_one(KeepFile(self.file.sha256, kept))
        command = LodgeDeclaration(replace(DOSSIER, attachments=(self.file,)))
        assert not do(self.kg.core, command, CARRIER).refusals
        assert not do(self.kg.core, AcceptDeclaration(), customs("KGOSH001")).refusals
        self.store = FileStore(folder / "uz", lambda size: True)

    async def see(self) -> None:
        """UZ hears of the movement."""
        await self.uz.follow("KG")

    def fetch(self, scanner: Scanner | None = None) -> FileFetch:
        """The fetching half of UZ."""
        asker = FileAsker(self.uz.core, self.uz.trust, self.wires)
        keeper = FileKeeper(self.store, Straight(self.uz.core))
        return FileFetch(asker, keeper, scanner, self.uz.clock, (0.0, 0.0))

    async def open(self, fetch: FileFetch) -> Fetched:
        """Open the file's page until it is there or is told why not."""
        while True:
            found = fetch.fetch("KG", MOVEMENT, self.file)
            if found.problem or found.is_here:
                return found
            await asyncio.sleep(0.01)

    def asked(self) -> int:
        """How often KG was asked for a stretch."""
        return sum(request.url.endswith("/file") for request in self.wires.requests)


@pytest.fixture
def two(tmp_path: Path) -> Two:
    (tmp_path / "kg").mkdir()
    (tmp_path / "uz").mkdir()
    return Two(tmp_path)


async def test_nothing_is_fetched_before_it_is_opened_and_then_all_of_it(two: Two) -> None:
    await two.see()
    assert two.asked() == 0
    done = await two.open(two.fetch())
    assert (done.done, two.asked()) == (two.file.size, 3)
    path = two.store.find(two.file.sha256)
    assert path is not None
    assert path.read_bytes() == SCAN
    kept = read_kept(Queries(two.uz.core).document(KEPT, two.file.sha256))
    assert kept is not None
    assert (kept.orgs, kept.was_named, kept.scanned) == ((), True, False)


async def test_while_it_takes_its_place_all_of_it_has_come(two: Two) -> None:
    await two.see()
    told: list[Fetched] = []

    class Looking(Straight):
        async def run(self, job: Any) -> Any:
            told.append(fetch.fetch("KG", MOVEMENT, two.file))
            return await super().run(job)

    asker = FileAsker(two.uz.core, two.uz.trust, two.wires)
    fetch = FileFetch(asker, FileKeeper(two.store, Looking(two.uz.core)), None, two.uz.clock)
    await two.open(fetch)
    assert told == [Fetched(two.file.size, two.file.size)]


async def test_a_cut_line_is_gone_on_with_where_it_was(two: Two) -> None:
    await two.see()
    broken = {2, 3, 4}

    def cut(answer: Answer) -> Answer:
        if two.asked() in broken:
            raise LineFault("unreachable", "cut")
        return answer

    two.wires.on_answer = cut
    fetch = two.fetch()
    told = await two.open(fetch)
    assert (told.problem, told.done) == ("line.unreachable", STRETCH_BYTES_MAX)
    done = await two.open(two.fetch())
    assert done.problem == ""
    offsets = [request.body for request in two.wires.requests if request.url.endswith("/file")]
    assert sum(b'"offset":0,' in body for body in offsets) == 1


async def test_what_was_altered_on_the_way_is_not_kept(two: Two) -> None:
    await two.see()
    two.wires.on_answer = lambda answer: replace(answer, body=answer.body.replace(b"0", b"1"))
    assert (await two.open(two.fetch())).problem == "file.hash"
    assert two.store.find(two.file.sha256) is None
    two.wires.on_answer = lambda answer: answer
    assert (await two.open(two.fetch())).problem == ""


async def test_too_many_bytes_are_no_answer(two: Two) -> None:
    await two.see()
    two.wires.on_answer = lambda answer: replace(answer, body=answer.body + b"more")
    assert (await two.open(two.fetch())).problem == "line.answer"


async def test_the_scanner_of_the_node_that_opens_it_is_asked(two: Two) -> None:
    await two.see()
    assert (await two.open(two.fetch(Scanner(away=True)))).problem == "scanner_away"
    asked = two.asked()
    assert (await two.open(two.fetch(Scanner("Eicar")))).problem == "file.virus"
    assert two.asked() == asked  # it was here already, and waited
    await two.open(two.fetch(Scanner()))
    kept = read_kept(Queries(two.uz.core).document(KEPT, two.file.sha256))
    assert kept is not None
    assert kept.scanned


async def test_a_node_that_refuses_what_is_unscanned_fetches_nothing(two: Two) -> None:
    await two.see()
    asker = FileAsker(two.uz.core, two.uz.trust, two.wires)
    keeper = FileKeeper(two.store, Straight(two.uz.core))
    fetch = FileFetch(asker, keeper, None, two.uz.clock, takes_unscanned=False)
    assert (await two.open(fetch)).problem == "file.unscanned"
    assert two.asked() == 0


async def test_a_file_that_is_not_what_its_event_says_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "kg").mkdir()
    (tmp_path / "uz").mkdir()
    page = b"<html><script>alert(1)</script></html>" + PDF
    liar = Two(tmp_path, page)
    await liar.see()
    assert (await liar.open(liar.fetch())).problem == "file.type"


Spoil = Callable[[Two], tuple[str, Attachment]]
SPOILT: dict[str, Spoil] = {
    "a subject that is not there": lambda two: ("mv-KG-none", two.file),
    "a file that it does not name": lambda two: (MOVEMENT, named(PDF)),
    "no subject": lambda two: ("node", two.file),
}


@pytest.mark.parametrize("how", SPOILT)
async def test_who_asks_for_what_is_not_named_is_told_nothing(two: Two, how: str) -> None:
    subject, file = SPOILT[how](two)
    asker = FileAsker(two.uz.core, two.uz.trust, two.wires)
    with pytest.raises(LineFault, match=r"404 request\.file"):
        await asker.stretch("KG", subject, file.sha256, 0, file.size)


async def test_a_state_that_does_not_see_the_movement_is_told_nothing(two: Two) -> None:
    kz = Node("KZ", two.wires)
    size = two.kg.core.tip.size
    with pytest.raises(LineFault, match=r"404 request\.file"):
        await FileAsker(kz.core, kz.trust, two.wires).stretch(
            "KG", MOVEMENT, two.file.sha256, 0, two.file.size
        )
    assert two.kg.core.tip.size == size + 1  # and that it asked stands in the log


async def test_a_peer_to_whom_movements_are_not_shown_is_told_nothing(two: Two) -> None:
    trust = trust_list()
    pairs = tuple(
        replace(one, areas=tuple(area for area in AREAS if area != "movement"))
        for one in trust.exchange
    )
    two.kg.trust.adopt_at_start(sealed(replace(trust, version=2, exchange=pairs)))
    asker = FileAsker(two.uz.core, two.uz.trust, two.wires)
    with pytest.raises(LineFault, match=r"404 request\.file"):
        await asker.stretch("KG", MOVEMENT, two.file.sha256, 0, two.file.size)


async def test_who_asks_too_often_waits(two: Two) -> None:
    asker = FileAsker(two.uz.core, two.uz.trust, two.wires)
    assert two.kg.files is not None
    two.kg.files._pace._asked = {"UZ": PER_MINUTE_MAX}
    two.kg.files._pace._minute = two.kg.clock.now_ms() // 60_000
    with pytest.raises(LineFault, match=r"429 request\.pace"):
        await asker.stretch("KG", MOVEMENT, two.file.sha256, 0, two.file.size)

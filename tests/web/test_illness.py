"""A node that is ill says so, keeps everything and invites to come again: pages and API alike."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from justhtml import JustHTML
from litestar import Litestar
from litestar.testing import TestClient

from corridor.engine.core import Core, Job
from corridor.engine.gate import FILINGS, Gate
from corridor.engine.illness import Unavailable
from corridor.engine.queries import Queries
from corridor.engine.writer import Overloaded, Writer
from corridor.node.demo import messages
from corridor.node.disk import DiskRoom
from corridor.node.engine_process import EngineLost
from corridor.stores.errors import StoreDamaged, StoreFull, StoreUnavailable
from corridor.stores.sqlite import SqliteStore
from tests.support.engines import (
    DOSSIER,
    MOVEMENT,
    RULES,
    FakeClock,
    lodge,
    make_core,
    register_guarantee,
)
from tests.support.pages import attributes, check_page
from tests.support.web import bearer, csrf, make_services, put_people, running, sign_in

TRADERS = "/api/v1/customs/transits/movements/departures"
LODGE = "/api/v1/declarations"
ACCEPT = f"/api/v1/subjects/{MOVEMENT}/commands"
MIB = 1 << 20


class Ailing:
    """A writer that fails as it is told, before or after the deed."""

    def __init__(self, core: Core) -> None:
        self.writer = Writer(core)
        self.before: Unavailable | None = None
        self.after: Unavailable | None = None

    def start(self) -> None:
        self.writer.start()

    def stop(self) -> None:
        self.writer.stop()

    def submit(self, job: Job) -> Any:
        return self.writer.submit(job)

    async def run(self, job: Job) -> Any:
        if self.before is not None:
            raise self.before
        result = await self.writer.run(job)
        if self.after is not None:
            raise self.after
        return result


class Node:
    """A node on a real database, with a lodged movement, whose writer and disk one can spoil."""

    def __init__(self, folder: Path) -> None:
        self.store = SqliteStore.open(folder / "store.db")
        self.core = make_core(store=self.store, clock=FakeClock(), rules=RULES)
        put_people(self.core)
        register_guarantee(self.core)
        lodge(self.core)
        self.free = 100 * MIB
        self.writer = Ailing(self.core)
        room = DiskRoom(folder, lambda: 50 * MIB, lambda _: self.free, iter(range(10_000)).__next__)
        self.gate = Gate(self.core, self.writer, lambda: room.is_low)
        self.services = make_services(folder, self.core, writer=self.gate)

    def fill_disk(self) -> None:
        """SQLite's own answer to a disk without room."""
        writer = self._writer()
        writer.execute(
            f"PRAGMA max_page_count = {writer.execute('PRAGMA page_count').fetchone()[0]}"
        )

    def make_room(self) -> None:
        self._writer().execute(f"PRAGMA max_page_count = {1 << 30}")

    def _writer(self) -> sqlite3.Connection:
        assert self.store._writer is not None
        return self.store._writer


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    made = Node(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def client(node: Node) -> Iterator[TestClient[Litestar]]:
    with running(node.services) as client:
        yield client


def declaration(lrn: str = "ILL-1") -> bytes:
    dossier = msgspec.structs.replace(DOSSIER, lrn=lrn)
    return msgspec.json.encode({"dossier": dossier, "access_code": "A1B2"})


def file(client: TestClient[Litestar], lrn: str = "ILL-1", key: str = "", lang: str = "en") -> Any:
    headers = bearer("aibek") | {"content-type": "application/json", "accept-language": lang}
    if key:
        headers["idempotency-key"] = key
    return client.post(LODGE, content=declaration(lrn), headers=headers)


def accept(client: TestClient[Litestar]) -> Any:
    body = {"do": "movement.accept"}
    return client.post(ACCEPT, json=body, headers=bearer("osh"))


def again_of(page: JustHTML) -> dict[str, str]:
    """The fields of the form that is offered to be sent again."""
    [form] = page.query("main form")
    fields = map(attributes, form.query("input[type=hidden]"))
    return {field["name"]: field["value"] for field in fields}


def said(core: Core, tag: str) -> int:
    """How often this was said."""
    return [event.tag for event in Queries(core).log(0, 10_000)].count(tag)


ILLNESSES: list[tuple[Unavailable, int, str]] = [
    (Overloaded(), 503, "overloaded"),
    (EngineLost(), 503, "restarting"),
    (StoreFull("disk is full"), 507, "disk_full"),
    (StoreUnavailable("disk I/O error"), 503, "store_unavailable"),
    (StoreDamaged("malformed"), 503, "store_damaged"),
]


@pytest.mark.parametrize(("error", "status", "code"), ILLNESSES)
def test_the_api_names_the_illness_and_when_to_come_again(
    node: Node, client: TestClient[Litestar], error: Unavailable, status: int, code: str
) -> None:
    node.writer.before = error
    texts = {}
    for lang in ("en", "ru"):
        answer = file(client, lang=lang)
        assert answer.status_code == status
        assert int(answer.headers["retry-after"]) > 0
        problem = answer.json()
        assert (problem["code"], problem["status"]) == (code, status)
        assert problem["remedy"]
        assert answer.headers["content-language"] == lang
        texts[lang] = problem["detail"]
    assert texts["en"] != texts["ru"]
    assert node.gate.illness == code
    node.writer.before = None
    assert file(client).status_code == 201
    assert node.gate.illness == ""


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(("error", "status", "code"), ILLNESSES)
def test_a_page_says_it_and_gives_the_form_back(
    node: Node,
    client: TestClient[Litestar],
    lang: str,
    error: Unavailable,
    status: int,
    code: str,
) -> None:
    sign_in(client, "gate")
    client.get(f"/language/{lang}")
    typed = {"_csrf_token": csrf(client), "plate": "01KG<7>77", "direction": "exit"}
    node.writer.before = error
    ill = client.post("/checkpoint/arrivals", data=typed)
    assert int(ill.headers["retry-after"]) > 0
    fields = again_of(check_page(ill, lang, status))
    assert (fields["plate"], fields["direction"]) == ("01KG<7>77", "exit")
    node.writer.before = None
    assert said(node.core, "checkpoint.arrived/1") == 0
    client.post("/checkpoint/arrivals", data=fields | {"plate": "01KG777ABC"})
    assert said(node.core, "checkpoint.arrived/1") == 1


def test_what_was_done_before_the_engine_was_lost_is_not_done_twice(
    node: Node, client: TestClient[Litestar]
) -> None:
    node.writer.after = EngineLost()
    assert file(client, key="k-1").status_code == 503
    sign_in(client, "gate")
    typed = {"_csrf_token": csrf(client), "plate": "01KG777ABC", "direction": "exit"}
    fields = again_of(check_page(client.post("/checkpoint/arrivals", data=typed), "ru", 503))
    node.writer.after = None
    first, second = file(client, key="k-1"), file(client, key="k-1")
    assert first.status_code == 201
    assert first.content == second.content
    assert said(node.core, "movement.lodged/1") == 2
    for _ in range(2):
        shown = client.post("/checkpoint/arrivals", data=fields, follow_redirects=False)
        assert shown.status_code == 303
    assert said(node.core, "checkpoint.arrived/1") == 1


def test_a_form_with_a_password_is_not_repeated(
    node: Node, client: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise StoreDamaged("malformed")

    monkeypatch.setattr("corridor.web.pages.signing_in.routes.find_account", damaged)
    typed = {"_csrf_token": csrf(client), "login": "osh", "password": "secret-of-osh"}
    answer = client.post("/sign-in", data=typed)
    page = check_page(answer, "ru", 503)
    assert not page.query("main form")
    assert "secret-of-osh" not in answer.text


def test_a_page_is_there_even_where_the_frame_cannot_be_read(
    node: Node, client: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise StoreDamaged("malformed")

    sign_in(client, "osh")
    monkeypatch.setattr(Queries, "counts", damaged)
    answer = client.get("/customs", headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert "damaged" in JustHTML(answer.text).query("h1")[0].to_text()


def test_who_signs_out_of_a_node_that_cannot_write_is_out_in_this_browser(
    node: Node, client: TestClient[Litestar]
) -> None:
    sign_in(client, "osh")
    typed = {"_csrf_token": csrf(client)}
    node.writer.before = StoreFull("no room")
    assert client.post("/sign-out", data=typed).status_code == 507
    node.writer.before = None
    assert client.get("/customs").url.path == "/sign-in"


def test_filings_are_what_carriers_begin() -> None:
    assert {command.__name__ for command in FILINGS} == {
        "LodgeDeclaration",
        "ApplyForPermit",
        "GivePower",
        "AskForPower",
        "FileComplaint",
        "WatchBarriers",
    }


def test_filings_wait_before_the_disk_is_full_and_officers_go_on(
    node: Node, client: TestClient[Litestar]
) -> None:
    first = file(client, "BEFORE", key="k-0")
    node.free = 50 * MIB - 1
    assert file(client, "BEFORE", key="k-0").content == first.content, "it was done before"
    for lang in ("en", "ru"):
        answer = file(client, key="k-1", lang=lang)
        assert (answer.status_code, answer.json()["code"]) == (507, "disk_low")
        assert int(answer.headers["retry-after"]) > 0
    assert accept(client).status_code == 200
    assert said(node.core, "movement.lodged/1") == 2
    node.free = 50 * MIB
    assert file(client, key="k-1").status_code == 201


def test_a_full_disk_keeps_all_that_was_done_and_goes_on_with_room(
    node: Node, client: TestClient[Litestar]
) -> None:
    node.fill_disk()
    refused = [file(client, f"FULL-{n}", f"k-{n}") for n in range(5)]
    full = [answer for answer in refused if answer.status_code != 201]
    assert full
    assert {(a.status_code, a.json()["code"]) for a in full} == {(507, "disk_full")}
    assert node.gate.illness == "disk_full"
    assert client.get("/").status_code == 200
    node.make_room()
    asyncio.run(node.gate.try_again())
    assert node.gate.illness == "", "nobody has to file first"
    again = [file(client, f"FULL-{n}", f"k-{n}") for n in range(5)]
    assert {answer.status_code for answer in again} == {201}
    for before, after in zip(refused, again, strict=True):
        if before.status_code == 201:
            assert before.content == after.content
    assert said(node.core, "movement.lodged/1") == 6
    assert node.gate.illness == ""
    assert node.store.check() == []


def test_a_trader_s_declaration_waits_for_room_like_any_other(
    node: Node, client: TestClient[Litestar]
) -> None:
    sent = bearer("aibek") | {"content-type": "application/xml"}
    data = messages.declaration(msgspec.structs.replace(DOSSIER, lrn="ILL-XML"))
    node.free = 10 * MIB
    answer = client.post(TRADERS, content=data, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_low")
    node.free = 100 * MIB
    answer = client.post(TRADERS, content=data, headers=sent)
    assert (answer.status_code, answer.json()["status"]) == (202, "Success")

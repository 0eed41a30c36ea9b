"""The operator's page says what ails, in words, since when, and what waits for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.engine.hlc import to_ms
from corridor.engine.jobs import DeleteDocument, PutDocument
from corridor.engine.newer import NEWER, Newer
from corridor.engine.ports import Document
from corridor.engine.queries import Queries
from corridor.engine.set_aside import SET_ASIDE, SetAside
from corridor.engine.told import CHOICE, MAIL, MAIL_FAILED, NEWS, Choice, MailDue, kept
from corridor.node.telling.watchman import Watchman
from corridor.web.auth.accounts import ACCOUNT, Account
from corridor.web.auth.changes import PROPOSAL, Change, Proposal
from corridor.web.services import Health, MailState, PeerStatus, Services, Waiting
from corridor.web.settings.changes import PROPOSED, SettingProposal
from corridor.web.views.node_alarms import ILLS, PROBLEMS
from tests.support.engines import MOVEMENT, RULES, START, FakeClock, make_core
from tests.support.pages import check_page, text_of
from tests.support.web import csrf, make_services, running, sign_in
from tests.web.conftest import fill

SILENT = "2026-11-21T06:40:00.000Z"
GIB = 1 << 30
WELL = Health(
    free_bytes=9 * GIB,
    low_bytes=GIB,
    checked_at=SILENT,
    key_valid_to="2027-11-21T00:00:00.000Z",
    trust_expires="2028-11-21T00:00:00.000Z",
    now=to_ms(START),
)
UP = PeerStatus("KZ", "http://kz", "ok", 7, 7, 7)
DOWN = PeerStatus(
    "TM", "http://tm", "stopped", 5, 9, 6, problem="line.unreachable", silent_since=SILENT
)


class State:
    """What the services of this test's node say."""

    health = WELL
    peers: tuple[PeerStatus, ...] = (UP,)
    silent: dict[str, str] = {}  # noqa: RUF012 - set by each test
    waiting: tuple[Waiting, ...] = ()
    mail = MailState("mail.example:587", is_secret=True)


@pytest.fixture
def node() -> State:
    return State()


@pytest.fixture
def client(tmp_path: Path, node: State) -> Iterator[TestClient[Litestar]]:
    core = make_core(clock=FakeClock(), rules=RULES)
    mrn = fill(core)
    assert mrn
    services: Services = make_services(
        tmp_path,
        core,
        peers=lambda: node.peers,
        silent=lambda: node.silent,
        waiting_for=lambda peer: node.waiting,
        health=lambda: node.health,
        mail=lambda: node.mail,
    )
    with running(services) as client:
        yield client


def shown(client: TestClient[Litestar], path: str, lang: str, login: str = "operator") -> str:
    sign_in(client, login)
    client.get(f"/language/{lang}")
    return " ".join(text_of(check_page(client.get(path), lang)).split())


def test_all_is_well(client: TestClient[Litestar]) -> None:
    said = shown(client, "/operator", "ru")
    assert "Всё в порядке" in said
    assert "21.11.2026, 12:40 (UTC+6)" in said
    assert "9 216 МиБ" in said.replace("\xa0", " ")
    assert client.get("/healthz").json()["ills"] == []


def test_a_silent_peer_has_words_a_time_and_what_waits(
    client: TestClient[Litestar], node: State
) -> None:
    node.peers = (UP, DOWN)
    node.waiting = (Waiting(MOVEMENT, 3, SILENT),)
    said = shown(client, "/operator", "ru")
    assert "Туркменистан: нет ответа с 21.11.2026, 12:40 (UTC+6)" in said
    assert "Нет линии или узла" in said
    assert '<section class="banner banner--stop"' in client.get("/operator").text
    assert 'href="/operator/peers/TM"' in client.get("/operator").text
    waits = shown(client, "/operator/peers/TM", "ru")
    assert "Ожидает 1 дело" in waits
    assert "21.11.2026, 12:40 (UTC+6)" in waits
    state = Queries(client.app.state.services.engine).get(MOVEMENT).state
    assert state.mrn in waits
    assert client.get("/operator/peers/XX").status_code == 404


def test_a_peer_whose_pages_are_refused_is_not_said_to_be_silent(
    client: TestClient[Litestar], node: State
) -> None:
    node.peers = (replace(DOWN, state="refused", problem="page.digest"),)
    said = shown(client, "/operator", "ru")
    assert "Туркменистан: ничего не принято с 21.11.2026, 12:40 (UTC+6)" in said
    assert "Его страницы не приняты" in said
    assert "нет ответа" not in said + shown(client, "/operator/peers/TM", "ru")


@pytest.mark.parametrize(
    ("lang", "words"), [("ru", "восстановлен из старой копии"), ("en", "came back from an old")]
)
def test_a_node_that_came_back_from_an_old_copy_is_told(
    client: TestClient[Litestar], node: State, lang: str, words: str
) -> None:
    node.peers = (PeerStatus("UZ", "http://uz", "ok", 5, 9, 9, restored_at=SILENT),)
    assert words in shown(client, "/operator", lang)


async def test_what_ails_rings_at_the_operators_once_and_folds_when_it_is_over(
    client: TestClient[Litestar], node: State
) -> None:
    services: Services = client.app.state.services
    watchman = Watchman(services)
    await watchman.turn()
    assert "Нового нет" in shown(client, "/news", "ru")
    stuck = PeerStatus("UZ", "http://uz", "ok", 7, 9, 7)
    ahead = PeerStatus("KZ", "http://kz", "ok", 7, 7, 7, problem="page.clock")
    node.peers, node.silent = (DOWN, stuck, ahead), {"TM": SILENT}
    node.waiting = (Waiting(MOVEMENT, 3, "2026-11-20T06:40:00.000Z"),)
    node.health = Health(free_bytes=GIB - 1, low_bytes=GIB, trust_alarm="half-aged", now=WELL.now)
    await watchman.turn()
    assert not services.queries.documents(NEWS, "operator:kg-operator")  # one look may be a blink
    for _ in range(3):
        await watchman.turn()
    said = shown(client, "/news", "ru")
    assert "Туркменистан (TM)" in said
    for words in ILL_WORDS:
        assert said.count(words) == 1, words
    node.peers, node.silent, node.health = (UP,), {}, WELL
    await watchman.turn()
    assert "выполнено" in shown(client, "/news", "ru")
    assert "Нового нет" in shown(client, "/news", "ru")


OFFICER = Account("new", "New", "kg-customs", "customs", "KGOSH001")
ACCOUNT_ASKED = Proposal(Change("added", OFFICER), "operator", START)
SETTING_ASKED = SettingProposal("officers_need_second_factor", "yes", "operator", START)


@pytest.mark.parametrize(
    ("ill", "words"),
    [
        ({"mail": MailState("m:25", True, error="AUTH: 535")}, "Письма не отправляются"),
        ({"mail": MailState("m:25", True, refused=1)}, "Письма не отправляются"),
        ({"health": replace(WELL, findings=("row 7",))}, "База данных повреждена"),
        ({"health": replace(WELL, illness="store_unavailable")}, "База данных повреждена"),
        ({"health": replace(WELL, scanner="away")}, "Антивирус не отвечает"),
        ({PROPOSAL: ACCOUNT_ASKED}, "Изменение учётной записи ждёт другого оператора"),
        ({PROPOSED: SETTING_ASKED}, "Изменение настройки ждёт другого оператора"),
    ],
)
async def test_each_ill_rings_by_its_name_and_folds_when_it_is_over(
    client: TestClient[Litestar], node: State, ill: dict[str, Any], words: str
) -> None:
    services: Services = client.app.state.services
    well = {name: getattr(node, name, None) for name in ill}
    for name, value in ill.items():
        if name in (PROPOSAL, PROPOSED):
            services.engine.run_one(PutDocument(name, kept("p1", "", START, value)))
        setattr(node, name, value)
    watchman = Watchman(services)
    await watchman.turn()
    await watchman.turn()
    said = shown(client, "/news", "ru")
    assert f"Кыргызстан (KG) Ждёт вашего действия {words}" in said
    for name, value in well.items():
        setattr(node, name, value)
    for kind in (PROPOSAL, PROPOSED):
        services.engine.run_one(DeleteDocument(kind, "p1"))
    await watchman.turn()
    assert "Ждёт вашего действия" not in shown(client, "/news", "ru")


async def test_while_nothing_ails_nobody_is_looked_up(
    client: TestClient[Litestar], node: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Services = client.app.state.services
    watchman = Watchman(services)
    await watchman.turn()  # what rang before a restart may be over
    asked = []
    documents = Queries.documents

    def noted(self: Queries, kind: str, *given: Any, **more: Any) -> Any:
        asked.append(kind)
        return documents(self, kind, *given, **more)

    monkeypatch.setattr(Queries, "documents", noted)
    await watchman.turn()
    assert not {ACCOUNT, NEWS} & set(asked)
    node.health = replace(WELL, scanner="away")
    await watchman.turn()
    assert {ACCOUNT, NEWS} <= set(asked)


def test_a_page_without_news_speaks_of_what_its_reader_has(client: TestClient[Litestar]) -> None:
    assert "о неполадках узла" in shown(client, "/news", "ru")
    assert "досье" not in shown(client, "/news", "ru").partition("Нового нет")[2]
    assert "вашими гарантиями" in shown(client, "/news", "ru", "gulnara")
    assert "в этот орган" in shown(client, "/news", "ru", "plant")


def test_a_login_that_is_not_accepted_says_what_to_correct_and_when_it_is_tried(
    client: TestClient[Litestar], node: State
) -> None:
    node.mail = MailState("m:25", True, 1, SILENT, "AUTH: 535 no", again="2026-11-21T10:00:00.000Z")
    said = shown(client, "/operator", "ru")
    assert "mail.password" in said
    assert "Следующая попытка: 21.11.2026, 16:00 (UTC+6)" in said


ILL_WORDS = (
    "Узел соседа не отвечает",
    "Узел соседа отвечает, но не подписывает отправленное",
    "Часы этого узла и узла соседа расходятся",
    "Диск почти заполнен",
    "Срок ключа или списка доверия подходит к концу или истёк",
)


def test_a_letter_that_could_not_be_sent_says_to_whom_and_why(
    client: TestClient[Litestar],
) -> None:
    assert "Ни одно письмо не отклонено" in shown(client, "/operator/mail", "ru")
    engine = client.app.state.services.engine
    for login, kind, said in (
        ("aibek", MAIL_FAILED, "550 no such mailbox"),
        ("osh", MAIL, "452 full"),
        ("gate", MAIL, ""),
    ):
        choice = kept(login, "", SILENT, Choice(address=f"{login}@example.org"))
        engine.run_one(PutDocument(CHOICE, choice))
        due = MailDue(attempts=1 if said else 0, error=said)
        engine.run_one(PutDocument(kind, kept(login, "", SILENT, due)))
    said = shown(client, "/operator/mail", "ru")
    assert "aibek@example.org 550 no such mailbox 1 отправка прекращена: 21.11.2026" in said
    assert "osh@example.org 452 full 1 21.11.2026, 12:40 (UTC+6)" in said
    assert "gate" not in said
    assert 'href="/operator/mail"' in client.get("/operator").text
    assert "550 no such mailbox" in shown(client, "/news/choices", "ru", "aibek")


ILL = [
    ("disk_low", {"free_bytes": GIB - 1}),
    ("scanner_away", {"scanner": "away"}),
    ("disk_full", {"illness": "disk_full"}),
    ("store_damaged", {"findings": ("log 17: its bytes are not those that were hashed",)}),
    ("upkeep_fails", {"failing": ("search index",)}),
    ("key_expired", {"key_valid_to": "2026-11-20T00:00:00.000Z"}),
    ("key_expires", {"key_valid_to": "2026-12-20T00:00:00.000Z"}),
    ("trust_expired", {"trust_alarm": "expired"}),
    ("trust_half_aged", {"trust_alarm": "half-aged"}),
]


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(("name", "change"), ILL)
def test_what_ails_is_an_alarm_on_the_page_and_in_health(
    client: TestClient[Litestar], node: State, lang: str, name: str, change: dict[str, object]
) -> None:
    node.health = Health(
        **{field: getattr(WELL, field) for field in WELL.__struct_fields__} | change
    )
    said = shown(client, "/operator", lang)
    reader = client.app.state.readers[lang]
    kind, title, _ = ILLS[name]
    assert reader.words.gettext(title) in said
    assert f"banner--{kind}" in client.get("/operator").text
    assert client.get("/healthz").json()["ills"] == [name]
    if name == "store_damaged":
        assert "log 17" in said


def test_every_illness_and_problem_has_words() -> None:
    from corridor.exchange.errors import REMEDIES
    from corridor.web.errors import ILLNESSES

    assert ILLNESSES.keys() <= ILLS.keys()
    codes = {code for code in REMEDIES if code.startswith(("page.", "line."))}
    assert {code for code in codes if not {code, code.partition(".")[0]} & PROBLEMS.keys()} == set()


@pytest.mark.parametrize(
    ("login", "path"), [("osh", "/customs/{}"), ("aibek", "/carrier/dossiers/{}")]
)
def test_a_movement_says_which_state_cannot_be_heard(
    client: TestClient[Litestar], node: State, login: str, path: str
) -> None:
    page = path.format(MOVEMENT)
    assert "сведения на" not in shown(client, page, "ru", login)
    node.silent = {"TM": SILENT, "XX": SILENT}
    said = shown(client, page, "ru", login)
    assert "Туркменистан: сведения на 21.11.2026, 12:40 (UTC+6)" in said
    node.silent = {"AZ": ""}
    assert "Азербайджан: связи с узлом сейчас нет" in shown(client, page, "ru", login)


def test_what_a_newer_version_said_is_told_to_the_operator_and_at_the_desk(
    client: TestClient[Litestar],
) -> None:
    services: Services = client.app.state.services
    body = msgspec.json.encode(Newer("UZ", 7, "movement.later/1", is_whole=True))
    services.engine.run_one(PutDocument(NEWER, Document("UZ:7", MOVEMENT, SILENT, body)))
    page = shown(client, "/operator", "ru")
    assert "Узбекистан работает на более новой версии" in page
    assert "movement.later/1 × 1" in page
    desk = f"/customs/{MOVEMENT}"
    assert "не может прочитать" in shown(client, desk, "ru", "osh")
    services.engine.run_one(DeleteDocument(NEWER, "UZ:7"))
    assert "не может прочитать" not in shown(client, desk, "ru", "osh")


def test_what_failed_here_is_told_listed_and_tried_again(client: TestClient[Litestar]) -> None:
    services: Services = client.app.state.services
    what = "ZeroDivisionError: x"
    aside = SetAside("UZ", 7, "movement.crossed/1", "follow", what, SILENT)
    kept = Document("UZ:7", MOVEMENT, SILENT, msgspec.json.encode(aside))
    services.engine.run_one(PutDocument(SET_ASIDE, kept))
    page = shown(client, "/operator", "ru")
    assert "Заявления соседей, не исполненные здесь из-за сбоя: 1" in page
    assert "не смог исполнить" in shown(client, f"/customs/{MOVEMENT}", "ru", "osh")
    page = shown(client, "/operator/set-aside", "ru")
    assert what in page
    assert MOVEMENT in page
    form = {"_csrf_token": csrf(client)}
    assert client.post("/operator/set-aside/try", data=form).status_code == 200
    assert "Ничего не отложено" in shown(client, "/operator/set-aside", "ru")
    assert "не смог исполнить" not in shown(client, f"/customs/{MOVEMENT}", "ru", "osh")

"""The operator's accounts while the node runs: four eyes for officers, one-time links, closing."""

import re
from html import unescape

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from corridor.engine.codec import fact_of
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.engine.records import AccountChanged, AccountChangeDeclined, AccountChangeProposed
from corridor.web.auth.accounts import ACCOUNT, Account, account_document, kept_account
from corridor.web.auth.links import LINK_HOURS
from corridor.web.auth.throttle import PER_LOGIN_MAX
from corridor.web.views.stretch import ROWS
from tests.support.engines import START
from tests.support.pages import check_page, in_nav
from tests.support.web import bearer, csrf, sign_in
from tests.web.conftest import World

HERE = "/operator/accounts"
OFFICER = {
    "login": "A.Osmonov",
    "name": "А. Осмонов",
    "role": "customs",
    "office": "KGOSH001",
    "org": "KG-CUSTOMS",
}
CARRIER = {"login": "broker2", "name": "Б. Брокер", "role": "carrier", "org": "KG1", "office": ""}
PASSWORD = "четыре слова на память"


@pytest.fixture
def client(world: World) -> TestClient[Litestar]:
    """The client, with a second operator at the node; the first one is signed in."""
    second = Account("second", "Second", "kg-operator", "operator")
    world.core.run_one(PutDocument(ACCOUNT, account_document(second, START)))
    sign_in(world.client, "operator")
    return world.client


def send(client: TestClient[Litestar], path: str, **fields: str) -> Response:
    answer = client.post(f"{HERE}{path}", data={"_csrf_token": csrf(client), **fields})
    check_page(answer, "ru", answer.status_code)
    return answer


def proposal(client: TestClient[Litestar]) -> str:
    (id,) = set(re.findall(r"/proposals/([0-9a-f]{32})/", client.get(HERE).text))
    return str(id)


def link_in(answer: Response) -> str:
    """The address of the link, on this node."""
    found = re.search(r"http://[^/]+(/set-password\?code=[\w-]+)", unescape(answer.text))
    assert found, answer.text
    return found[1]


def set_password(client: TestClient[Litestar], link: str, password: str = PASSWORD) -> int:
    data = {"link": link.partition("=")[2], "new_password": password, "again_password": password}
    answer = client.post(
        "/set-password", data={"_csrf_token": csrf(client), **data}, follow_redirects=False
    )
    return answer.status_code


def enter(client: TestClient[Litestar], login: str) -> int:
    data = {"_csrf_token": csrf(client), "login": login, "password": PASSWORD}
    return client.post("/sign-in", data=data, follow_redirects=False).status_code


def kept(world: World, login: str) -> Account | None:
    return kept_account(Queries(world.core), login)


def test_an_officer_takes_two_operators(world: World, client: TestClient[Litestar]) -> None:
    assert "/set-password" not in send(client, "/new", **OFFICER).text
    assert kept(world, "a.osmonov") is None
    id = proposal(client)
    assert f"/proposals/{id}/confirm" not in client.get(HERE).text
    send(client, f"/proposals/{id}/confirm")
    assert kept(world, "a.osmonov") is None, "nobody confirms what they proposed"
    assert in_nav(client.get(HERE).text, HERE) == "", "what one proposed waits for another"
    sign_in(client, "second")
    assert in_nav(client.get("/operator").text, HERE) == "1"
    link = link_in(send(client, f"/proposals/{id}/confirm"))
    made = kept(world, "a.osmonov")
    assert made is not None
    assert (made.role, made.office, made.hash) == ("customs", "KGOSH001", "")
    assert send(client, f"/proposals/{id}/confirm").status_code == 404
    check_page(client.get(link), "ru")
    assert set_password(client, link, "short") == 422
    assert set_password(client, link) == 303
    assert set_password(client, link) == 404, "once"
    assert enter(client, "a.osmonov") == 303
    assert client.get("/customs").status_code == 200
    said = [fact_of(event) for event in reversed(Queries(world.core).recent(20))]
    told = [
        (type(f.payload), f.payload.what, f.actor.person)
        for f in said
        if isinstance(f.payload, AccountChanged | AccountChangeProposed)
    ]
    assert told == [
        (AccountChangeProposed, "added", "operator"),
        (AccountChanged, "added", "second"),
        (AccountChanged, "password", "a.osmonov"),
    ]
    secrets = (link.partition("=")[2], PASSWORD)
    log = b"".join(event.data for event in Queries(world.core).recent(20)).decode()
    assert not any(secret in log for secret in secrets)


def test_a_firms_person_takes_one(world: World, client: TestClient[Litestar]) -> None:
    link = link_in(send(client, "/new", **CARRIER))
    assert kept(world, "broker2") is not None
    world.clock.turn(LINK_HOURS * 3_600_000)
    assert client.get(link).status_code == 404
    sign_in(client, "operator")
    newer = link_in(send(client, "/of/broker2/link"))
    newest = link_in(send(client, "/of/broker2/link"))
    assert client.get(newer).status_code == 404
    assert set_password(client, newest) == 303
    assert enter(client, "broker2") == 303


def test_a_proposal_can_be_declined_or_taken_back(
    world: World, client: TestClient[Litestar]
) -> None:
    send(client, "/new", **OFFICER)
    send(client, f"/proposals/{proposal(client)}/decline")
    assert "/proposals/" not in client.get(HERE).text
    assert kept(world, "a.osmonov") is None
    last = fact_of(Queries(world.core).recent(1)[0]).payload
    assert last == AccountChangeDeclined("a.osmonov", "added", "operator")


def test_making_a_carrier_an_officer_takes_two(world: World, client: TestClient[Litestar]) -> None:
    wanted = {**OFFICER, "role": "operator", "office": ""}
    send(client, "/of/aibek/changed", **wanted)
    before = kept(world, "aibek")
    assert before is not None
    assert before.role == "carrier"
    sign_in(client, "second")
    send(client, f"/proposals/{proposal(client)}/confirm")
    after = kept(world, "aibek")
    assert after is not None
    assert after.role == "operator"
    assert client.get(
        "/api/v1/lists/carrier:ala-too:open", headers=bearer("aibek")
    ).status_code in (
        401,
        403,
    )


def test_closing_takes_one_and_is_at_once(world: World, client: TestClient[Litestar]) -> None:
    assert client.get("/api/v1/reference", headers=bearer("osh")).status_code != 401
    send(client, "/of/osh/closed")
    closed = kept(world, "osh")
    assert closed is not None
    assert closed.closed
    answer = client.post("/demo/sign-in", data={"_csrf_token": csrf(client), "account": "osh"})
    assert answer.status_code == 404
    headers = bearer("osh")
    assert client.get("/api/v1/lists/customs:KGOSH001:decide", headers=headers).status_code == 401
    send(client, "/of/osh/reopened")
    sign_in(client, "second")
    link_in(send(client, f"/proposals/{proposal(client)}/confirm"))
    opened = kept(world, "osh")
    assert opened is not None
    assert not opened.closed
    assert send(client, "/of/second/closed").status_code == 404, "not oneself"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("login", "operator"),
        ("login", "два слова"),
        ("login", ""),
        ("name", ""),
        ("org", ""),
        ("office", "UZDUST01"),
        ("office", ""),
        ("name", "я" * 300),
    ],
)
def test_what_nobody_could_work_with(
    world: World, client: TestClient[Litestar], field: str, value: str
) -> None:
    answer = send(client, "/new", **{**OFFICER, field: value})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert "/proposals/" not in client.get(HERE).text


def test_guessed_links_are_slowed_down(client: TestClient[Litestar]) -> None:
    tried = {client.get(f"/set-password?code={number}").status_code for number in range(20)}
    assert tried == {404, 429}


def test_a_guessed_link_counts_once(client: TestClient[Litestar]) -> None:
    fields = {"_csrf_token": csrf(client), "link": "none", "new": PASSWORD, "again": PASSWORD}
    posted = (client.post("/set-password", data=fields) for _ in range(PER_LOGIN_MAX + 1))
    tried = [answer.status_code for answer in posted]
    assert tried == [404] * PER_LOGIN_MAX + [429]


def test_a_page_without_a_link_forgets_no_guess(client: TestClient[Litestar]) -> None:
    tried = set()
    for number in range(20):
        tried.add(client.get(f"/set-password?code={number}").status_code)
        assert client.get("/set-password").status_code == 404
    assert tried == {404, 429}


def test_people_are_found_by_role_words_and_how_their_accounts_stand(
    world: World, client: TestClient[Litestar]
) -> None:
    put = world.core.run_one
    fresh = Account("many-fresh", "Many fresh", "KG9", "carrier")
    shut = replace(fresh, login="many-shut", name="Many shut", closed=START)
    ready = replace(fresh, login="many-ready", name="Many ready", hash="kept")
    for account in (fresh, shut, ready):
        put(PutDocument(ACCOUNT, account_document(account, START)))
    found = {}
    for state in ("", "open", "new", "closed"):
        answer = client.get(HERE, params={"q": "many", "role": "carrier", "state": state})
        check_page(answer, "ru")
        found[state] = set(re.findall(r"Many (\w+)", answer.text))
    one = {"open": {"ready"}, "new": {"fresh"}, "closed": {"shut"}}
    assert found == {"": {"shut", "ready", "fresh"}, **one}
    assert "Many" not in client.get(HERE, params={"q": "many", "role": "customs"}).text


def test_many_people_stand_on_pages_that_keep_the_search(
    world: World, client: TestClient[Litestar]
) -> None:
    for number in range(ROWS + 1):
        account = Account(f"many{number:02}", f"Many {number:02}", "KG9", "carrier")
        world.core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
    first = client.get(HERE, params={"q": "many"})
    second = client.get(HERE, params={"q": "many", "page": "2"})
    check_page(second, "ru")
    names = [set(re.findall(r"Many \d\d", page.text)) for page in (first, second)]
    assert [len(one) for one in names] == [ROWS, 1]
    assert not names[0] & names[1]
    assert f"{HERE}?q=many&amp;page=2" in first.text

"""Sign-in, sessions, CSRF, throttling, and the demo's one click."""

import re
import stat
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.engine.jobs import PutDocument
from corridor.node.http_limits import server_config
from corridor.web.auth import passwords
from corridor.web.auth.accounts import ACCOUNT, Account, account_document
from corridor.web.auth.own_secret import own_secret
from corridor.web.auth.passwords import hash_password, is_right
from corridor.web.auth.sessions import KEY_FILE, session_key
from corridor.web.auth.signed_in import IDLE_MS, LONGEST_MS
from corridor.web.auth.throttle import PER_ADDRESS_MAX, PER_LOGIN_MAX, WINDOW_MS, Throttle
from tests.support.cheap_passwords import DEAR
from tests.support.engines import START, FakeClock, make_core
from tests.support.pages import attributes, check_page
from tests.support.web import csrf, make_services, put_people, running, sign_in
from tests.web.conftest import World

PASSWORD = "correct horse battery"
LOGIN = "osh.officer"


def put_account(world: World) -> None:
    """Somebody with a password."""
    account = Account(LOGIN, "O. Officer", "kg-customs", "operator", hash=hash_password(PASSWORD))
    world.core.run_one(PutDocument(ACCOUNT, account_document(account, START)))


def try_in(client: TestClient[Litestar], login: str, password: str, next: str = "") -> int:
    """The status of an attempt; 303 is success."""
    answer = client.post(
        "/sign-in",
        data={"_csrf_token": csrf(client), "login": login, "password": password, "next": next},
        follow_redirects=False,
    )
    return answer.status_code


def is_in(client: TestClient[Litestar]) -> bool:
    """Whether the operator's page opens."""
    return client.get("/operator", follow_redirects=False).status_code == 200


def test_a_right_password_opens_and_sign_out_closes(world: World) -> None:
    put_account(world)
    client = world.client
    assert not is_in(client)
    assert try_in(client, LOGIN.upper(), PASSWORD) == 303
    assert is_in(client)
    client.post("/sign-out", data={"_csrf_token": csrf(client)})
    assert not is_in(client)


def test_a_wrong_one_tells_nothing_about_which_part_is_wrong(world: World) -> None:
    put_account(world)
    shown = set()
    for login, password in ((LOGIN, "wrong"), ("nobody", PASSWORD), ("", ""), (LOGIN, "")):
        answer = world.client.post(
            "/sign-in",
            data={"_csrf_token": csrf(world.client), "login": login, "password": password},
        )
        page = check_page(answer, "ru", 401)
        shown.add(page.query(".errors")[0].to_text())
        assert not attributes(page.query("#f-password")[0])["value"]
    assert len(shown) == 1


def test_an_account_without_a_password_has_no_right_one(world: World) -> None:
    assert try_in(world.client, "aibek", "") == 401


async def test_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_HASHER", DEAR)
    hashed = hash_password(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await is_right(hashed, PASSWORD)
    assert not await is_right(hashed, PASSWORD + " ")
    assert not await is_right("", "nobody has this password")
    assert not await is_right("not a hash", PASSWORD)


def test_a_new_session_at_sign_in(world: World) -> None:
    client = world.client
    sign_in(client, "operator")
    before = {name: value for name, value in client.cookies.items() if "session" in name}
    sign_in(client, "operator")
    after = {name: value for name, value in client.cookies.items() if "session" in name}
    assert before.keys() == after.keys()
    assert before != after


def test_idleness_ends_a_session(world: World) -> None:
    sign_in(world.client, "operator")
    world.clock.turn(IDLE_MS - 1_000)
    assert is_in(world.client)
    world.clock.turn(IDLE_MS - 1_000)
    assert is_in(world.client)
    world.clock.turn(IDLE_MS + 1_000)
    assert not is_in(world.client)


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(world: World) -> None:
    sign_in(world.client, "operator")
    for _ in range(3):
        world.clock.turn(IDLE_MS // 2)
        answer = world.client.get("/operator?fragment=state", follow_redirects=False)
        assert not [one for one in answer.headers.get_list("set-cookie") if "session" in one]
    assert not is_in(world.client)


def test_no_session_lasts_for_ever(world: World) -> None:
    sign_in(world.client, "operator")
    for _ in range(LONGEST_MS // IDLE_MS):
        world.clock.turn(IDLE_MS - 1_000)
        last = is_in(world.client)
    world.clock.turn(IDLE_MS - 1_000)
    assert not is_in(world.client)
    assert last


@pytest.mark.parametrize("value", ["", "null", "abc", "=", "YWRkaXRpb25hbF9hdXRo", "й" * 10])
def test_a_broken_cookie_is_no_session(world: World, value: str) -> None:
    sign_in(world.client, "operator")
    name = next(name for name in world.client.cookies if "session" in name)
    header = {b"cookie": f"{name}={value}".encode()}
    world.client.cookies.clear()
    assert world.client.get("/operator", headers=header, follow_redirects=False).status_code == 303


def test_an_account_that_was_removed_is_out_within_seconds(world: World) -> None:
    sign_in(world.client, "operator")
    gone = Account("operator", "Gone", "other", "guarantor")
    world.core.run_one(PutDocument(ACCOUNT, account_document(gone, START)))
    world.clock.turn(60_000)
    assert world.client.get("/operator").status_code == 403


def test_who_is_not_signed_in_is_led_to_the_door_and_back(world: World) -> None:
    answer = world.client.get("/operator?a=1", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/operator%3Fa%3D1"
    put_account(world)
    assert try_in(world.client, LOGIN, PASSWORD, next="/operator?a=1") == 303


@pytest.mark.parametrize("token", [None, "", "x" * 128])
def test_a_form_without_its_token_does_nothing(world: World, token: str | None) -> None:
    sign_in(world.client, "operator")
    data = {} if token is None else {"_csrf_token": token}
    check_page(world.client.post("/sign-out", data=data), "ru", 403)
    assert is_in(world.client)


def test_the_key_is_the_nodes_alone(tmp_path: Path) -> None:
    key = session_key(tmp_path)
    path = tmp_path / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == key == session_key(tmp_path)
    assert len(key) == 32


def test_a_crash_while_a_secret_is_made_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / KEY_FILE

    def crash() -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        own_secret(path, crash)
    assert not path.exists()
    assert own_secret(path, lambda: b"whole") == b"whole"
    assert [one.name for one in tmp_path.iterdir()] == [KEY_FILE]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_real_node_has_no_one_click(tmp_path: Path) -> None:
    services = make_services(tmp_path, demo=False)
    put_people(services.engine)
    with running(services) as client:
        token = csrf(client)
        answer = client.post("/demo/sign-in", data={"_csrf_token": token, "account": "operator"})
        assert answer.status_code == 404
        assert "/demo/" not in client.get("/sign-in").text
        assert "aibek" not in client.get("/sign-in").text


def test_desks_of_the_demonstration_are_shown_by_role(world: World) -> None:
    page = world.client.get("/sign-in?role=customs&next=/customs/1")
    check_page(page, "ru")
    assert 'value="osh"' in page.text
    assert 'value="aibek"' not in page.text
    assert 'href="/sign-in?role=carrier&amp;next=/customs/1"' in page.text
    for every in ("/sign-in", "/sign-in?role=", "/sign-in?role=x"):
        assert 'value="aibek"' in world.client.get(every).text


def test_desks_of_the_demonstration_are_found_by_words(world: World) -> None:
    found = world.client.get("/sign-in", params={"q": "ala-too ПЕРЕВОЗЧИК", "next": "/carrier"})
    check_page(found, "ru")
    assert re.findall('name="account" value="([^"]+)"', found.text) == ["aibek"]
    assert 'href="/sign-in?role=carrier&amp;q=ala-too%20%D0%9F' in found.text
    in_role = world.client.get("/sign-in?role=customs&q=dostuk").text
    assert re.findall('name="account" value="([^"]+)"', in_role) == ["dostuk"]
    nobody = world.client.get("/sign-in", params={"q": "<никто>", "next": "/carrier"})
    check_page(nobody, "ru")
    assert 'name="account"' not in nobody.text
    assert 'href="/sign-in?next=/carrier"' in nobody.text


def test_a_real_node_shows_the_password_first_and_no_desks(tmp_path: Path) -> None:
    core = make_core()
    put_people(core)
    with running(make_services(tmp_path, core, demo=False)) as client:
        answer = client.get("/sign-in?q=aibek")
    check_page(answer, "ru")
    text = answer.text
    assert 'name="account"' not in text
    assert text.index('name="login"') < text.index('name="password"')
    assert 'name="q"' not in text.partition("<main")[2].partition("</main")[0]


def test_guessing_is_slowed_down(world: World) -> None:
    put_account(world)
    for _ in range(PER_LOGIN_MAX):
        assert try_in(world.client, LOGIN, "wrong") == 401
    assert try_in(world.client, LOGIN, PASSWORD) == 429
    world.clock.turn(WINDOW_MS)
    assert try_in(world.client, LOGIN, PASSWORD) == 303


def test_an_address_that_tries_many_names_is_slowed_down() -> None:
    throttle, clock = Throttle(), FakeClock()
    for number in range(PER_ADDRESS_MAX):
        assert throttle.begin(f"name{number}", "10.0.0.1", clock.ms)
    assert not throttle.begin("another", "10.0.0.1", clock.ms)
    assert throttle.begin("another", "10.0.0.2", clock.ms)


def test_guesses_behind_a_gateway_close_sign_in_for_their_own_address_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_account(world)
    client, server = world.client, server_config(world.client.app, ["testclient"])
    server.load()
    monkeypatch.setattr(client, "app", server.loaded_app)
    client.headers["x-forwarded-for"] = "6.6.6.6"
    for number in range(PER_ADDRESS_MAX):
        assert try_in(client, f"name{number}", "wrong") == 401
        client.headers["x-forwarded-for"] = f"10.{number}.0.1, 6.6.6.6"
    assert try_in(client, LOGIN, PASSWORD) == 429
    client.headers["x-forwarded-for"] = "7.7.7.7"
    assert try_in(client, LOGIN, PASSWORD) == 303


def test_attempts_that_are_sent_at_once_are_counted_before_they_are_judged() -> None:
    throttle, clock = Throttle(), FakeClock()
    begun = [throttle.begin("aibek", "10.0.0.1", clock.ms) for _ in range(100)]
    assert sum(begun) == PER_LOGIN_MAX
    throttle.succeeded("aibek", "10.0.0.1", clock.ms)
    assert throttle.begin("aibek", "10.0.0.1", clock.ms)


def test_who_gets_in_does_not_use_up_the_tries_of_a_shared_address() -> None:
    throttle, clock = Throttle(), FakeClock()
    for number in range(2 * PER_ADDRESS_MAX):
        assert throttle.begin(f"name{number}", "10.0.0.1", clock.ms)
        throttle.succeeded(f"name{number}", "10.0.0.1", clock.ms)


def test_a_network_of_ipv6_counts_as_one_address_and_a_long_name_is_cut() -> None:
    throttle, clock = Throttle(), FakeClock()
    for number in range(PER_ADDRESS_MAX):
        assert throttle.begin(f"name{number}", f"2001:db8:0:1::{number:x}", clock.ms)
    assert not throttle.begin("another", "2001:db8:0:1:ffff::1", clock.ms)
    assert throttle.begin("x" * 1_000_000, "2001:db8:0:2::1", clock.ms)
    assert throttle.begin("another", "::ffff:10.0.0.1", clock.ms)
    assert max(map(len, throttle._failures)) < 1_000


def test_two_nodes_on_one_host_do_not_share_cookies(tmp_path: Path) -> None:
    names = []
    for node in ("KG", "KZ"):
        folder = tmp_path / node
        folder.mkdir()
        services = make_services(folder, make_core(node))
        put_people(services.engine)
        with running(services) as client:
            sign_in(client, "operator")
            names.append(set(client.cookies))
    assert not names[0] & names[1]


def test_a_page_that_is_not_there_still_knows_who_asks(world: World) -> None:
    sign_in(world.client, "operator")
    page = check_page(world.client.get("/nowhere"), "ru", 404)
    token = attributes(page.query("form[action='/sign-out'] input")[0])["value"]
    assert world.client.post("/sign-out", data={"_csrf_token": token}).status_code == 200
    assert not is_in(world.client)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    form = page[page.rindex("<form") :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def test_what_was_typed_goes_on_through_a_sign_in(world: World) -> None:
    client = world.client
    sign_in(client, "aibek")
    begun = client.post("/carrier/new", data={"_csrf_token": csrf(client), "how": "blank"})
    path = begun.url.path
    for name in [name for name in client.cookies if "_session_" in name]:
        client.cookies.delete(name)
    typed = {"consignee_name": "Поти «Трейд»", "consignee_city": "Поти", "password": "x"}
    lost = client.post(f"{path}/parties", data={"_csrf_token": csrf(client), **typed})
    assert lost.status_code == 401
    fields = hidden(lost.text)
    assert fields["kept:consignee_name"] == "Поти «Трейд»"
    assert "kept:password" not in fields
    enter = {**fields, "account": "aibek"}
    again = client.post("/demo/sign-in", data=enter)
    assert again.status_code == 200
    assert f'action="{path}/parties"' in again.text
    sent = client.post(f"{path}/parties", data=hidden(again.text), follow_redirects=False)
    assert sent.status_code == 303
    assert "Поти «Трейд»" in client.get(f"{path}/parties").text


def test_a_form_that_is_too_long_is_not_carried_and_the_page_says_so(world: World) -> None:
    data = {"_csrf_token": csrf(world.client), "consignee_name": "я" * 60_000}
    lost = world.client.post("/carrier/drafts/mv-KG-1/parties", data=data)
    assert lost.status_code == 401
    assert "kept:" not in lost.text
    assert "слишком" in lost.text


@pytest.mark.parametrize("elsewhere", ["//evil.example/x", "https://evil.example/x"])
def test_a_sign_in_sends_nothing_to_another_place(world: World, elsewhere: str) -> None:
    form = {"_csrf_token": csrf(world.client), "account": "aibek", "kept:a": "b"}
    answer = world.client.post(
        "/demo/sign-in", data={**form, "resume": elsewhere}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert "evil" not in answer.headers["location"]

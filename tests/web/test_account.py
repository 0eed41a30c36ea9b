"""One's own account: language, password, sessions."""

from http.cookiejar import Cookie

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.engine.codec import fact_of
from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.engine.records import AccountChanged
from corridor.web.auth.accounts import ACCOUNT, Account, account_document, find_account
from corridor.web.auth.passwords import hash_password
from corridor.web.auth.signed_in import SEEN_STEP_MS, SESSION
from corridor.web.auth.throttle import PER_LOGIN_MAX
from corridor.web.devices import device_words
from tests.support.engines import START
from tests.support.pages import check_page, text_of
from tests.support.web import csrf, sign_in
from tests.web.conftest import World

PASSWORD = "correct horse battery"
NEW = "четыре слова на память"
LOGIN = "a.osmonov"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def person(world: World) -> TestClient[Litestar]:
    """Somebody with a password, signed in."""
    account = Account(LOGIN, "А. Осмонов", "ala-too", "carrier", hash=hash_password(PASSWORD))
    world.core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
    enter(world.client)
    return world.client


def enter(client: TestClient[Litestar], password: str = PASSWORD, agent: str = PHONE) -> int:
    """The status of a sign-in; 303 is success."""
    data = {"_csrf_token": csrf(client), "login": LOGIN, "password": password}
    headers = {"user-agent": agent}
    return client.post("/sign-in", data=data, headers=headers, follow_redirects=False).status_code


def elsewhere(world: World, agent: str) -> list[Cookie]:
    """The cookies of another browser in which the person signs in too; this one stays in."""
    here = list(world.client.cookies.jar)
    world.client.cookies.clear()
    assert enter(world.client, agent=agent) == 303
    there = list(world.client.cookies.jar)
    back_to(world, here)
    return there


def back_to(world: World, cookies: list[Cookie]) -> None:
    world.client.cookies.clear()
    for one in cookies:
        world.client.cookies.jar.set_cookie(one)


def is_in(client: TestClient[Litestar]) -> bool:
    return client.get("/account", follow_redirects=False).status_code == 200


def said_of(world: World) -> list[str]:
    """What the log says was changed of accounts."""
    facts = [fact_of(event) for event in Queries(world.core).recent(50)]
    return [f.payload.what for f in facts if isinstance(f.payload, AccountChanged)]


def change(client: TestClient[Litestar], now: str, new: str, again: str) -> int:
    data = {"password": now, "new_password": new, "again_password": again}
    answer = client.post(
        "/account/password", data={"_csrf_token": csrf(client), **data}, follow_redirects=False
    )
    if answer.status_code != 303:
        check_page(answer, "ru", answer.status_code)
        assert not any(secret in answer.text for secret in (now, new, again) if secret)
    return answer.status_code


@pytest.mark.parametrize("login", ["aibek", "osh", "plant", "gate", "gulnara", "operator"])
def test_everybody_has_a_page_of_ones_own(world: World, login: str) -> None:
    sign_in(world.client, login)
    assert 'href="/account"' in world.client.get("/help").text
    page = check_page(world.client.get("/account"), "ru")
    assert login in text_of(page)


def test_a_session_is_seen_and_ended_from_elsewhere(
    world: World, person: TestClient[Litestar]
) -> None:
    other = elsewhere(world, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    page = " ".join(text_of(check_page(person.get("/account"), "ru")).split())
    assert "Chrome, Android этот" in page
    assert "Firefox, Windows" in page
    person.post("/account/sessions/end-others", data={"_csrf_token": csrf(person)})
    here = list(person.cookies.jar)
    assert is_in(person)
    back_to(world, other)
    assert not is_in(person)
    back_to(world, here)
    assert "Firefox" not in person.get("/account").text


def test_nobody_ends_anothers_session(world: World, person: TestClient[Litestar]) -> None:
    (id,) = [one.id for one in Queries(world.core).documents(SESSION, LOGIN)]
    mine = list(person.cookies.jar)
    person.cookies.clear()
    sign_in(person, "rival")
    data = {"_csrf_token": csrf(person)}
    assert person.post(f"/account/sessions/{id}/end", data=data).status_code == 404
    back_to(world, mine)
    assert is_in(person)


def test_the_last_use_is_noted_now_and_then(world: World, person: TestClient[Litestar]) -> None:
    def seen() -> str:
        return Queries(world.core).documents(SESSION, LOGIN)[0].updated

    before = seen()
    world.clock.turn(SEEN_STEP_MS - 1)
    assert is_in(person)
    assert seen() == before
    world.clock.turn(1)
    assert is_in(person)
    assert enter(person) == 303  # the writer has done what was handed in before
    assert seen() > before


def test_a_new_password_ends_all_other_sessions(world: World, person: TestClient[Litestar]) -> None:
    other, old = elsewhere(world, PHONE), list(person.cookies.jar)
    assert change(person, PASSWORD, NEW, NEW) == 303
    assert is_in(person)
    for cookies in (other, old):
        back_to(world, cookies)
        assert not is_in(person)
    assert enter(person, PASSWORD) == 401
    assert enter(person, NEW) == 303
    assert said_of(world) == ["password"]


@pytest.mark.parametrize(
    ("now", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, "short", "short"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"),
        (PASSWORD, f"my {LOGIN} is long", f"my {LOGIN} is long"),
        (PASSWORD, "я" * 300, "я" * 300),
        (PASSWORD, NEW, NEW + "!"),
    ],
)
def test_a_password_that_will_not_do(
    person: TestClient[Litestar], now: str, new: str, again: str
) -> None:
    assert change(person, now, new, again) == 422
    assert enter(person) == 303


def test_an_open_session_does_not_help_to_guess(person: TestClient[Litestar]) -> None:
    for _ in range(PER_LOGIN_MAX):
        assert change(person, "wrong", NEW, NEW) == 422
    assert change(person, PASSWORD, NEW, NEW) == 422
    assert enter(person) == 303


def test_the_language_comes_along_to_another_device(
    world: World, person: TestClient[Litestar]
) -> None:
    person.post("/account/language", data={"_csrf_token": csrf(person), "lang": "en"})
    account = find_account(Queries(world.core), LOGIN)
    assert account is not None
    assert account.lang == "en"
    person.cookies.clear()
    assert enter(person) == 303
    check_page(person.get("/account"), "en")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "Safari, iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 YaBrowser/24 Safari/537", "Yandex, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("curl/8", ""),
        ("<script>", ""),
    ],
)
def test_a_device_in_two_words(agent: str, words: str) -> None:
    assert device_words(agent) == words

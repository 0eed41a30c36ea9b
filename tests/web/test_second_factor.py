"""The second factor: set up, asked for, never twice the same, recovered, and asked of officers."""

import re
from pathlib import Path

import pyotp
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from corridor.engine.jobs import PutDocument
from corridor.engine.queries import Queries
from corridor.web.auth.accounts import ACCOUNT, FACTOR, Account, account_document
from corridor.web.auth.passwords import hash_password
from corridor.web.auth.second_factor import STEP_MS, Safe, recovery_digest, step_of
from corridor.web.auth.sessions import HALF_MS
from corridor.web.auth.throttle import PER_LOGIN_MAX
from corridor.web.settings.in_force import SettingsInForce
from tests.support.engines import RULES, START, FakeClock, make_core
from tests.support.pages import check_page
from tests.support.web import csrf, make_services, put_people, running, sign_in
from tests.web.conftest import World

LOGIN, PASSWORD = "a.osmonov", "correct horse battery"
HERE = "/account/second-factor"
MUST = {"officers_need_second_factor": "yes"}


class Person:
    """Somebody with a password, and with a telephone once it is set up."""

    def __init__(self, world: World, role: str = "customs") -> None:
        account = Account(
            LOGIN, "А. Осмонов", "kg-customs", "customs", "KGOSH001", hash=hash_password(PASSWORD)
        )
        world.core.run_one(PutDocument(ACCOUNT, account_document(account, START)))
        self.world, self.client = world, world.client
        self.secret, self.codes = "", [""]

    def post(self, path: str, status: int, **fields: str) -> str:
        data = {"_csrf_token": csrf(self.client), **fields}
        answer = self.client.post(path, data=data, follow_redirects=False)
        assert answer.status_code == status, answer.text
        if status != 303:
            check_page(answer, "ru", status)
        return answer.text

    def password(self, status: int = 401, **fields: str) -> str:
        return self.post("/sign-in", status, login=LOGIN, password=PASSWORD, **fields)

    def code(self) -> str:
        return pyotp.TOTP(self.secret).generate_otp(self.world.clock.ms // STEP_MS)

    def second(self, code: str, status: int, **fields: str) -> str:
        return self.post("/sign-in/second", status, code=code, **fields)

    def set_up(self) -> None:
        self.password(303)
        text = self.post(f"{HERE}/begin", 200, password=PASSWORD)
        found = re.search(r'<p class="mono">([A-Z2-7 ]+)</p>', text)
        assert found
        self.secret = found[1].replace(" ", "")
        self.post(f"{HERE}/confirm", 422, code="000000")
        self.codes = re.findall(r"<li>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</li>", self.confirm())
        assert len(self.codes) == 10

    def confirm(self) -> str:
        return self.post(f"{HERE}/confirm", 200, code=self.code())

    def is_in(self) -> bool:
        return self.client.get("/customs", follow_redirects=False).status_code == 200

    def out(self) -> None:
        self.client.cookies.clear()
        assert not self.is_in()


@pytest.fixture
def person(world: World) -> Person:
    found = Person(world)
    found.set_up()
    found.out()
    return found


def test_the_password_alone_opens_nothing(person: Person) -> None:
    person.password()
    assert not person.is_in()
    person.second("123456", 401)
    assert not person.is_in()
    person.world.clock.turn(STEP_MS)
    person.second(f" {person.code()[:3]} {person.code()[3:]}", 303)
    assert person.is_in()


def test_a_code_without_the_password_is_worth_nothing(person: Person) -> None:
    person.world.clock.turn(STEP_MS)
    person.second(person.code(), 401)
    assert not person.is_in()
    person.password()
    person.world.clock.turn(HALF_MS + 1)
    person.second(person.code(), 401)
    assert not person.is_in()


def test_a_code_opens_once(person: Person) -> None:
    person.password()
    person.second(person.code(), 401)  # the one with which it was set up
    person.world.clock.turn(STEP_MS)
    person.second(person.code(), 303)
    person.out()
    person.password()
    person.second(person.code(), 401)
    assert not person.is_in()


def test_a_recovery_code_opens_once(person: Person) -> None:
    person.password()
    person.second(person.codes[3].lower(), 303)
    assert person.is_in()
    assert "осталось 9" in " ".join(person.client.get(HERE).text.split())
    person.out()
    person.password()
    person.second(person.codes[3], 401)
    person.second(person.codes[4].replace("-", " "), 303)


def test_guessing_codes_is_slowed_down(person: Person) -> None:
    person.password()
    for _ in range(PER_LOGIN_MAX):
        person.second("000000", 401)
    person.world.clock.turn(STEP_MS)
    person.second(person.code(), 429)
    assert not person.is_in()


def test_what_was_typed_goes_on_through_the_second_step(person: Person) -> None:
    kept = {"kept:remarks": "Пломбы целы", "resume": "/customs/X/arrive", "next": "/customs"}
    assert 'name="kept:remarks" value="Пломбы целы"' in person.password(401, **kept)
    person.world.clock.turn(STEP_MS)
    text = person.second(person.code(), 200, **kept)
    assert 'action="/customs/X/arrive"' in text
    assert 'name="remarks" value="Пломбы целы"' in text


def test_new_recovery_codes_end_the_old_ones_and_it_can_be_taken_away(person: Person) -> None:
    person.password()
    person.second(person.codes[0], 303)
    person.post(f"{HERE}/off", 422, code="1")
    new = person.post(f"{HERE}/recovery", 200, code=person.codes[1])
    assert person.codes[2] not in new
    person.post(f"{HERE}/off", 422, code=person.codes[2])
    person.world.clock.turn(STEP_MS)
    person.post(f"{HERE}/off", 303, code=person.code())
    person.out()
    person.password(303)
    assert person.is_in()


def test_no_secret_lies_in_the_store_or_in_the_log(person: Person) -> None:
    queries = Queries(person.world.core)
    kept = queries.document(FACTOR, LOGIN)
    assert kept is not None
    log = b"".join(event.data for event in queries.recent(50))
    for secret in (person.secret, *person.codes):
        assert secret.encode() not in kept.body + log


def test_a_secret_is_bound_to_its_login_and_to_the_key(tmp_path: Path) -> None:
    safe = Safe(tmp_path)
    sealed = safe.seal("ABC", "a")
    assert Safe(tmp_path).open(sealed, "a") == "ABC"
    assert safe.open(sealed, "b") == ""
    other = tmp_path / "other"
    other.mkdir()
    assert Safe(other).open(sealed, "a") == ""
    assert (tmp_path / "factor.key").stat().st_mode & 0o077 == 0


def test_codes_of_the_standard() -> None:
    """RFC 6238, appendix B, the last six of eight digits for SHA-1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        now = seconds * 1000
        assert step_of(secret, code, now) == now // STEP_MS
        assert step_of(secret, code, now + STEP_MS) == now // STEP_MS
        assert step_of(secret, code, now + 2 * STEP_MS) == 0
        assert step_of(secret, "１２３", now) == 0
    assert step_of("", "287082", 59_000) == 0
    assert recovery_digest("abcd-efgh") == recovery_digest("ABCD EFGH")


def test_a_node_can_ask_officers_for_it(tmp_path: Path) -> None:
    core = make_core(clock=FakeClock(), rules=RULES)
    put_people(core)
    services = make_services(tmp_path, core, settings=SettingsInForce(Queries(core), MUST))
    with running(services) as client:
        sign_in(client, "osh")
        assert leads(client, "/customs") == HERE
        assert client.post("/customs/X/accept", data={"_csrf_token": csrf(client)}).url.path == HERE
        assert client.get("/account").status_code == 200
        assert leads(client, "/account/tokens") == HERE, "a token needs no second factor later"
        assert client.post("/account/tokens", data={"_csrf_token": csrf(client)}).url.path == HERE
        check_page(client.get(HERE), "ru")
        sign_in(client, "aibek")
        assert leads(client, "/carrier") == "/carrier"


def leads(client: TestClient[Litestar], path: str) -> str:
    return str(client.get(path).url.path)
